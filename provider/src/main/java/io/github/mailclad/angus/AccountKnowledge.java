package io.github.mailclad.angus;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.config.AccountRules;
import io.github.mailclad.internal.config.AccountRules.Memory;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.LookupRules;
import io.github.mailclad.internal.config.LookupRules.Source;
import io.github.mailclad.internal.config.Loopback;
import io.github.mailclad.internal.memory.Recollection;
import io.github.mailclad.refusal.AccountRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the accounts of one service remember, asked before its connections and taught by them. An
 * account without a name remembers nothing. Thread-safe.
 */
final class AccountKnowledge {
  /** From here on systems hand out ports by themselves (Linux; RFC 6335 says 49152). */
  private static final int FIRST_PASSING_PORT = 32_768;

  private final MailService service;
  private final Consumer<SecurityEvent> happened;
  private final Consumer<String> warning;
  private volatile @Nullable String lastProblem;
  private volatile Kept kept = new Kept(AccountRules.byDefault(), LookupRules.byDefault().source());

  /** Where it is kept, as the properties said it last. */
  private record Kept(AccountRules rules, Source source) {}

  /**
   * The knowledge about a service.
   *
   * @param happened is told what somebody should know of
   * @param warning is told what could not be kept
   */
  AccountKnowledge(
      MailService service, Consumer<SecurityEvent> happened, Consumer<String> warning) {
    this.service = service;
    this.happened = happened;
    this.warning = warning;
  }

  /** From now on it is kept there. */
  void keptBy(AccountRules rules, Source source) {
    kept = new Kept(rules, source);
  }

  /** Where it is kept. */
  AccountStore store() {
    return CompositionRoot.SHARED.stores().of(kept.rules().memory(), kept.source());
  }

  private Optional<Recollection> of(@Nullable String account) {
    return account == null || !AccountState.isName(account)
        ? Optional.empty()
        : Optional.of(new Recollection(store(), account, service, CompositionRoot.SHARED.clock()));
  }

  /**
   * The certificate that an account accepts at a server by what it remembers, if it asks for that.
   *
   * @throws AccountStoreException if that cannot be told: then the account goes nowhere, whether or
   *     not it has such a certificate
   */
  Optional<AccountPin> accepted(@Nullable String account, Endpoint server)
      throws AccountStoreException {
    Optional<Recollection> known = of(account);
    Optional<AccountPin> pin = known.isEmpty() ? Optional.empty() : known.get().pinAt(server);
    return pin.filter(unused -> kept.rules().pins() == Pins.STORED);
  }

  /** Why nothing may be said in the clear to a server; empty where it may. */
  Optional<Refusal> clearTextForbidden(@Nullable String account, Endpoint server)
      throws AccountStoreException {
    Optional<Recollection> known = of(account);
    return known.isEmpty() ? Optional.empty() : known.get().clearTextForbidden(server);
  }

  /** Why what a connection got is not enough for an account that got more there before. */
  Optional<Refusal> objection(@Nullable String account, ConnectionSecurity got) {
    Optional<Recollection> known = of(account);
    try {
      return known.isEmpty() ? Optional.empty() : known.get().objection(got);
    } catch (AccountStoreException e) {
      return Optional.of(unreadable(e));
    }
  }

  /** An account goes nowhere whose memory cannot be read or believed. */
  static Refusal unreadable(AccountStoreException e) {
    return new AccountRefusal.AccountUnreadable(e.account(), e.problem());
  }

  /** What a refusal comes to for an account that got further before; that is told by itself. */
  Refusal inTheLightOfMemory(@Nullable String account, Endpoint server, Refusal refusal) {
    Optional<Recollection> known = of(account);
    if (known.isEmpty()) {
      return refusal;
    }
    try {
      Refusal told = known.get().inTheLightOf(server, refusal);
      known.get().eventsOf(server, told).forEach(happened);
      return told;
    } catch (AccountStoreException e) {
      return refusal;
    }
  }

  /** Keeps what a connection got, and tells whoever has to know. */
  void learn(
      @Nullable String account,
      ConnectionSecurity got,
      @Nullable TlsaAnswer tlsa,
      SecurityPolicy policy) {
    if (isPassing(got.endpoint())) {
      return;
    }
    Optional<Recollection> known = of(account);
    try {
      if (known.isPresent()) {
        known
            .get()
            .learn(got, tlsa, policy.trust().accountPin(), policy.minimumLevel())
            .forEach(happened);
      }
    } catch (AccountStoreException e) {
      notKept(e);
    }
  }

  /**
   * Whether a server cannot be recognised: on a port of this machine that the system hands out, the
   * next one may be another program's, as in tests. An account store that the application
   * configured is for servers that stay.
   */
  private boolean isPassing(Endpoint server) {
    return kept.rules().memory() instanceof Memory.Unconfigured
        && server.port() >= FIRST_PASSING_PORT
        && Loopback.names(server.host());
  }

  /** The account logged in at that server, as it requires. */
  void established(@Nullable String account, Endpoint server) {
    Optional<Recollection> known = of(account);
    try {
      if (known.isPresent()) {
        known.get().established(server);
      }
    } catch (AccountStoreException e) {
      notKept(e);
    }
  }

  /**
   * Warns that the account cannot be written, once for each problem. Nothing is lost that protects
   * this connection: an account that cannot be read is refused.
   */
  void notKept(AccountStoreException e) {
    if (e.problem().equals(lastProblem)) {
      return;
    }
    lastProblem = e.problem();
    String where =
        kept.rules().memory() instanceof Memory.Folder folder ? folder.key() : "the account store";
    warning.accept(
        "%s cannot be written, so what is seen of the account \"%s\" is not kept: %s"
            .formatted(where, e.account(), e.problem()));
  }
}
