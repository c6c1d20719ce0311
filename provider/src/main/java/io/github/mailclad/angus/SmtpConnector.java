package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.mailproto.AuthCommand;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.mailproto.LoginLines;
import io.github.mailclad.internal.mailproto.OneLine;
import io.github.mailclad.internal.reuse.ConnectionReuse;
import io.github.mailclad.internal.reuse.KeptSession.Hello;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.SaslConversation;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.LoginRefusal.LoginPostponed;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login to a submission server (RFC 8314, section 3.3; RFC 4954). Configured credentials are
 * used or the connection is refused, and the mechanisms are an allow-list. It runs as soon as the
 * extensions of the server are known, in place of Angus's own login, which would continue without a
 * login or with a weaker one. It also limits commands to one line, and a transport to one QUIT.
 */
final class SmtpConnector {
  private final MailConnector connector;
  private final Charset charset;
  private final TransportConnection connection;
  private final ConnectionReuse reuse;
  private @Nullable Credentials credentials;
  private @Nullable Credentials renewal;
  private boolean lacksPassword;
  private boolean connecting;
  private boolean quitting;

  /** Creates the connector of a transport; without a URL, the rules of the fallback apply. */
  SmtpConnector(Session user, @Nullable URLName url, ProtocolName fallback) {
    this.connection = new TransportConnection(user);
    this.reuse = connection.reuse();
    this.connector = MailConnector.of(user, url, fallback, connection);
    // Angus, too, reads it once
    this.charset =
        Ascii.equalsIgnoringCase(
                "true", String.valueOf(user.getProperties().get("mail.mime.allowutf8")))
            ? UTF_8
            : ISO_8859_1;
  }

  /** Returns the connector of the transport. */
  MailConnector connector() {
    return connector;
  }

  /** Returns the connection of the transport. */
  TransportConnection connection() {
    return connection;
  }

  /** Returns the options for the groups in which a message is sent. */
  PipelineOptions options(OutgoingMessage message) {
    return PipelineOptions.of(message, connector, reuse);
  }

  /**
   * Returns the host that Angus connects to where the application names none. Angus's own is the
   * local host, unless the user's address names the servers.
   */
  @Nullable String host(@Nullable String named, @Nullable String user) {
    if (named != null && !named.isEmpty()) {
      return named;
    }
    return ServicePlanner.namesServers(user) && !connector.isLowered() ? null : "localhost";
  }

  /** Refuses an operation that only an account without a minimum level may use. */
  void refuseUnlessLowered(Refusal refusal) throws MessagingException {
    if (!connector.isLowered()) {
      throw connector.refuse(refusal);
    }
  }

  /**
   * Prepares for a connection. A user name alone is no credential, because Jakarta Mail fills in
   * that of the operating system.
   */
  void begin(
      SmtpCommands angus,
      @Nullable String user,
      @Nullable String password,
      @Nullable String authorizationId) {
    boolean wanted = (user != null && password != null) || connector.isTrue("auth");
    credentials =
        wanted && !connector.isLowered()
            ? new Credentials(
                user == null ? "" : user,
                password,
                authorizationId == null ? "" : authorizationId,
                connector.tokens())
            : null;
    lacksPassword =
        credentials == null
            && !connector.isLowered()
            && user != null
            && password == null
            && connector.setting("auth").isEmpty()
            && !user.equals(System.getProperty("user.name"));
    AccountConfig config = connector.config();
    reuse.begin(
        config.speed().keptConnections() == 0 || connector.isLowered()
            ? null
            : new ConnectionReuse.Request(
                config,
                connector.logins().mark(user, password, authorizationId),
                angus::localHost));
    connecting = true;
  }

  /** Ends the preparation after the connection is open or failed. */
  void end() {
    connecting = false;
    // until the first reply on a connection that was taken over
    renewal = reuse.isUntried() ? credentials : null;
    credentials = null;
  }

  /** Notes a reply that Angus read, and returns its code. */
  int replied(int code, String reply) {
    reuse.replied(code, reply);
    if (connecting && code / 100 == 4) {
      connector.status().logins().turnedAway(reply.lines().findFirst().orElse(""));
    }
    if (!reuse.isUntried()) {
      renewal = null;
    }
    return code;
  }

  /**
   * Opens, below Angus, another connection in place of a kept one that ended. A message follows
   * only after the new server is verified and accepted the login.
   *
   * @param reply reads one reply
   * @param hello reads the greeting and sends EHLO; returns whether the server understood
   */
  void renew(AngusAction<Integer> reply, AngusAction<Boolean> hello) throws MessagingException {
    Credentials login = renewal;
    credentials = login;
    connecting = true;
    connector.status().logins().begin();
    connector.status().fine("the kept connection ended; connecting again");
    try {
      connector.status().runConnect(() -> connection.renew(reply, hello));
    } catch (MessagingException e) {
      connection.cut();
      String secret = login == null ? null : login.password();
      throw connector.explained(connector.unwrapped(e), secret);
    } finally {
      end();
    }
  }

