package io.github.mailclad.internal.connect;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.dane.TlsaEffect;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.Server.Publication;
import io.github.mailclad.internal.dns.LookupDeadline;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the facts about a server before it is connected to. These are its addresses and then its
 * TLSA records. The TLSA records are looked up only if an address, or the absence of addresses, is
 * Secure (RFC 7671, section 7; RFC 7673, section 3). If a look-up fails so that an attacker may be
 * hiding records, the server must not be contacted. Thread-safe.
 */
public final class ServerLookup {
  /** The time that addresses and TLSA records of one server may take together. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private final SecureResolver resolver;
  private final HostNames names;
  private final Duration limit;

  /** Creates a look-up by a resolver of the DNS. */
  public ServerLookup(SecureResolver resolver, Duration limit) {
    this(resolver, HostNames.OF_DNS, limit);
  }

  /**
   * Creates a look-up by a resolver.
   *
   * @param names the hosts that the resolver knows
   * @param limit the time that all questions about one server may take together; an answer that is
   *     missing by then is Indeterminate
   */
  public ServerLookup(SecureResolver resolver, HostNames names, Duration limit) {
    this.resolver = resolver;
    this.names = names;
    this.limit = limit;
  }

  /**
   * Looks a server up. If that is refused, the server must not be contacted. Blocks for the limit
   * at most. An interrupted thread does not wait, and stays interrupted.
   *
   * @throws NoAddressException if the host does not exist
   */
  public Outcome<ServerRecords> lookUp(Server server, DanePolicy policy) throws NoAddressException {
    return new ServerQuestions(server, policy).result();
  }

  /** Makes the next look-up ask again for TLSA records, which may be cached. */
  public void forget(Tlsa outdated) {
    resolver.forget(outdated.answer().name());
  }

  /** The questions about one server. */
  private final class ServerQuestions {
    private final Server server;
    private final Host host;
    private final DanePolicy policy;
    private final @Nullable Publication discovered;
    private final LookupDeadline deadline = new LookupDeadline(limit);

    private ServerQuestions(Server server, DanePolicy policy) {
      this.server = server;
      this.host = server.endpoint().host();
      this.policy = policy;
      this.discovered = server.unconfirmedPublication().orElse(null);
    }

    private Outcome<ServerRecords> result() throws NoAddressException {
      Optional<TlsaAnswer> settled = settled();
      if (settled.isPresent() && (policy.mode() == Mode.REQUIRE || isPlatformsMatter())) {
        return ofHost(List.of(), settled.get());
      }
      HostAddresses addresses = addresses();
      Optional<Answer<InetAddress>> failure = addresses.failure();
      if (failure.isPresent()) {
        return unknown(failure.get());
      }
      if ((discovered != null || names == HostNames.OF_APPLICATION) && addresses.all().isEmpty()) {
        throw new NoAddressException(host, addresses.status());
      }
      return settled.isPresent()
          ? ofHost(addresses.all(), settled.get())
          : tlsa(addresses.all(), addresses.bases(host));
    }

    /**
     * Returns the answer that replaces TLSA records if they do not apply or DANE is off,
     * independent of the addresses; empty if they have to be looked up.
     */
    private Optional<TlsaAnswer> settled() {
      return policy.mode() == Mode.OFF
          ? Optional.of(none("DANE is off"))
          : inapplicable().map(this::none);
    }

    private Optional<String> inapplicable() {
      if (discovered != null) {
        return discovered.status() == DnssecStatus.SECURE
            ? Optional.empty()
            : Optional.of("DNSSEC does not protect the SRV records that name the host");
      }
      if (host.address().isPresent()) {
        return Optional.of("DANE is about names, and the host is an address");
      }
      return isLocalhost()
          ? Optional.of("the name means this machine and is not in the DNS (RFC 6761, section 6.3)")
          : Optional.empty();
    }

    private boolean isLocalhost() {
      String name = host.text();
      return name.equals("localhost") || name.endsWith(".localhost");
    }

    /**
     * Returns whether only the platform, and no resolver, looks up the addresses of a named host.
     */
    private boolean isPlatformsMatter() {
      return discovered == null
          && (host.address().isPresent() || (names == HostNames.OF_DNS && isLocalhost()));
    }

