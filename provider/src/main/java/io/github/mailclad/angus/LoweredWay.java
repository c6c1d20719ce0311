package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.policy.Settings;
import io.github.mailclad.internal.policy.Settings.Setting;
import jakarta.mail.MessagingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an account without a minimum level gets to its server: Angus's own way, and through a {@link
 * StarttlsGate} where TLS does not begin with the first octet. One for each service.
 */
final class LoweredWay {
  private static final int SMTP_PORT = 25;

  private final Settings settings;
  private final ServicePlanner planner;
  private final ServiceStatus status;
  private final LoweredProperties properties;
  private final boolean implicitTls;
  private volatile @Nullable Endpoint latest;

  LoweredWay(
      Settings settings,
      ServicePlanner planner,
      ServiceStatus status,
      LoweredProperties properties) {
    this.settings = settings;
    this.planner = planner;
    this.status = status;
    this.properties = properties;
    // Angus reads it once, too, when the service is made
    this.implicitTls =
        settings.protocol().meansTlsToJakartaMail()
            || text("ssl.enable").filter("true"::equalsIgnoreCase).isPresent();
  }

  /** What Angus does with the user's own credentials. */
  @FunctionalInterface
  interface Connect {
    boolean to(@Nullable String host, int port) throws MessagingException;
  }

  /** Lets Angus connect; the server is not judged. */
  boolean connect(SecurityPolicy policy, @Nullable String host, int port, Connect angus)
      throws MessagingException {
    status.warning(
        "mail.%s.security.minimum-level=none: passwords and messages of this account may be read on the way to %s"
            .formatted(settings.protocol().text(), host));
    if (host == null || host.isEmpty()) {
      return angus.to(host, port);
    }
    Endpoint server =
        new Endpoint(host, port > 0 ? port : configuredPort(), Endpoint.Provenance.CONFIGURED);
    latest = server;
    status.destination(server);
    StarttlsGate gate = gate(server, () -> policy);
    boolean connected;
    try (GuardedProperties.Binding unused = bind(gate)) {
      connected = angus.to(host, port);
    } catch (MessagingException e) {
      gate.unanswered().ifPresent(status::refusedInside);
      throw e;
    }
    if (connected && gate.owed().isPresent()) {
      gate.shut();
      throw status.refuse(gate.owed().get());
    }
    if (connected) {
      status.connected(
          new ConnectionSecurity.Unjudged(settings.protocol().implicitService(), server));
    }
    return connected;
  }

  /** The way for a connection that Angus opens now, as part of {@link #connect} or long after. */
  GuardedProperties.Binding openAgain(String host, int port) {
    return properties.gate() == null
        ? bind(gate(new Endpoint(host, port, Endpoint.Provenance.CONFIGURED), planner::policy))
        : () -> {};
  }

  /** Lets Angus do what opens a connection only if the old one is gone. */
  <T> T mayReconnect(Work<T> work) throws MessagingException {
    Endpoint known = latest;
    if (known == null || properties.gate() != null) {
      return work.run();
    }
    try (GuardedProperties.Binding unused = bind(gate(known, planner::policy))) {
      return work.run();
    } catch (MessagingException e) {
      throw status.told(e);
    }
  }

  /** Whether the connection that this thread is opening must be in TLS and is not yet. */
  boolean owesTls() {
    StarttlsGate gate = properties.gate();
    return gate != null && gate.owed().isPresent();
  }

  private GuardedProperties.Binding bind(StarttlsGate gate) {
    return implicitTls ? () -> {} : properties.bind(gate);
  }

  private StarttlsGate gate(Endpoint server, StarttlsGate.Policy policy) {
    return new StarttlsGate(settings, planner, status, server, policy);
  }

  /** Where Angus connects to unless it is told; nobody but Angus takes port 25 for submission. */
  private int configuredPort() {
    MailService service = settings.protocol().implicitService();
    int usual =
        implicitTls
            ? service.defaultPort()
            : service == MailService.SUBMISSIONS
                ? SMTP_PORT
                : service.with(TlsStart.STARTTLS).defaultPort();
    return text("port").map(Integer::valueOf).filter(port -> port > 0).orElse(usual);
  }

  private Optional<String> text(String suffix) {
    return settings.get("mail." + settings.protocol().text() + "." + suffix).flatMap(Setting::text);
  }
}
