package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.config.GuardedProperties;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.mailproto.EarlyAuthenticate;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.SaslConversation;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.internal.text.ServerWords;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
  /** The name that Angus adds to the capabilities before a login. */
  private static final String MARK_OF_ANGUS = "__PRELOGIN__";

  private final MailConnector connector;
  private volatile boolean loggedIn;
  private boolean firstLogin = true;

  /** Not initialized here, because the constructor of Angus may have set it before. */
  @SuppressWarnings("FieldCanBeFinal")
  private boolean asked;

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

  /** Logs in. {@link GuardedProperties} directs every login of Angus here. */
  @Override
  public void sasllogin(
      String @Nullable [] allowed,
      @Nullable String realm,
      @Nullable String authzid,
      String user,
      String password)
      throws ProtocolException {
    SecuredSocket connection =
        secured().orElseThrow(() -> new ProtocolException("no secured connection to log in on"));
    Credentials given =
        new Credentials(user, password, authzid == null ? "" : authzid, connector.tokens());
    AccountLogin login = new AccountLogin(connector, given, connection);
    boolean remembers = login.asksToBeEarly();
    List<String> greeted = remembers && firstLogin && !asked ? capabilityNames() : List.of();
    firstLogin = false;
    Optional<EarlyAuthenticate> early = early(connection);
    if (early.isPresent()) {
      SaslExchange sent = early.get().take(given).orElseThrow(() -> notSame(login));
      authenticate(
          sent,
          AuthenticateCommand.sent(this, getOutputStream(), EarlyAuthenticate.TAG),
          login,
          offer());
    } else {
      logIn(login);
    }
    if (remembers) {
      login.accepted(greeted);
    } else {
      login.accepted();
    }
  }

  private Optional<EarlyAuthenticate> early(SecuredSocket connection) throws ProtocolException {
    try {
      return connection.getInputStream() instanceof EarlyAuthenticate early && early.isUnanswered()
          ? Optional.of(early)
          : Optional.empty();
    } catch (IOException e) {
      throw lost(e.getMessage());
    }
  }

  private ConnectionException notSame(AccountLogin login) {
    login.giveUp();
    return lost("an early login was sent with other credentials");
  }

  private ConnectionException lost(@Nullable String reason) {
    disconnect();
    return new ConnectionException(this, Response.byeResponse(new IOException(reason)));
  }

  private void logIn(AccountLogin login) throws ProtocolException {
    LoginOffer offer = offer();
    LoginChoice choice = login.choose(offer).orThrow(this::refused);
    Optional<SaslExchange> exchange = choice.exchange();
    if (exchange.isPresent()) {
      authenticate(exchange.get(), new AuthenticateCommand(this, getOutputStream()), login, offer);
    } else {
      loginCommand(login);
    }
  }

  private List<String> capabilityNames() {
    List<String> names = new ArrayList<>(getCapabilities().keySet());
    names.remove(MARK_OF_ANGUS);
    Collections.sort(names);
    return names;
  }

  private LoginOffer offer() {
    return Dialects.of(MailProtocol.IMAP).loginOffer(List.copyOf(getCapabilities().keySet()));
  }

  private void authenticate(
      SaslExchange exchange, AuthenticateCommand command, AccountLogin login, LoginOffer offer)
      throws ProtocolException {
    login.begins(exchange.mechanism().saslName());
    Outcome<Optional<LoginFailure>> outcome;
    AtomicReference<AuthenticateCommand> last = new AtomicReference<>();
    // as Angus does: a login is one command, and secrets are not traced
    synchronized (this) {
      suspendTracing();
      try {
        outcome =
            login.run(
                exchange,
                offer,
                each -> {
                  AuthenticateCommand next =
                      last.get() == null
                          ? command
                          : new AuthenticateCommand(this, getOutputStream());
                  last.set(next);
                  return SaslConversation.run(each, next);
                });
      } catch (IOException e) {
        disconnect();
        throw new ConnectionException(this, Response.byeResponse(e));
      } finally {
        resumeTracing();
      }
    }
    outcome.orThrow(this::refused).ifPresent(login::rejected);
    finish(Objects.requireNonNull(last.get(), "a login runs one command").answer());
    connector.status().fine("logged in by ", exchange.mechanism());
  }

  private RefusedProtocolException refused(Refusal refusal) {
    connector.refuse(refusal);
    return new RefusedProtocolException(refusal);
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
  private void loginCommand(AccountLogin login) throws ProtocolException {
    Argument arguments = new Argument();
    arguments.writeString(login.credentials().user(), StandardCharsets.UTF_8);
    arguments.writeString(login.credentials().password(), StandardCharsets.UTF_8);
    login.begins("LOGIN");
    Response[] answer;
    synchronized (this) {
      suspendTracing();
      try {
        answer = command("LOGIN", arguments);
      } finally {
        resumeTracing();
      }
    }
    if (!answer[answer.length - 1].isOK()) {
      login.answered(LoginTimes.Result.REJECTED);
    }
    finish(answer);
    connector.status().fine("logged in by the LOGIN command");
  }

  @Override
  public void capability() throws ProtocolException {
    asked = true;
    super.capability();
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

  /** Refuses Angus's own login, as the next methods do. */
  @Override
  public void login(String user, String password) throws ProtocolException {
    throw notFromAngus();
  }

  @Override
  public synchronized void authlogin(String user, String password) throws ProtocolException {
    throw notFromAngus();
  }

  @Override
  public synchronized void authplain(@Nullable String authzid, String user, String password)
      throws ProtocolException {
    throw notFromAngus();
  }

  @Override
  public synchronized void authntlm(@Nullable String authzid, String user, String password)
      throws ProtocolException {
    throw notFromAngus();
  }

  @Override
  public synchronized void authoauth2(String user, String password) throws ProtocolException {
    throw notFromAngus();
  }

  private RefusedProtocolException notFromAngus() {
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
