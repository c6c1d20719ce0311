package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Angus's {@code SMTPSSLTransport} under policy: every connection is planned, secured and verified,
 * and no login falls through to less.
 */
public final class SMTPSSLTransport extends org.eclipse.angus.mail.smtp.SMTPSSLTransport
    implements SecuredService {
  private final MailConnector connector;
  private final SmtpConnector login;

  /** As Jakarta Mail makes it. */
  public SMTPSSLTransport(Session session, @Nullable URLName url) {
    this(session, url, MailConnector.of(session, url, ProtocolName.SMTPS, socket -> {}));
  }

  private SMTPSSLTransport(Session session, @Nullable URLName url, MailConnector connector) {
    super(connector.session(), url);
    this.connector = connector;
    this.login = new SmtpConnector(connector, session);
    this.session = session;
  }

  @Override
  protected synchronized boolean protocolConnect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    return connector.connect(login.host(host, user), port, user, password, this::connectAs);
  }

  private boolean connectAs(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    login.begin(user, password, super.getAuthorizationId());
    try {
      return guarded(
          () -> connector.spoken(() -> super.protocolConnect(host, port, user, password)));
    } finally {
      login.end();
    }
  }

  @Override
  public synchronized void sendMessage(Message message, Address[] addresses)
      throws MessagingException {
    guarded(
        () -> {
          super.sendMessage(message, addresses);
          return true;
        });
  }

  private boolean guarded(Work<Boolean> work) throws MessagingException {
    Session own = session;
    session = connector.session();
    try {
      return work.run();
    } finally {
      session = own;
    }
  }

  /** Logs in as soon as the extensions of the server are known. */
  @Override
  protected boolean ehlo(String domain) throws MessagingException {
    boolean understood = super.ehlo(domain);
    login.afterEhlo(keyword -> understood ? getExtensionParameter(keyword) : null);
    return understood;
  }

  /** Sends one line, and no more. */
  @Override
  protected void sendCommand(String command) throws MessagingException {
    login.requireOneLine(command);
    super.sendCommand(command);
  }

  /** As {@link #sendCommand(String)}; a character is an octet here. */
  @Override
  protected int simpleCommand(byte[] command) throws MessagingException {
    login.requireOneLine(new String(command, ISO_8859_1));
    return super.simpleCommand(command);
  }

  @Override
  public boolean supportsExtension(String extension) {
    return !login.hides(extension) && super.supportsExtension(extension);
  }

  @Override
  protected boolean supportsAuthentication(String mechanism) {
    return login.allows(mechanism, super.supportsAuthentication(mechanism));
  }

  /**
   * Refused: after a reply that asks for it, Angus would start TLS inside TLS, with the password
   * sent already.
   */
  @Override
  protected void startTLS() throws MessagingException {
    login.refuseUnlessLowered(new LoginRefusal.StarttlsInsideTls());
    super.startTLS();
  }

  /** Refused: a socket that the application opened cannot be verified. */
  @Override
  public synchronized void connect(Socket socket) throws MessagingException {
    login.refuseUnlessLowered(new SettingsRefusal.ForeignSocket());
    super.connect(socket);
  }

  /**
   * Says goodbye. What was sent was accepted or not before, so a server that does not answer is no
   * failure: {@code Transport.send} would report a mail as not sent that was.
   */
  @Override
  public synchronized void close() throws MessagingException {
    login.leave(super::close);
  }

  @Override
  public Optional<ConnectionSecurity> connectionSecurity() {
    return connector.status().security();
  }

  @Override
  public SecurityIndicator indicator() {
    return connector.status().indicator();
  }

  @Override
  public Probe probe() {
    return connector.probe(url);
  }
}
