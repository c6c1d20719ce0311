package io.github.mailclad.account;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.text.Escaped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of one account. Immutable; a change is a new value, which an {@link
 * AccountStore} accepts only if the account was not changed meanwhile.
 *
 * @param account the name with which the account logs in, usually its address; not empty, at most
 *     320 characters, none of them a control character
 * @param revision the number of times that the account was written; 0 for an account that was never
 *     written
 * @param policyVersion the version of the built-in policy under which the account was last used
 * @param disabled the decision of a person to give up the minimum level; null if there was none
 * @param services the stored state of each service, at most one entry for each, by {@link
 *     MailService} in its order
 */
public record AccountState(
    String account,
    long revision,
    int policyVersion,
    @Nullable DisabledMinimum disabled,
    List<ServiceState> services) {

  /**
   * The version of the policy that is built in now; it is raised when the defaults become stricter.
   */
  public static final int POLICY_VERSION = 1;

  private static final int LONGEST_NAME = 320;

  /** Sorts the services. Refuses a name that no account can have, and two entries for a service. */
  public AccountState {
    if (!isName(account)) {
      throw new IllegalArgumentException("no account has such a name");
    }
    if (revision < 0 || policyVersion < 1) {
      throw new IllegalArgumentException("revisions and versions count up");
    }
    services = sorted(services);
  }

  private static List<ServiceState> sorted(List<ServiceState> services) {
    if (services.size() < 2) {
      // each connect makes such a state
      return List.copyOf(services);
    }
    List<ServiceState> sorted =
        services.stream().sorted(Comparator.comparing(ServiceState::service)).toList();
    if (sorted.stream().map(ServiceState::service).distinct().count() != sorted.size()) {
      throw new IllegalArgumentException("two entries for one service");
    }
    return sorted;
  }

  /** Returns whether an account can have that name. */
  public static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_NAME && !Escaped.hasControl(name);
  }

  // as a record's own, whose first use takes a new process milliseconds

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccountState state
        && account.equals(state.account)
        && revision == state.revision
        && policyVersion == state.policyVersion
        && Objects.equals(disabled, state.disabled)
        && services.equals(state.services);
  }

  @Override
  public int hashCode() {
    return account.hashCode() ^ Long.hashCode(revision);
  }

  /** Returns the state of an account without stored state. */
  public static AccountState unknown(String account) {
    return new AccountState(account, 0, POLICY_VERSION, null, List.of());
  }

  /**
   * The decision of a person to give up the minimum level (RFC 8314, section 5.2).
   *
   * @param at the time of the decision
   * @param warning the version of the warning that was shown, for example {@code
   *     minimum-disabled/1}
   */
  public record DisabledMinimum(Instant at, String warning) {}

  /** Returns the stored state of a service, for either TLS start. */
  public Optional<ServiceState> service(MailService service) {
    MailService kind = service.with(TlsStart.IMPLICIT);
    for (ServiceState each : services) {
      if (each.service() == kind) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Returns the stored state of a server; without one, that of an unknown server. */
  public ServerState server(MailService service, Endpoint server) {
    return serviceOrUnknown(service).serverOrUnknown(server);
  }

  private ServiceState serviceOrUnknown(MailService service) {
    Optional<ServiceState> known = service(service);
    return known.isPresent() ? known.get() : ServiceState.unknown(service);
  }

  /** Returns the same account with one service changed; the service may be unknown before. */
  public AccountState update(MailService service, UnaryOperator<ServiceState> change) {
    return with(change.apply(serviceOrUnknown(service)));
  }

  /** Returns the same account with one server changed; the server may be unknown before. */
  public AccountState update(
      MailService service, Endpoint server, UnaryOperator<ServerState> change) {
    ServiceState known = serviceOrUnknown(service);
    return with(known.with(change.apply(known.serverOrUnknown(server))));
  }

  /** Returns the same account with that entry in place of the one of the same service. */
  public AccountState with(ServiceState changed) {
    List<ServiceState> all = new ArrayList<>();
    for (ServiceState each : services) {
      if (each.service() != changed.service()) {
        all.add(each);
      }
    }
    all.add(changed);
    return new AccountState(account, revision, policyVersion, disabled, all);
  }

  /** Returns the same account with the minimum level given up; null restores it. */
  public AccountState disabled(@Nullable DisabledMinimum decision) {
    return new AccountState(account, revision, policyVersion, decision, services);
  }

  /** Returns the same account with another revision. */
  public AccountState revision(long written) {
    return new AccountState(account, written, policyVersion, disabled, services);
  }

  /** Returns the same account, used under that version of the built-in policy. */
  public AccountState policyVersion(int version) {
    return new AccountState(account, revision, version, disabled, services);
  }
}
