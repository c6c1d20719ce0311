package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.mailproto.OneLine;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.SaslConversation;
import io.github.mailclad.internal.sasl.SaslConversation.InitialResponse;
import io.github.mailclad.internal.sasl.SaslConversation.Reply;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.ServerWords;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * Angus's IMAP connection with what a login and an idle connection need: no fall-through to a
 * weaker login, and an end to waiting.
 */
final class GuardedIMAPProtocol extends IMAPProtocol {
  /**
   * Servers may say nothing for 30 minutes before they end an idle connection (RFC 2177); ours must
   * wait longer than that.
   */
  private static final int IDLE_MILLIS = 31 * 60 * 1000;

  /** What Angus says before it leaves, and what asks for nothing. */
  private static final Set<String> LOSES_NOTHING =
      Set.of("LOGOUT", "UNSELECT", "EXAMINE", "NOOP", "CHECK", "CAPABILITY");

  private final ServiceGuard guard;
  private @Nullable SecuredSocket socket;
  private int timeoutOutsideIdle = -1;
  private volatile boolean loggedIn;
  private boolean writable;
  private @Nullable CommandLines lines;

  private GuardedIMAPProtocol(
      ServiceGuard guard, String name, String host, int port, MailLogger logger)
      throws IOException, ProtocolException {
    super(name, host, port, guard.session().getProperties(), true, logger);
    this.guard = guard;
  }

