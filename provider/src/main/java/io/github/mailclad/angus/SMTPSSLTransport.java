package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.reuse.KeptSession.Hello;
import io.github.mailclad.mail.BatchTransport;
import io.github.mailclad.mail.FailedMessage;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Angus's {@code SMTPSSLTransport} under the security policy: every connection is planned, secured
 * and verified, and no login falls back to a weaker one.
 */
public final class SMTPSSLTransport extends org.eclipse.angus.mail.smtp.SMTPSSLTransport
    implements SecuredService, BatchTransport {
  private static final int GREETING = 220;

  private final MailConnector connector;
  private final SmtpConnector login;
  private final TransportConnection connection;
  private final SmtpCommands angus;
  private final SubmissionPipeline pipeline;
  private @Nullable OutgoingMessage sending;

  /** Creates the transport; called by Jakarta Mail. */
  public SMTPSSLTransport(Session session, @Nullable URLName url) {
    this(session, url, new SmtpConnector(session, url, ProtocolName.SMTPS));
  }

  private SMTPSSLTransport(Session session, @Nullable URLName url, SmtpConnector login) {
    super(login.connector().session(), url);
    this.connector = login.connector();
    this.login = login;
    this.connection = login.connection();
    this.angus = withoutPipeline();
    this.pipeline = connection.pipeline(angus);
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
    login.begin(angus, user, password, super.getAuthorizationId());
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
    send(message, addresses, OutgoingMessage.of(message, connector));
  }

  @Override
  public synchronized List<FailedMessage> sendMessages(List<? extends Message> messages) {
    checkConnected();
    return new MessageBatch(messages, connector, pipeline, this::send).send();
  }

  private void send(Message message, Address[] addresses, @Nullable OutgoingMessage outgoing)
      throws MessagingException {
    sending = outgoing;
    Message toSend = outgoing == null ? message : outgoing.forAngus(connector);
    try {
      guarded(
          () -> {
            connection.send(angus, toSend, addresses);
            return true;
          });
    } finally {
      sending = null;
      pipeline.end();
    }
  }

  /** Reports the message of the application, which may not be the one that Angus sent. */
  @Override
  protected void notifyTransportListeners(
      int type, Address[] sent, Address[] unsent, Address[] invalid, Message message) {
    if (pipeline.isPreparing()) {
      return;
    }
    OutgoingMessage now = sending;
    super.notifyTransportListeners(
        type, sent, unsent, invalid, now != null && message.equals(now) ? now.message() : message);
  }

  private boolean guarded(AngusAction<Boolean> work) throws MessagingException {
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
    String greeting = getLastServerResponse();
    boolean understood = super.ehlo(domain);
    login.afterEhlo(
        new Hello(greeting, "EHLO " + domain, getLastServerResponse()), angus, understood);
    return understood;
  }

  /** Sends the commands of a message in groups, where the server supports it. */
  @Override
  protected void mailFrom() throws MessagingException {
    OutgoingMessage message = sending;
    if (message == null) {
      super.mailFrom();
    } else {
      try {
        pipeline.mailFrom(message, login.options(message));
      } catch (StaleConnectionException e) {
        login.renew(
            this::readServerResponse,
            () -> readServerResponse() == GREETING && ehlo(getLocalHost()));
        pipeline.mailFrom(message, login.options(message));
      }
    }
  }

  /** Sends exactly one line. */
  @Override
  protected void sendCommand(String command) throws MessagingException {
    login.requireOneLine(command);
    if (!pipeline.takes(command) && !connection.reuse().answers(command)) {
      super.sendCommand(command);
    }
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    return pipeline.reply();
  }

  @Override
  protected OutputStream data() throws MessagingException {
    return pipeline.data();
  }

  /** Returns the methods of Angus that send without a pipeline. */
  private SmtpCommands withoutPipeline() {
    return new SmtpCommands() {
      @Override
      public void requireConnected() {
        checkConnected();
      }

      @Override
      public void mailFrom() throws MessagingException {
        SMTPSSLTransport.super.mailFrom();
      }

      @Override
      public void rcptTo() throws MessagingException {
        SMTPSSLTransport.super.rcptTo();
      }

      @Override
      public void send(String command) throws MessagingException {
        SMTPSSLTransport.super.sendCommand(command);
      }

      @Override
      public int reply() throws MessagingException {
        int code = SMTPSSLTransport.super.readServerResponse();
        return login.replied(code, getLastServerResponse());
      }

      @Override
      public String lastReply() {
        return getLastServerResponse();
      }

      @Override
      public OutputStream data() throws MessagingException {
        return SMTPSSLTransport.super.data();
      }

      @Override
      public boolean supports(String extension) {
        return supportsExtension(extension);
      }

      @Override
      public Optional<String> parameter(String extension) {
        return Optional.ofNullable(getExtensionParameter(extension));
      }

      @Override
      public String localHost() {
        return SMTPSSLTransport.super.getLocalHost();
      }

      @Override
      public void sendMessage(Message message, Address[] addresses) throws MessagingException {
        SMTPSSLTransport.super.sendMessage(message, addresses);
      }

      @Override
      public void close() throws MessagingException {
        SMTPSSLTransport.super.close();
      }

      @Override
      public boolean reportsSuccess() {
        return getReportSuccess();
      }

      @Override
      public void reportSuccess(boolean on) {
        setReportSuccess(on);
      }
    };
  }

  /** Sends exactly one line, as {@link #sendCommand(String)} does; each character is one octet. */
  @Override
  protected int simpleCommand(byte[] command) throws MessagingException {
    String text = new String(command, ISO_8859_1);
    login.requireOneLine(text);
    connection.reuse().answers(text);
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
   * Refuses STARTTLS. After a reply that asks for it, Angus would start TLS inside TLS, after the
   * password was sent.
   */
  @Override
  protected void startTLS() throws MessagingException {
    login.refuseUnlessLowered(new LoginRefusal.StarttlsInsideTls());
    super.startTLS();
  }

  /** Refuses a socket that the application opened, because it cannot be verified. */
  @Override
  public synchronized void connect(Socket socket) throws MessagingException {
    login.refuseUnlessLowered(new SettingsRefusal.ForeignSocket());
    super.connect(socket);
  }

  /**
   * Quits and closes the connection, or keeps it for the next transport. The server accepted or
   * rejected all messages before, so a missing answer is no failure. Otherwise {@code
   * Transport.send} would report a message as not sent that was sent.
   */
  @Override
  public synchronized void close() throws MessagingException {
    login.quit(angus);
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