    private HostAddresses addresses() {
      String name = host.text();
      CompletionStage<Answer<InetAddress>> ipv6 = LookupDeadline.ask(name, resolver::ipv6);
      CompletionStage<Answer<InetAddress>> ipv4 = LookupDeadline.ask(name, resolver::ipv4);
      return new HostAddresses(deadline.await(ipv6, name), deadline.await(ipv4, name));
    }

    /**
     * Returns the result if the addresses are unknown. An audit must not refuse a server that would
     * be accepted without DANE, so the platform looks up the addresses of a named host then. It
     * never does so for a discovered host (RFC 7673, section 3.2), nor for a host that the
     * application itself looks up.
     */
    private Outcome<ServerRecords> unknown(Answer<InetAddress> failure) {
      boolean decides = policy.mode() == Mode.PREFER || policy.mode() == Mode.REQUIRE;
      return discovered == null && names == HostNames.OF_DNS && !decides
          ? ofHost(
              List.of(),
              TlsaAnswer.failed(
                  tlsaName(host),
                  failure.status(),
                  "the addresses cannot be looked up: " + failure.reason()))
          : Outcome.refused(
              new LookupRefusal.AddressLookupFailed(
                  PeerText.of(host.text()), failure.status(), PeerText.of(failure.reason())));
    }

    /**
     * Returns the TLSA records of the first name that has Secure ones, or the reason for their
     * absence.
     */
    private Outcome<ServerRecords> tlsa(List<InetAddress> addresses, List<Host> bases) {
      TlsaAnswer without = none("DNSSEC does not protect the addresses of the host");
      for (Host base : bases) {
        String name = tlsaName(base);
        TlsaAnswer answer =
            tlsaAnswer(deadline.await(LookupDeadline.ask(name, resolver::tlsa), name), name);
        if (!answer.status().isAnswer()) {
          return ofHost(addresses, answer);
        }
        if (answer.status() == DnssecStatus.SECURE && !answer.records().isEmpty()) {
          return reachable(addresses, answer, base);
        }
        // the reason of an absence that is not Secure says more than that of a Secure one
        if (base.equals(bases.get(0)) || answer.status() != DnssecStatus.SECURE) {
          without = answer;
        }
      }
      return ofHost(addresses, without);
    }

    private TlsaAnswer tlsaAnswer(Answer<TlsaRecord> answer, String name) {
      if (!answer.status().isAnswer()) {
        return TlsaAnswer.failed(name, answer.status(), answer.reason());
      }
      return answer.status() == DnssecStatus.SECURE
          ? TlsaAnswer.secure(name, answer.records())
          : TlsaAnswer.insecure(
              name,
              answer.records(),
              answer.reason().isEmpty() ? "DNSSEC does not protect them" : answer.reason());
    }

    /** Returns the name of the TLSA records of a host for the port of the server (RFC 6698, 3). */
    private String tlsaName(Host base) {
      return "_" + server.endpoint().port() + "._tcp." + base;
    }

    /** Returns an answer without Secure records, with the reason in words for people. */
    private TlsaAnswer none(String reason) {
      return TlsaAnswer.insecure(tlsaName(host), List.of(), reason);
    }

    private Outcome<ServerRecords> ofHost(List<InetAddress> addresses, TlsaAnswer answer) {
      return reachable(addresses, answer, host);
    }

    private Outcome<ServerRecords> reachable(
        List<InetAddress> addresses, TlsaAnswer answer, Host base) {
      TlsaEffect effect = TlsaEffect.of(answer, policy);
      if (effect instanceof TlsaEffect.RefusedServer refusing) {
        return Outcome.refused(refusing.refusal());
      }
      boolean decisive = effect instanceof TlsaEffect.Decisive;
      // the SNI under an audit must not depend on the result of the audit
      boolean greeted = decisive && policy.mode() != Mode.AUDIT_ONLY;
      return Outcome.of(
          new ServerRecords(
              addresses,
              names,
              greeted && !base.equals(host) ? base : server.serverName(),
              policy.mode() == Mode.OFF
                  ? null
                  : new Tlsa(answer, policy, references(decisive ? base : host))));
    }

    private List<Identifier> references(Host base) {
      Set<Identifier> names = new LinkedHashSet<>();
      if (discovered == null) {
        names.add(base.identifier());
        names.add(host.identifier());
        return List.copyOf(names);
      }
      if (discovered.status() == DnssecStatus.SECURE) {
        names.add(base.identifier());
      }
      names.add(new Identifier.DnsId(discovered.domain()));
      return List.copyOf(names);
    }
  }
}
