package io.github.mailclad.internal.connect;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Endpoint.Provenance;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server as an application names it. The host is parsed here. The port is the application's, the
 * configured or the registered one. Immutable.
 */
public final class NamedServer {
  /** Ports on which mail services begin in the clear: SMTP relay, POP3, IMAP, submission. */
  public static final Set<Integer> CLEARTEXT_PORTS = Set.of(25, 110, 143, 587);

  private static final int MOST = 65535;

  /** Ports on which mail services begin with TLS: submissions, IMAPS, POP3S. */
  private static final Set<Integer> IMPLICIT_TLS_PORTS = Set.of(465, 993, 995);

  private final String protocol;
  private final MailService implicitService;
  private final Outcome<Host> host;
  private final Optional<Integer> port;
  private final String portSource;

  private NamedServer(
      String protocol,
      MailService implicitService,
      Outcome<Host> host,
      Optional<Integer> port,
      String portSource) {
    this.protocol = protocol;
    this.implicitService = implicitService;
    this.host = host;
    this.port = port;
    this.portSource = portSource;
  }

  /**
   * Parses the server that an application names.
   *
   * @param protocol the protocol name that the application uses, for messages
   * @param implicitService the service that the protocol name means, with implicit TLS
   * @param host the host as the application wrote it
   * @param port the port; empty for the registered one
   * @param portSource the source of the port, in words for people
   */
  public static NamedServer of(
      String protocol,
      MailService implicitService,
      String host,
      Optional<Integer> port,
      String portSource) {
    return new NamedServer(protocol, implicitService, host(host), port, portSource);
  }

  /**
   * Returns the server that an application named when a plan was made, so that its policy can
   * decide anew.
   */
  public static NamedServer of(ConnectionPlan plan, String portSource) {
    Endpoint known = plan.endpoint();
    return new NamedServer(
        plan.protocol(),
        plan.service().with(TlsStart.IMPLICIT),
        Outcome.of(known.host()),
        known.provenance() == Provenance.DEFAULT_PORT
            ? Optional.empty()
            : Optional.of(known.port()),
        portSource);
  }

  private static Outcome<Host> host(String written) {
    try {
      return Outcome.of(Host.of(written));
    } catch (IllegalArgumentException e) {
      return Outcome.refused(
          new SettingsRefusal.InvalidHost(written, String.valueOf(e.getMessage())));
    }
  }

  /** Returns the server to connect to under a policy, or the refusal. */
  public Outcome<Server> server(SecurityPolicy policy) {
    if (host.refusal().isPresent()) {
      return Outcome.refused(host.refusal().get());
    }
    Outcome<Optional<Integer>> valid = port();
    return valid.refusal().isPresent()
        ? Outcome.refused(valid.refusal().get())
        : server(host.get(), service(policy), policy);
  }

  private Outcome<Server> server(Host parsed, MailService service, SecurityPolicy policy) {
    Endpoint endpoint = endpoint(parsed, service);
    Optional<Refusal> refusal = refusal(endpoint.port(), service, policy);
    return refusal.isPresent()
        ? Outcome.refused(refusal.get())
        : Outcome.of(Server.named(service, endpoint));
  }

  private Outcome<Optional<Integer>> port() {
    return port.isEmpty() || port.get() <= MOST
        ? Outcome.of(port)
        : Outcome.refused(
            new SettingsRefusal.UnsafeSettings(
                List.of(
                    new SettingProblem(
                        "port " + port.get(), "is not a port", "use a port from 1 to " + MOST))));
  }

  /**
   * Returns the endpoint of a connection under a policy; empty if the host or the port is not
   * valid.
   */
  public Optional<Endpoint> endpoint(SecurityPolicy policy) {
    return endpoint(service(policy));
  }

  /**
   * Returns the endpoint of a connection to a service; empty if the host or the port is not valid.
   */
  public Optional<Endpoint> endpoint(MailService service) {
    if (host.refusal().isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(endpoint(host.get(), service));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns why a policy refuses connections to the server; empty if it does not. Without a minimum
   * level, connections go to any port, and Angus uses its own default for an empty host.
   */
  public Optional<Refusal> refusalUnder(SecurityPolicy policy) {
    return policy.minimumLevel() == ConfidentialityLevel.NONE
        ? host.refusal().filter(refusal -> !isOfEmptyHost(refusal))
        : server(policy).refusal();
  }

  private static boolean isOfEmptyHost(Refusal refusal) {
    return refusal instanceof SettingsRefusal.InvalidHost invalid && invalid.host().isEmpty();
  }

  /**
   * Returns the problem of the server as a setting problem, for a report of several; empty if a
   * policy allows the connection.
   *
   * @param key the property that names the port
   */
  public Optional<SettingProblem> problem(String key, SecurityPolicy policy) {
    return refusalUnder(policy)
        .map(
            refusal ->
                new SettingProblem(
                    host.refusal().isPresent() ? "mail." + protocol + ".host" : key,
                    refusal.summary(),
                    refusal.remedy()));
  }

  private Optional<Refusal> refusal(int port, MailService service, SecurityPolicy policy) {
    if (policy.tlsStart() == null && CLEARTEXT_PORTS.contains(port)) {
      return Optional.of(
          new SettingsRefusal.CleartextPort(port, portSource, protocol, implicitService));
    }
    return service.tlsStart() == TlsStart.STARTTLS && IMPLICIT_TLS_PORTS.contains(port)
        ? Optional.of(new TlsStartRefusal.ImplicitTlsPort(port, protocol, service))
        : Optional.empty();
  }

  private MailService service(SecurityPolicy policy) {
    return implicitService.with(policy.tlsStart() == null ? TlsStart.IMPLICIT : policy.tlsStart());
  }

  private Endpoint endpoint(Host parsed, MailService service) {
    return port.isPresent()
        ? new Endpoint(parsed, port.get(), Provenance.CONFIGURED)
        : new Endpoint(parsed, service.defaultPort(), Provenance.DEFAULT_PORT);
  }
}