  /** A refusal in the middle of the protocol. */
  private static final class RefusedProtocolException extends ProtocolException
      implements Refusal.Carrier {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    RefusedProtocolException(Refusal refusal) {
      super(refusal.code());
      this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Opens a connection: planned anew, since pools connect long after the store did and properties
   * are live.
   */
  static IMAPProtocol open(
      ServiceGuard guard,
      String name,
      String host,
      int port,
      @Nullable String user,
      boolean ssl,
      MailLogger logger)
      throws IOException, ProtocolException {
    if (guard.isLowered()) {
      return openLowered(guard, name, host, port, ssl, logger);
    }
    GuardedIMAPProtocol protocol;
    try (GuardedProperties.Binding way = guard.openAgain(host, port, user)) {
      protocol = new GuardedIMAPProtocol(guard, name, host, port, logger);
      // not the newest one: threads that share the store open connections side by side
      protocol.socket = guard.opened().filter(protocol::uses).orElse(null);
    }
    if (protocol.socket == null) {
      throw disconnected(protocol, new HandshakeRefusal.ForeignConnection());
    }
    protocol.lines = protocol.socket.getOutputStream() instanceof CommandLines l ? l : null;
    if (protocol.isAuthenticated()) {
      if (!sentClientCertificate(protocol.socket)) {
        throw disconnected(protocol, new LoginRefusal.UnexpectedPreauth());
      }
      guard.status().fine("logged in by the client certificate (PREAUTH)");
    }
    @Nullable Map<String, String> capabilities = protocol.getCapabilities();
    if (capabilities == null || capabilities.isEmpty()) {
      throw disconnected(protocol, new LoginRefusal.CapabilitiesUnknown());
    }
    protocol.socket.loggedInWhen(protocol::isAuthenticated);
    return protocol;
  }

  private boolean uses(SecuredSocket connection) {
    return getLocalSocketAddress().equals(connection.getLocalSocketAddress());
  }

  private static IMAPProtocol openLowered(
      ServiceGuard guard, String name, String host, int port, boolean ssl, MailLogger logger)
      throws IOException, ProtocolException {
    try (GuardedProperties.Binding way = guard.openAgain(host, port, null)) {
      IMAPProtocol protocol =
          new IMAPProtocol(name, host, port, guard.session().getProperties(), ssl, logger);
      if (protocol.isAuthenticated() && guard.owesTls()) {
        protocol.disconnect();
        throw refused(guard, new TlsStartRefusal.PreauthBeforeTls());
      }
      return protocol;
    }
  }

  /** Angus has no list at all where a server told nothing, and stumbles over it when it is made. */
  @Override
  public boolean hasCapability(String name) {
    return getCapabilities() != null && super.hasCapability(name);
  }

  private static RefusedException disconnected(GuardedIMAPProtocol protocol, Refusal refusal) {
    protocol.disconnect();
    return refused(protocol.guard, refusal);
  }

  private static RefusedException refused(ServiceGuard guard, Refusal refusal) {
    guard.status().refuse(refusal);
    return new RefusedException(refusal, null);
  }

  /** Whether there is something by which a verified server may know the user (RFC 8314, 3.2). */
  static boolean sentClientCertificate(@Nullable SecuredSocket socket) {
    return socket != null
        && socket
            .security()
            .filter(ConnectionSecurity.Authenticated.class::isInstance)
            .map(ConnectionSecurity.Authenticated.class::cast)
            .filter(verified -> verified.tls().clientCertificate() != null)
            .isPresent();
  }

  /**
   * The login, whatever Angus was told of SASL: {@link GuardedProperties} makes it come here, and
   * none of its own ways is left to it.
   */
  @Override
  public void sasllogin(
      String @Nullable [] allowed,
      @Nullable String realm,
      @Nullable String authzid,
      String user,
      String password)
      throws ProtocolException {
    SecuredSocket connection = socket;
    if (connection == null) {
      throw new ProtocolException("there is no secured connection to log in to");
    }
    Credentials given =
        new Credentials(
            user, password, authzid == null ? "" : authzid, guard.loginRules().tokens());
    LoginChoice choice = guard.choose(given, offer(), connection).orThrow(this::refused);
    if (choice instanceof LoginChoice.Sasl sasl) {
      authenticate(sasl.exchange());
      guard.status().fine("logged in by " + sasl.exchange().mechanism());
    } else {
      loginCommand(user, password);
      guard.status().fine("logged in by the LOGIN command");
    }
  }

  private LoginOffer offer() {
    return Dialects.of(MailProtocol.IMAP).loginOffer(List.copyOf(getCapabilities().keySet()));
  }

  private void authenticate(SaslExchange exchange) throws ProtocolException {
    Authenticate dialogue = new Authenticate();
    Outcome<Optional<LoginFailure>> outcome;
    // as Angus does: a login is one command, and secrets are not traced
    synchronized (this) {
      suspendTracing();
      try {
        outcome = SaslConversation.run(exchange, dialogue);
      } catch (IOException e) {
        disconnect();
        throw new ConnectionException(this, Response.byeResponse(e));
      } finally {
        resumeTracing();
      }
    }
    outcome.orThrow(this::refused).ifPresent(guard.status().logins()::rejected);
    finish(dialogue.answer());
  }

  private RefusedProtocolException refused(Refusal refusal) {
    guard.status().refuse(refusal);
    return new RefusedProtocolException(refusal);
  }

  /** AUTHENTICATE (RFC 9051, section 6.2.2), with an initial response where SASL-IR is offered. */
  private final class Authenticate implements SaslConversation.Framing {
    private static final int MOST_UNTAGGED = 100;

    private final List<Response> untagged = new ArrayList<>();
    private String tag = "";
    private @Nullable Response end;

    @Override
    public InitialResponse begin(String mechanism, Optional<String> initial) throws IOException {
      boolean now = initial.isPresent() && hasCapability("SASL-IR");
      try {
        tag =
            writeCommand(
                "AUTHENTICATE " + mechanism + (now ? " " + initial.orElseThrow() : ""), null);
      } catch (ProtocolException e) {
        throw new IOException(e);
      }
      return now ? InitialResponse.SENT : InitialResponse.NOT_SENT;
    }

    @Override
    public void send(String line) throws IOException {
      OutputStream out = getOutputStream();
      out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    @Override
    public Reply receive() throws IOException {
      while (untagged.size() < MOST_UNTAGGED) {
        Response response = next();
        if (response.isContinuation()) {
          String rest = response.getRest();
          return new Reply.Challenge(rest == null ? "" : rest);
        }
        if (response.isBYE()) {
          throw new IOException("the server closes the connection during the login");
        }
        if (response.isTagged() && tag.equals(response.getTag())) {
          end = response;
          String text = response.getRest();
          return response.isOK()
              ? new Reply.Success()
              : new Reply.Failure(text == null ? "" : text);
        }
        untagged.add(response);
      }
      throw new IOException("the server's answer to AUTHENTICATE has no end");
    }

    private Response next() throws IOException {
      try {
        return readResponse();
      } catch (ProtocolException e) {
        throw new IOException(e);
      }
    }

    /** The answer to the command, the tagged response last. */
    Response[] answer() {
      return Stream.concat(untagged.stream(), Stream.ofNullable(end)).toArray(Response[]::new);
    }
  }

  /**
   * What Angus does at the end of a login: capabilities, alerts (RFC 9051, section 7.1), response
   * events and referrals. The tagged response is the last one.
   */
  private void finish(Response[] answer) throws ProtocolException {
    handleCapabilityResponse(answer);
    notifyResponseHandlers(answer);
    Response last = answer[answer.length - 1];
    handleLoginResult(last);
    setCapabilities(last);
    loggedIn = true;
  }

  /** What the server says of a login that failed becomes the message of an exception. */
  @Override
  protected void handleLoginResult(Response result) throws ProtocolException {
    try {
      super.handleLoginResult(result);
    } catch (CommandFailedException e) {
      throw new CommandFailedException(ServerWords.line(String.valueOf(result.getRest())));
    } catch (BadCommandException e) {
      throw new BadCommandException(ServerWords.line(String.valueOf(result.getRest())));
    }
  }

  /**
   * The command LOGIN (RFC 9051, section 6.2.3). User and password are UTF-8, as in every SASL
   * mechanism: Angus would keep the lower eight bits of each character. What is not ASCII travels
   * as a literal.
   */
  private void loginCommand(String user, String password) throws ProtocolException {
    Argument arguments = new Argument();
    arguments.writeString(user, StandardCharsets.UTF_8);
    arguments.writeString(password, StandardCharsets.UTF_8);
    Response[] answer;
    synchronized (this) {
      suspendTracing();
      try {
        answer = command("LOGIN", arguments);
      } finally {
        resumeTracing();
      }
    }
    finish(answer);
  }

  @Override
  public boolean isAuthenticated() {
    return loggedIn || super.isAuthenticated();
  }

  @Override
  public synchronized void disconnect() {
    loggedIn = false;
    super.disconnect();
  }

  /** Says goodbye; Angus knows no failure there, and would wait for the answer as for a message. */
  @Override
  public void logout() throws ProtocolException {
    loggedIn = false;
    SecuredSocket connection = socket;
    if (connection != null) {
      connection.part();
    }
    super.logout();
  }

  /** One command; while it is in progress no parting of the store cuts it short. */
  @Override
  public synchronized Response[] command(String command, @Nullable Argument args) {
    OneLine.require(command, OneLine.Encoding.TRUNCATED);
    SecuredSocket connection = socket;
    String verb = Ascii.upperCase(command.split(" ", 2)[0]);
    if (connection == null || losesNothing(verb)) {
      return super.command(command, args);
    }
    writable |= verb.equals("SELECT");
    try (SecuredSocket.Unanswered unused = connection.mustBeAnswered()) {
      return super.command(command, args);
    }
  }

  /** Writes one command, whose arguments bring no other command with them. */
  @Override
  public String writeCommand(String command, @Nullable Argument args)
      throws IOException, ProtocolException {
    CommandLines open = lines;
    if (open == null) {
      return super.writeCommand(command, args);
    }
    open.begin();
    try {
      return super.writeCommand(command, args);
    } finally {
      open.end();
    }
  }

  /** Whether the same is true with and without an answer; CLOSE expunges (RFC 9051, 6.4.1). */
  private boolean losesNothing(String verb) {
    if (verb.equals("EXAMINE")) {
      writable = false;
    }
    return LOSES_NOTHING.contains(verb) || (verb.equals("CLOSE") && !writable);
  }

  @Override
  public void unauthenticate() throws ProtocolException {
    super.unauthenticate();
    loggedIn = false;
  }

  /** Not Angus's own way to log in; like all that follow. */
  @Override
  public void login(String user, String password) throws ProtocolException {
    throw notOurs();
  }

  @Override
  public synchronized void authlogin(String user, String password) throws ProtocolException {
    throw notOurs();
  }

  @Override
  public synchronized void authplain(@Nullable String authzid, String user, String password)
      throws ProtocolException {
    throw notOurs();
  }

  @Override
  public synchronized void authntlm(@Nullable String authzid, String user, String password)
      throws ProtocolException {
    throw notOurs();
  }

  @Override
  public synchronized void authoauth2(String user, String password) throws ProtocolException {
    throw notOurs();
  }

  private RefusedProtocolException notOurs() {
    return refused(
        new LoginRefusal.MechanismUnavailable(
            guard.loginRules().mechanisms().stream().map(AuthMechanism::saslName).toList(),
            offer().mechanisms()));
  }

  @Override
  public synchronized void idleStart() throws ProtocolException {
    super.idleStart();
    if (guard.setting("timeout").isEmpty()) {
      waitAtMost(IDLE_MILLIS);
    }
  }

  @Override
  public boolean processIdleResponse(Response response) throws ProtocolException {
    boolean goesOn = super.processIdleResponse(response);
    if (!goesOn && timeoutOutsideIdle >= 0) {
      waitAtMost(timeoutOutsideIdle);
    }
    return goesOn;
  }

  private void waitAtMost(int millis) {
    SecuredSocket connection = socket;
    if (connection == null || connection.isClosed()) {
      return;
    }
    try {
      if (timeoutOutsideIdle < 0) {
        timeoutOutsideIdle = connection.getSoTimeout();
      }
      connection.setSoTimeout(millis);
    } catch (SocketException e) {
      // the connection is gone, as the next command will tell
    }
  }
}
