package io.github.mailclad.internal.connect;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.discovery.Candidate;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides a connection from the account's policy and the destination that the application named.
 */
public final class ConnectionPlanner {
  /** Ports on which mail services begin in the clear: SMTP relay, POP3, IMAP, submission. */
  public static final Set<Integer> CLEARTEXT_PORTS = Set.of(25, 110, 143, 587);

  /** Ports on which mail services begin with TLS: submissions, IMAPS, POP3S. */
  private static final Set<Integer> IMPLICIT_TLS_PORTS = Set.of(465, 993, 995);

  private ConnectionPlanner() {}

  /**
   * What the application asked for.
   *
   * @param protocol the protocol name that it used
   * @param implicitService the service that the name means, with implicit TLS
   * @param host the host as the application wrote it
   * @param port 1 to 65535, or -1 for the service's registered port
   * @param portSource where the port comes from, in words for people
   * @param account whose connection it is
   */
  public record Wish(
      String protocol,
      MailService implicitService,
      String host,
      int port,
      String portSource,
      String account) {}

  /** A plan, or why there is none. */
  public sealed interface Planning {
    /** The connection may be opened as planned. */
    record Planned(ConnectionPlan plan) implements Planning {}

    /**
     * The connection must not be opened.
     *
     * @param endpoint where it would have gone; null if that cannot be told
     * @param refusal why
     */
    record Unplanned(@Nullable Endpoint endpoint, Refusal refusal) implements Planning {}
  }

  /** Plans a connection; nothing is looked up and nothing is sent. */
  public static Planning plan(Wish wish, SecurityPolicy policy) {
    TlsStart start = policy.tlsStart() == null ? TlsStart.IMPLICIT : policy.tlsStart();
    MailService service = wish.implicitService().with(start);
    Host host;
    try {
      host = Host.of(wish.host());
    } catch (IllegalArgumentException e) {
      return new Planning.Unplanned(
          null, new SettingsRefusal.InvalidHost(wish.host(), String.valueOf(e.getMessage())));
    }
    Endpoint endpoint =
        wish.port() == -1
            ? new Endpoint(host, service.defaultPort(), Endpoint.Provenance.DEFAULT_PORT)
            : new Endpoint(host, wish.port(), Endpoint.Provenance.CONFIGURED);
    if (policy.tlsStart() == null && CLEARTEXT_PORTS.contains(endpoint.port())) {
      return new Planning.Unplanned(
          endpoint,
          new SettingsRefusal.CleartextPort(
              endpoint.port(), wish.portSource(), wish.protocol(), wish.implicitService()));
    }
    if (start == TlsStart.STARTTLS && IMPLICIT_TLS_PORTS.contains(endpoint.port())) {
      return new Planning.Unplanned(
          endpoint, new TlsStartRefusal.ImplicitTlsPort(endpoint.port(), wish.protocol(), service));
    }
    return new Planning.Planned(
        new ConnectionPlan(
            wish.protocol(),
            service,
            endpoint,
            List.of(host.identifier()),
            policy,
            wish.account(),
            identityFor(wish.account(), endpoint, policy),
            Whereabouts.ofHost(endpoint.host())));
  }

  /**
   * What is wrong with a destination, for a report that has other problems of settings too; empty
   * for nothing.
   *
   * @param key the property that names the port
   */
  public static Optional<SettingProblem> problem(Wish wish, String key, SecurityPolicy policy) {
    // an account without a minimum level goes wherever Angus does
    return policy.minimumLevel() != ConfidentialityLevel.NONE
            && plan(wish, policy) instanceof Planning.Unplanned unplanned
        ? Optional.of(
            new SettingProblem(
                unplanned.endpoint() == null ? "mail." + wish.protocol() + ".host" : key,
                unplanned.refusal().summary(),
                unplanned.refusal().remedy()))
        : Optional.empty();
  }

  /**
   * Plans a connection to a server that was discovered; nothing is sent.
   *
   * @param protocol the protocol name that the application used
   */
  public static ConnectionPlan plan(
      Candidate server, String protocol, String account, SecurityPolicy policy) {
    return new ConnectionPlan(
        protocol,
        server.service(),
        server.endpoint(),
        server.references(),
        policy,
        account,
        identityFor(account, server.endpoint(), policy),
        Whereabouts.ofHost(server.serverName()));
  }

  /** A client certificate goes to its own server for its own account (RFC 8314, section 5.5). */
  private static @Nullable ClientIdentity identityFor(
      String account, Endpoint endpoint, SecurityPolicy policy) {
    ClientIdentity identity = policy.clientIdentity();
    return identity != null && identity.binding().covers(account, endpoint) ? identity : null;
  }
}
