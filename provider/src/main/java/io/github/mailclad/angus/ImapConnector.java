package io.github.mailclad.angus;

import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.mailproto.CommandLines;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.util.Map;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/** Opens the connections of an IMAP store, including those of its pool. */
final class ImapConnector {
  private final MailConnector connector;

  ImapConnector(MailConnector connector) {
    this.connector = connector;
  }

  /** Enforces one command per line between a connection that was just secured and Angus. */
  static void prepare(SecuredSocket socket) throws IOException {
    socket.speakThrough(
        socket.getInputStream(), new CommandLines(socket.getOutputStream(), socket));
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
      protocol = new GuardedIMAPProtocol(connector, name, host, port, logger);
      // not the newest one: threads that share the store open connections side by side
      socket = connector.opened().filter(protocol::uses).orElse(null);
    }
    if (socket == null) {
      throw disconnected(protocol, new HandshakeRefusal.ForeignConnection());
    }
    protocol.goesOver(socket);
    if (protocol.isAuthenticated()) {
      if (!socket.sentClientCertificate()) {
        throw disconnected(protocol, new LoginRefusal.UnexpectedPreauth());
      }
      connector.status().fine(() -> "logged in by the client certificate (PREAUTH)");
    }
    @Nullable Map<String, String> capabilities = protocol.getCapabilities();
    if (capabilities == null || capabilities.isEmpty()) {
      throw disconnected(protocol, new LoginRefusal.CapabilitiesUnknown());
    }
    socket.loggedInWhen(protocol::isAuthenticated);
    return protocol;
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
