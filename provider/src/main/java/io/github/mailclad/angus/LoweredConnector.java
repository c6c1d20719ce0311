package io.github.mailclad.angus;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects a service of an account without a minimum level. Angus connects by itself, and each
 * connection is a {@link LoweredConnection}.
 */
final class LoweredConnector {
  private static final int SMTP_PORT = 25;

  private final Settings settings;
  private final ConfigSource config;
  private final ServicePlanner planner;
  private final ServiceStatus status;
  private final LoweredProperties properties;
  private final MailService service;
  private volatile @Nullable LoweredConnection latest;

  LoweredConnector(
      Settings settings,
      MailService service,
      ConfigSource config,
      ServicePlanner planner,
      ServiceStatus status) {
    this.settings = settings;
    this.config = config;
    this.planner = planner;
    this.status = status;
    this.properties = new LoweredProperties(settings);
    this.service = service;
  }

  /**
   * Returns the service that Angus speaks without a minimum level, TLS start included. Angus, too,
   * reads the properties for it once, when the store or transport is created.
   */
  static MailService service(Settings settings) {
    boolean implicitTls =
        settings.protocol().meansTlsToJakartaMail()
            || text(settings, "ssl.enable").filter("true"::equalsIgnoreCase).isPresent();
    return settings
        .protocol()
        .implicitService()
        .with(implicitTls ? TlsStart.IMPLICIT : TlsStart.STARTTLS);
  }

  /** Returns the server of the newest connection; null before the first one. */
  @Nullable Endpoint latestServer() {
    LoweredConnection known = latest;
    return known == null ? null : known.server();
  }

  /** Returns a new session in which Angus connects. */
  Session session() {
    return Session.getInstance(properties);
  }

  /** Lets Angus connect. The server is not verified beforehand. */
  boolean connect(
      SecurityPolicy policy,
      @Nullable String host,
      int port,
      @Nullable String user,
      AngusAction<Boolean> angus)
      throws MessagingException {
    warning("passwords and messages of this account may be read on the way to " + host);
    if (host == null || host.isEmpty()) {
      return angus.run();
    }
    if (config.hostNames() == HostNames.OF_APPLICATION) {
      warning(
          "the platform finds the addresses of "
              + host
              + ", and the resolver that is set is not asked for them");
    }
    Endpoint server = server(host, port);
    LoweredConnection connection = connection(server, user, () -> Outcome.of(policy));
    latest = connection;
    if (planner.clearTextForbidden(user, server).isEmpty()
        && service.tlsStart() == TlsStart.STARTTLS
        && user != null) {
      status.happened(new SecurityEvent.CleartextWarning(user, service, server));
    }
    try (OpenAccess unused = properties.bind(connection)) {
      if (!angus.run()) {
        return false;
      }
    } catch (MessagingException e) {
      throw status.unwrapped(e, server, connection.refusalOfFailure());
    }
    connection.requireTls();
    status.connected(user, connection.security(), policy);
    status.memory().established(user, server);
    return true;
  }

  private void warning(String text) {
    status.warning(
        "mail.%s.security.minimum-level=none: %s".formatted(settings.protocol().text(), text));
  }

  private Endpoint server(String host, int port) throws InsecureConnectionException {
    try {
      return new Endpoint(
          Host.of(host), port > 0 ? port : configuredPort(), Endpoint.Provenance.CONFIGURED);
    } catch (IllegalArgumentException e) {
      throw status.refuse(
          null, new SettingsRefusal.InvalidHost(host, String.valueOf(e.getMessage())));
    }
  }

  private LoweredConnection connection(
      Endpoint server, @Nullable String account, Supplier<Outcome<SecurityPolicy>> policy) {
    return new LoweredConnection(
        settings, planner, status, Server.named(service, server), account, policy);
  }

  /**
   * Returns the binding for a connection that Angus opens now, as part of {@link #connect} or long
   * after it.
   */
  OpenAccess openAgain(String host, int port, @Nullable String account) {
    return properties.opening().isEmpty()
        ? bind(new Endpoint(Host.of(host), port, Endpoint.Provenance.CONFIGURED), account)
        : () -> {};
  }

  /** Lets Angus run an action that opens a connection only if the old one is gone. */
  <T> T mayReconnect(AngusAction<T> work) throws MessagingException {
    LoweredConnection known = latest;
    if (known == null || properties.opening().isPresent()) {
      return work.run();
    }
    try (OpenAccess unused = bind(known.server(), known.account())) {
      return work.run();
    } catch (MessagingException e) {
      throw status.unwrapped(e, known.server(), Optional.empty());
    }
  }

  /** Binds a connection that takes the policy of the moment at which Angus opens it. */
  private OpenAccess bind(Endpoint server, @Nullable String account) {
    return properties.bind(connection(server, account, config::policy));
  }

  /** Returns whether the connection that this thread is opening must use TLS and does not yet. */
  boolean owesTls() {
    return properties.opening().filter(LoweredConnection::owesTls).isPresent();
  }

  /** Returns the port that Angus uses if none is given. Only Angus takes port 25 for submission. */
  private int configuredPort() {
    boolean submits =
        service.protocol() == MailProtocol.SUBMISSION && service.tlsStart() == TlsStart.STARTTLS;
    return text(settings, "port")
        .map(Integer::valueOf)
        .filter(port -> port > 0)
        .orElse(submits ? SMTP_PORT : service.defaultPort());
  }

  private static Optional<String> text(Settings settings, String suffix) {
    return settings.get("mail." + settings.protocol().text() + "." + suffix).flatMap(Setting::text);
  }
}
