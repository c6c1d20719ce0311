package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.mailproto.EarlyLoginException;
import io.github.mailclad.internal.mailproto.EarlyLoginException.Surprise;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/** Opens the connections of an IMAP store, including those of its pool. */
final class ImapConnector implements ServiceStatus.Preparation {
  private final MailConnector connector;
  private volatile @Nullable Credentials credentials;

  /**
   * Creates the connector of a store with that URL; without one the rules of the fallback apply.
   */
  ImapConnector(Session session, @Nullable URLName url, ProtocolName fallback) {
    this.connector = MailConnector.of(session, url, fallback, this);
  }

  /** Returns the connector of the store. */
  MailConnector connector() {
    return connector;
  }

  /** Sets the user and password of the connections that the store opens from now on. */
  void begin(@Nullable String user, @Nullable String password) {
    credentials =
        user == null || password == null
            ? null
            : new Credentials(
                user,
                password,
                connector
                    .setting("sasl.authorizationid")
                    .or(() -> connector.setting("proxyauth.user"))
                    .orElse(""),
                /* tokens= */ null);
  }

  @Override
  public void of(SecuredSocket socket) throws IOException {
    Credentials known = credentials;
    GuardedIMAPProtocol.prepare(
        socket,
        // Angus sends a command of its own before the login if it has this property
        known == null || connector.setting("yahoo.guid").isPresent()
            ? Optional.empty()
            : Optional.of(
                new AccountLogin(
                    connector,
                    new Credentials(
                        known.user(),
                        known.password(),
                        known.authorizationId(),
                        connector.tokens()),
                    socket)));
  }

  private GuardedIMAPProtocol connected(String name, String host, int port, MailLogger logger)
      throws IOException, ProtocolException {
    try {
      return new GuardedIMAPProtocol(connector, name, host, port, logger);
    } catch (IOException e) {
      Optional<Surprise> surprise = EarlyLoginException.surpriseIn(e);
      if (surprise.filter(Surprise.PREAUTHENTICATED::equals).isPresent()) {
        throw refused(new LoginRefusal.UnexpectedPreauth());
      }
      if (surprise.filter(Surprise.CHANGED::equals).isPresent()) {
        return new GuardedIMAPProtocol(connector, name, host, port, logger);
      }
      throw e;
    }
  }

  /**
   * Opens a connection. It is planned anew, because pools connect long after the store did and
   * properties may have changed.
   */
  IMAPProtocol open(
      String name, String host, int port, @Nullable String user, boolean ssl, MailLogger logger)
      throws IOException, ProtocolException {
    if (connector.isLowered()) {
      return openLowered(name, host, port, ssl, logger);
    }
    GuardedIMAPProtocol protocol;
    SecuredSocket socket;
    try (OpenAccess way = connector.openAgain(host, port, user)) {
      protocol = connected(name, host, port, logger);
      // not the newest one: threads that share the store open connections side by side
      socket = connector.opened().filter(protocol::uses).orElse(null);
    }
    if (socket == null) {
      throw disconnected(protocol, new HandshakeRefusal.ForeignConnection());
    }
    protocol.goesOver(socket);
    if (protocol.isAuthenticated()) {
      if (!sentClientCertificate(socket)) {
        throw disconnected(protocol, new LoginRefusal.UnexpectedPreauth());
      }
      connector.status().fine("logged in by the client certificate (PREAUTH)");
    }
    @Nullable Map<String, String> capabilities = protocol.getCapabilities();
    if (capabilities == null || capabilities.isEmpty()) {
      throw disconnected(protocol, new LoginRefusal.CapabilitiesUnknown());
    }
    socket.loggedInWhen(protocol::isAuthenticated);
    return protocol;
  }

  /** Returns whether a verified server got a client certificate (RFC 8314, section 3.2). */
  static boolean sentClientCertificate(SecuredSocket socket) {
    return socket.security().orElse(null) instanceof ConnectionSecurity.Authenticated verified
        && verified.tls().clientCertificate() != null;
  }

  private IMAPProtocol openLowered(
      String name, String host, int port, boolean ssl, MailLogger logger)
      throws IOException, ProtocolException {
    try (OpenAccess way = connector.openAgain(host, port, null)) {
      IMAPProtocol protocol =
          new IMAPProtocol(name, host, port, connector.session().getProperties(), ssl, logger);
      if (protocol.isAuthenticated() && connector.owesTls()) {
        protocol.disconnect();
        throw refused(new TlsStartRefusal.PreauthBeforeTls());
      }
      return protocol;
    }
  }

  private RefusedException disconnected(GuardedIMAPProtocol protocol, Refusal refusal) {
    protocol.disconnect();
    return refused(refusal);
  }

  private RefusedException refused(Refusal refusal) {
    connector.refuse(refusal);
    return new RefusedException(refusal, null);
  }
}