  /** Returns whether an extension is hidden from Angus, which must not log in while connecting. */
  boolean hides(String extension) {
    return connecting && !connector.isLowered() && Ascii.upperCase(extension).startsWith("AUTH");
  }

  /**
   * Logs in before any data of the user is sent. A server that offers no login, or does not support
   * EHLO, gets nothing.
   *
   * @param hello the beginning of the session
   * @param understood whether the server understood EHLO, and so listed its extensions
   */
  void afterEhlo(Hello hello, SmtpCommands angus, boolean understood) throws MessagingException {
    if (!reuse.isUntried()) {
      connection.greeted(hello, understood ? angus.parameter("LIMITS") : Optional.empty());
      logInAfterEhlo(angus, understood);
    }
    connection.loggedIn();
  }

  private void logInAfterEhlo(SmtpCommands angus, boolean understood) throws MessagingException {
    List<String> extensions = new ArrayList<>();
    for (String keyword : List.of("AUTH=LOGIN", "AUTH")) {
      Optional<String> mechanisms = understood ? angus.parameter(keyword) : Optional.empty();
      if (mechanisms.isPresent()) {
        extensions.add(keyword + " " + mechanisms.get());
      }
    }
    Credentials given = credentials;
    if (lacksPassword && !extensions.isEmpty()) {
      throw connector.status().logins().noPasswordForSubmission();
    }
    if (given == null || connector.isLowered()) {
      return;
    }
    SecuredSocket socket = connection.socket().orElse(null);
    if (socket == null) {
      throw new MessagingException("no secured connection to log in on");
    }
    LoginOffer offer = Dialects.of(MailProtocol.SUBMISSION).loginOffer(extensions);
    AccountLogin login = new AccountLogin(connector, given, socket);
    LoginChoice choice = connector.require(login.choose(offer));
    // SMTP has no login command of its own for user and password
    logIn(choice.exchange().orElseThrow(), offer, login, socket);
  }

  private void logIn(
      SaslExchange exchange, LoginOffer offer, AccountLogin login, SecuredSocket socket)
      throws MessagingException {
    login.begins(exchange.mechanism().saslName());
    Optional<LoginFailure> rejected;
    try {
      LoginLines lines = new LoginLines(socket.getInputStream(), socket.getOutputStream());
      Outcome<Optional<LoginFailure>> outcome =
          login.run(exchange, offer, each -> SaslConversation.run(each, AuthCommand.ofSmtp(lines)));
      if (outcome.refusal().orElse(null) instanceof LoginPostponed) {
        reuse.loginInterrupted();
      }
      rejected = connector.require(outcome);
    } catch (IOException e) {
      reuse.loginInterrupted();
      throw new MessagingException("the login was interrupted by a failure of the connection", e);
    }
    if (rejected.isPresent()) {
      reuse.loginRejected(rejected.get().reply());
      login.rejected(rejected.get());
      throw new AuthenticationFailedException(rejected.get().reply());
    }
    login.answered(LoginTimes.Result.ACCEPTED);
    connector.status().fine("logged in by ", exchange.mechanism());
  }

  /** Returns whether Angus may use a mechanism: a second barrier, should it log in by itself. */
  boolean allows(String mechanism, boolean offered) {
    return offered && connector.isLowered();
  }

  /**
   * Checks that a submission command is one line.
   *
   * @throws InsecureConnectionException if text of the application would begin another command
   */
  void requireOneLine(String command) throws InsecureConnectionException {
    try {
      OneLine.require(command, charset);
    } catch (OneLine.BrokenCommandException e) {
      throw connector.refuse(e.refusal());
    }
  }

  /**
   * Keeps the connection for the next transport, or lets Angus quit, once; nothing is lost if the
   * server does not answer. After an answer that it does not understand, Angus quits again,
   * endlessly.
   */
  void quit(SmtpCommands angus) throws MessagingException {
    if (quitting) {
      return;
    }
    quitting = true;
    renewal = null;
    if (!reuse.keep(connector.status().connections()::released)) {
      connector.status().connections().beginLogout();
    }
    try {
      angus.close();
    } catch (MessagingException e) {
      if (connector.isLowered()) {
        throw e;
      }
      connector.status().fine("the server did not answer QUIT: ", e);
    } finally {
      quitting = false;
    }
  }
}
