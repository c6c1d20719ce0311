package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.SaslConversation;
import io.github.mailclad.internal.sasl.SaslConversation.Reply;
import io.github.mailclad.internal.sasl.SaslConversation.Reply.Progress;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.internal.text.ServerWords;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Angus's IMAP connection with the logins of the account. Every login of Angus goes to {@link
 * #sasllogin} or is refused, so that none falls back to a weaker one.
 */
abstract class LoginIMAPProtocol extends IMAPProtocol {
  private final MailConnector connector;
  private volatile boolean loggedIn;

  LoginIMAPProtocol(MailConnector connector, String name, String host, int port, MailLogger logger)
      throws IOException, ProtocolException {
    super(name, host, port, connector.session().getProperties(), true, logger);
    this.connector = connector;
  }

  /** A refusal as an exception of the protocol. */
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

  /** Returns the connection that the login uses; empty until it is known. */
  abstract Optional<SecuredSocket> secured();

  /**
   * Logs in. {@link GuardedProperties} directs every login of Angus here, whether the session asks
   * for SASL or not.
   */
  @Override
  public void sasllogin(
      String @Nullable [] allowed,
      @Nullable String realm,
      @Nullable String authzid,
      String user,
      String password)
      throws ProtocolException {
    SecuredSocket connection =
        secured()
            .orElseThrow(
                () -> new ProtocolException("there is no secured connection to log in to"));
    Credentials given =
        new Credentials(
            user, password, authzid == null ? "" : authzid, connector.loginRules().tokens());
    LoginChoice choice = connector.choose(given, offer(), connection).orThrow(this::refused);
    Optional<SaslExchange> exchange = choice.exchange();
    if (exchange.isPresent()) {
      authenticate(exchange.get());
      connector.status().fine("logged in by " + exchange.get().mechanism());
    } else {
      loginCommand(user, password);
      connector.status().fine("logged in by the LOGIN command");
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
    outcome.orThrow(this::refused).ifPresent(connector.status().logins()::rejected);
    finish(dialogue.answer());
  }

  private RefusedProtocolException refused(Refusal refusal) {
    connector.refuse(refusal);
    return new RefusedProtocolException(refusal);
  }

  /**
   * The command AUTHENTICATE (RFC 9051, section 6.2.2), with an initial response if the server
   * offers SASL-IR.
   */
  private final class Authenticate implements SaslConversation.Framing {
    private static final int MOST_UNTAGGED = 100;

    private final List<Response> untagged = new ArrayList<>();
    private String tag = "";
    private @Nullable Response end;

    @Override
    public boolean begin(String mechanism, Optional<String> initial) throws IOException {
      boolean now = initial.isPresent() && hasCapability("SASL-IR");
      try {
        tag =
            writeCommand(
                "AUTHENTICATE " + mechanism + (now ? " " + initial.orElseThrow() : ""), null);
      } catch (ProtocolException e) {
        throw new IOException(e);
      }
      return now;
    }

    @Override
    public void send(String line) throws IOException {
      OutputStream out = getOutputStream();
      out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    @Override
    public Outcome<Reply> receive() throws IOException {
      while (untagged.size() < MOST_UNTAGGED) {
        Response response = next();
        if (response.isContinuation()) {
          String rest = response.getRest();
          return Outcome.of(new Reply(Progress.CHALLENGE, rest == null ? "" : rest));
        }
        if (response.isBYE()) {
          throw new IOException("the server closes the connection during the login");
        }
        if (response.isTagged() && tag.equals(response.getTag())) {
          end = response;
          String text = response.getRest();
          return Outcome.of(
              new Reply(
                  response.isOK() ? Progress.SUCCESS : Progress.FAILURE, text == null ? "" : text));
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

    /** Returns the answer to the command; the tagged response is the last one. */
    Response[] answer() {
      return Stream.concat(untagged.stream(), Stream.ofNullable(end)).toArray(Response[]::new);
    }
  }

  /**
   * Does what Angus does at the end of a login: capabilities, alerts (RFC 9051, section 7.1),
   * response events and referrals. The tagged response is the last one.
   */
  private void finish(Response[] answer) throws ProtocolException {
    handleCapabilityResponse(answer);
    notifyResponseHandlers(answer);
    Response last = answer[answer.length - 1];
    handleLoginResult(last);
    setCapabilities(last);
    loggedIn = true;
  }

  /** Turns the server's text about a failed login into the message of an exception. */
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
   * Sends the command LOGIN (RFC 9051, section 6.2.3) in UTF-8, as every SASL mechanism does. Angus
   * itself would keep only the lower eight bits of each character.
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

  /**
   * Returns whether the server has a capability. Angus has no list if the server sent none, and its
   * own method fails then.
   */
  @Override
  public boolean hasCapability(String name) {
    return getCapabilities() != null && super.hasCapability(name);
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

  @Override
  public void unauthenticate() throws ProtocolException {
    super.unauthenticate();
    loggedIn = false;
  }

  /** Refuses Angus's own login; the methods that follow do the same. */
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
            connector.loginRules().mechanisms().stream().map(AuthMechanism::saslName).toList(),
            PeerText.listOf(offer().mechanisms())));
  }

  /** Records that the user is not logged in any more, or is about to log out. */
  final void loggedOut() {
    loggedIn = false;
  }
}
