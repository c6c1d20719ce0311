package io.github.mailclad.angus;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.mailproto.CommandLines;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.mailproto.EarlyAuthenticate;
import io.github.mailclad.internal.mailproto.EarlyLoginException;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/** Opens the connections of an IMAP store, including those of its pool. */
final class ImapConnector {
  private final MailConnector connector;
  private volatile @Nullable Credentials credentials;

  /**
   * Creates the connector of a store with that URL; without one the rules of the fallback apply.
   */
  ImapConnector(Session session, @Nullable URLName url, ProtocolName fallback) {
    this.connector = MailConnector.of(session, url, fallback, this::prepare);
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

  /** Enforces one command per line between a connection that was just secured and Angus. */
  private void prepare(SecuredSocket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    socket.speakThrough(
        early(socket, in, out).<InputStream>map(early -> early).orElse(in),
        new CommandLines(out, socket));
  }

  /** Returns a login that does not wait for the greeting; empty if the login has to wait. */
  private Optional<EarlyAuthenticate> early(
      SecuredSocket socket, InputStream in, OutputStream out) {
    Credentials known = credentials;
    // Angus sends a command of its own before the login if it has this property
    if (known == null || connector.setting("yahoo.guid").isPresent()) {
      return Optional.empty();
    }
    Credentials given =
        new Credentials(
            known.user(),
            known.password(),
            known.authorizationId(),
            connector.loginRules().tokens());
    AccountLogin login = new AccountLogin(connector, given, socket);
    List<String> last = login.lastCapabilities();
    if (!login.mayBeEarly() || !EarlyAuthenticate.isPossible(last)) {
      return Optional.empty();
    }
    Outcome<LoginChoice> choice = login.choose(Dialects.of(MailProtocol.IMAP).loginOffer(last));
    return choice.refusal().isPresent()
        ? Optional.empty()
        : choice
            .get()
            .exchange()
            .filter(exchange -> exchange.initialResponse().isPresent())
            .map(exchange -> new EarlyAuthenticate(in, out, exchange, given, last, login::giveUp));
  }

  private GuardedIMAPProtocol connected(String name, String host, int port, MailLogger logger)
      throws IOException, ProtocolException {
    try {
      return new GuardedIMAPProtocol(connector, name, host, port, logger);
    } catch (EarlyLoginException e) {
      return switch (e.surprise()) {
        case PREAUTHENTICATED -> throw refused(new LoginRefusal.UnexpectedPreauth());
        case TURNED_AWAY -> throw e;
        case CHANGED -> new GuardedIMAPProtocol(connector, name, host, port, logger);
      };
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
