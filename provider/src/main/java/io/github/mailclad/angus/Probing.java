package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.ConfigReadings;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.internal.mailproto.Dialect;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.mailproto.LoginLines;
import io.github.mailclad.internal.mailproto.ServerCapabilities;
import io.github.mailclad.internal.sasl.LoginMemory;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.LoginRefusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.angus.mail.util.SocketFetcher;
import org.jspecify.annotations.Nullable;

/**
 * A connection without credentials, planned and opened like those of the service, with the same
 * policy, servers and socket. For one use.
 */
final class Probing {
  private final Settings settings;
  private final Session session;
  private final ServiceStatus status;
  private final ServicePlanner planner;
  private final ConfigSource config;
  private @Nullable Probe outcome;

  /**
   * Creates a probe of a service that is not lowered.
   *
   * @param session the guarded session
   * @param logins the earlier logins of the session
   */
  Probing(Settings settings, Session session, LoginMemory logins, GuardLog log) {
    this.settings = settings;
    this.session = session;
    this.status =
        new ServiceStatus(log, settings, /* loweredService= */ null, logins, socket -> {});
    ConfigReadings readings = new ConfigReadings(CompositionRoot.SHARED.floor());
    this.config = new ConfigSource(settings, readings, /* lowered= */ false, status);
    this.planner = new ServicePlanner(settings, config, status);
  }

  /**
   * Probes the host that the URL or the properties name, else the servers that the user's domain
   * publishes.
   */
  Probe at(@Nullable URLName url) {
    try {
      String host = named(url == null ? null : url.getHost(), "host");
      String user = named(url == null ? null : url.getUsername(), "user");
      int port = url == null ? -1 : url.getPort();
      return status.runConnect(() -> probe(host, port, user));
    } catch (InsecureConnectionException e) {
      return new Probe.Refused(
          e.endpoint().orElse(null), e.refusal(), e.text(), presented(e).orElse(null));
    } catch (MessagingException e) {
      return new Probe.Unreachable(wordsOf(e));
    } catch (RuntimeException e) {
      return new Probe.Unreachable("the server's answer cannot be understood: " + e);
    }
  }

  /** Returns a value of the URL or the properties, in the order of Jakarta Mail. */
  private @Nullable String named(@Nullable String inUrl, String suffix) {
    return inUrl != null
        ? inUrl
        : settings
            .get("mail." + settings.protocol().text() + "." + suffix)
            .or(() -> settings.get("mail." + suffix))
            .flatMap(Setting::text)
            .orElse(null);
  }

  private Probe probe(@Nullable String host, int port, @Nullable String user)
      throws MessagingException {
    NamedServer named = host == null ? null : planner.named(host, port);
    SecurityPolicy policy = planner.policy(named, port);
    NetworkAccess network = new NetworkAccess(session, settings, config, planner, status);
    network.connect(
        policy, named, user, /* password= */ null, (h, p, u, unused) -> ask(network, h, p));
    return outcome == null ? new Probe.Unreachable("no server was asked") : outcome;
  }

  /**
   * Probes one server. It never reports a connection, because a server counts as reached only after
   * a login.
   */
  private boolean ask(NetworkAccess network, @Nullable String host, int port)
      throws MessagingException {
    try (Socket socket =
        SocketFetcher.getSocket(
            host, port, session.getProperties(), "mail." + settings.protocol().text(), true)) {
      outcome =
          interviewed(
              network.opened().orElseThrow(),
              new LoginLines(socket.getInputStream(), socket.getOutputStream()));
    } catch (IOException e) {
      throw new MessagingException("cannot connect to " + host + ":" + port, e);
    }
    return false;
  }

  private Probe interviewed(SecuredSocket socket, LoginLines lines)
      throws IOException, InsecureConnectionException {
    ConnectionSecurity security = socket.security().orElseThrow();
    Dialect dialect = Dialects.of(security.service().protocol());
    ServerCapabilities listed;
    try {
      listed = dialect.ask(lines);
    } catch (ProtocolException e) {
      return new Probe.Unreachable(security.endpoint() + ": " + e.getMessage());
    }
    if (listed.greeting().isPreauthenticated() && !ImapConnector.sentClientCertificate(socket)) {
      throw status.refuse(security.endpoint(), new LoginRefusal.UnexpectedPreauth());
    }
    if (listed.words().isEmpty() && dialect.requiresCapabilities()) {
      throw status.refuse(security.endpoint(), new LoginRefusal.CapabilitiesUnknown());
    }
    leave(socket, lines, dialect);
    return new Probe.Reached(security, listed.words());
  }

  private void leave(SecuredSocket socket, LoginLines lines, Dialect dialect) {
    // the result does not depend on how the server answers the logout
    socket.loggedIn();
    socket.beginLogout();
    try {
      dialect.logout(lines);
    } catch (IOException e) {
      status.fine("the server did not answer the logout: ", e);
    }
  }

  private static Optional<X509Certificate> presented(Throwable refused) {
    int most = 100;
    Throwable t = refused;
    for (int i = 0; t != null && i < most; i++, t = t.getCause()) {
      if (t instanceof RefusedException inside && inside.presented().isPresent()) {
        return inside.presented();
      }
    }
    return Optional.empty();
  }

  private static String wordsOf(MessagingException e) {
    Throwable cause = e.getCause();
    return cause == null
        ? String.valueOf(e.getMessage())
        : e.getMessage() + ": " + cause.getMessage();
  }
}
