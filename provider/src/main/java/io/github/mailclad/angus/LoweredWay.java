package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.MessagingException;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an account without a minimum level. Angus connects by itself, through a {@link
 * StarttlsGate} unless TLS is implicit. One for each service.
 */
final class LoweredWay {
  private static final int SMTP_PORT = 25;

  private final Settings settings;
  private final ServicePlanner planner;
  private final ServiceStatus status;
  private final LoweredProperties properties;
  private final boolean implicitTls;
  private volatile @Nullable Known latest;

  /** The server and the account of the newest connection. */
  private record Known(Endpoint server, @Nullable String account) {}

  LoweredWay(
      Settings settings,
      ServicePlanner planner,
      ServiceStatus status,
      LoweredProperties properties) {
    this.settings = settings;
    this.planner = planner;
    this.status = status;
    this.properties = properties;
    // Angus, too, reads it once, when the service is made
    this.implicitTls =
        settings.protocol().meansTlsToJakartaMail()
            || text("ssl.enable").filter("true"::equalsIgnoreCase).isPresent();
    status.service(service());
  }

  /** The connect of Angus with the user's own credentials. */
  @FunctionalInterface
  interface Connect {
    boolean to(@Nullable String host, int port) throws MessagingException;
  }

  /** Lets Angus connect. The server is not verified beforehand. */
  boolean connect(
      SecurityPolicy policy, @Nullable String host, int port, @Nullable String user, Connect angus)
      throws MessagingException {
    status.warning(
        "mail.%s.security.minimum-level=none: passwords and messages of this account may be read on the way to %s"
            .formatted(settings.protocol().text(), host));
    if (host == null || host.isEmpty()) {
      return angus.to(host, port);
    }
    if (planner.hostNames() == HostNames.OF_APPLICATION) {
      status.warning(
          "mail.%s.security.minimum-level=none: the platform finds the addresses of %s, and the resolver that is set is not asked for them"
              .formatted(settings.protocol().text(), host));
    }
    Endpoint server = server(host, port);
    latest = new Known(server, user);
    status.destination(server);
    if (planner.clearTextForbidden(user, server).isEmpty() && !implicitTls && user != null) {
      status.happened(new SecurityEvent.CleartextWarning(user, service(), server));
    }
    StarttlsGate gate = gate(server, user, () -> policy);
    Witness witness = witness(server, user, () -> policy);
    boolean connected;
    try (GuardedProperties.Binding unused = bind(gate, witness)) {
      connected = angus.to(host, port);
    } catch (MessagingException e) {
      gate.unanswered().ifPresent(gate::tell);
      throw status.told(e, gate.told().or(witness::told));
    }
    if (connected && gate.owed().isPresent()) {
      gate.shut();
      throw status.refuse(gate.owed().get());
    }
    if (connected) {
      status.connected(
          witness.seen().orElseGet(() -> new ConnectionSecurity.Unjudged(service(), server)),
          policy);
      status.memory().established(user, server);
    }
    return connected;
  }

  private Endpoint server(String host, int port) throws InsecureConnectionException {
    try {
      return new Endpoint(
          Host.of(host), port > 0 ? port : configuredPort(), Endpoint.Provenance.CONFIGURED);
    } catch (IllegalArgumentException e) {
      throw status.refuse(new SettingsRefusal.InvalidHost(host, String.valueOf(e.getMessage())));
    }
  }

  /**
   * Returns the binding for a connection that Angus opens now, as part of {@link #connect} or long
   * after it.
   */
  GuardedProperties.Binding openAgain(String host, int port, @Nullable String account) {
    return properties.passage() == null
        ? bind(new Endpoint(Host.of(host), port, Endpoint.Provenance.CONFIGURED), account)
        : () -> {};
  }

  /** Lets Angus run an action that opens a connection only if the old one is gone. */
  <T> T mayReconnect(Work<T> work) throws MessagingException {
    Known known = latest;
    if (known == null || properties.passage() != null) {
      return work.run();
    }
    try (GuardedProperties.Binding unused = bind(known.server(), known.account())) {
      return work.run();
    } catch (MessagingException e) {
      throw status.told(e);
    }
  }

  /** Returns whether the connection that this thread is opening must use TLS and does not yet. */
  boolean owesTls() {
    LoweredProperties.Passage open = properties.passage();
    return open != null && open.gate() != null && open.gate().owed().isPresent();
  }

  private GuardedProperties.Binding bind(Endpoint server, @Nullable String account) {
    return bind(gate(server, account, planner::policy), witness(server, account, planner::policy));
  }

  private GuardedProperties.Binding bind(StarttlsGate gate, Witness witness) {
    return properties.bind(
        new LoweredProperties.Passage(
            implicitTls ? null : gate, users() == null && namesAVerifier() ? null : witness));
  }

  private StarttlsGate gate(
      Endpoint server, @Nullable String account, ServicePlanner.PolicySupplier policy) {
    return new StarttlsGate(settings, planner, status, server, account, policy);
  }

  private Witness witness(
      Endpoint server, @Nullable String account, ServicePlanner.PolicySupplier policy) {
    return new Witness(
        status,
        new Witness.Destination(settings.protocol().text(), service(), server, account),
        policy,
        users());
  }

  private MailService service() {
    return settings
        .protocol()
        .implicitService()
        .with(implicitTls ? TlsStart.IMPLICIT : TlsStart.STARTTLS);
  }

  /** Returns the user's own verifier, which is asked as well. */
  private @Nullable HostnameVerifier users() {
    return property("ssl.hostnameverifier").map(Setting::value).orElse(null)
            instanceof HostnameVerifier own
        ? own
        : null;
  }

  /**
   * Returns whether a verifier of the user is set, which Angus has to find or to complain about.
   */
  private boolean namesAVerifier() {
    return property("ssl.hostnameverifier")
        .or(() -> property("ssl.hostnameverifier.class"))
        .isPresent();
  }

  /** Returns the port that Angus uses if none is given. Only Angus takes port 25 for submission. */
  private int configuredPort() {
    MailService service = settings.protocol().implicitService();
    int usual =
        implicitTls
            ? service.defaultPort()
            : service.protocol() == MailProtocol.SUBMISSION
                ? SMTP_PORT
                : service.with(TlsStart.STARTTLS).defaultPort();
    return text("port").map(Integer::valueOf).filter(port -> port > 0).orElse(usual);
  }

  private Optional<String> text(String suffix) {
    return property(suffix).flatMap(Setting::text);
  }

  private Optional<Setting> property(String suffix) {
    return settings.get("mail." + settings.protocol().text() + "." + suffix);
  }
}
