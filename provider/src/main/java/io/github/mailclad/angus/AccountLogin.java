package io.github.mailclad.angus;

import io.github.mailclad.Endpoint;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.SpeedRules.EarlyLogin;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.mailproto.EarlyAuthenticate;
import io.github.mailclad.internal.oauth.AccountTokens;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginMemory;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The login of a user on one secured connection: its choice, and the memory of it. */
final class AccountLogin {
  private final MailConnector connector;
  private final Credentials credentials;
  private final SecuredSocket socket;
  private final LoginMemory memory;
  private String mechanism = "";
  private long begun;
  private boolean renewed;

  AccountLogin(MailConnector connector, Credentials credentials, SecuredSocket socket) {
    this.connector = connector;
    this.credentials = credentials;
    this.socket = socket;
    this.memory = connector.logins();
  }

  Credentials credentials() {
    return credentials;
  }

  private Endpoint server() {
    return socket.plan().endpoint();
  }

  /** Chooses a login for a server with that offer. */
  Outcome<LoginChoice> choose(LoginOffer offer) {
    return LoginChoice.of(
        connector.loginRules().mechanisms(),
        credentials,
        offer,
        server(),
        socket.getSession(),
        socket::exported,
        memory);
  }

  /** An exchange over a connection, to its end. */
  @FunctionalInterface
  interface Conversation {
    Outcome<Optional<LoginFailure>> of(SaslExchange exchange) throws IOException;
  }

  /**
   * Runs an exchange, and one more with another token if the server rejects a token of ours that it
   * may have accepted before.
   *
   * @param offer the logins that the server offers
   */
  Outcome<Optional<LoginFailure>> run(
      SaslExchange exchange, LoginOffer offer, Conversation conversation) throws IOException {
    Outcome<Optional<LoginFailure>> first = conversation.of(exchange);
    if (first.refusal().isPresent() || first.get().isEmpty()) {
      return first;
    }
    Optional<Outcome<LoginChoice>> other = withOtherToken(exchange, offer);
    if (other.isEmpty()) {
      return first;
    }
    Outcome<SaslExchange> renewed = other.get().map(choice -> choice.exchange().orElseThrow());
    return renewed.refusal().isPresent()
        ? Outcome.refused(renewed.refusal().get())
        : conversation.of(renewed.get());
  }

  /**
   * Returns the login with another token after the server rejected the one of an exchange, or the
   * refusal to request another one. Empty if another one would not help, and after the first one.
   */
  Optional<Outcome<LoginChoice>> withOtherToken(SaslExchange rejected, LoginOffer offer) {
    String token = rejected.token().orElse("");
    if (renewed
        || token.isEmpty()
        || rejected.report().contains("insufficient_scope")
        || !(credentials.tokens() instanceof AccountTokens tokens)
        || !tokens.rejected(credentials.user(), token)) {
      return Optional.empty();
    }
    renewed = true;
    connector.status().fine("the server rejected the token; logging in with another one");
    Outcome<LoginChoice> other = choose(offer);
    boolean same =
        other.refusal().isEmpty()
            && other.get().exchange().flatMap(SaslExchange::token).equals(Optional.of(token));
    return same ? Optional.empty() : Optional.of(other);
  }

  /** Returns the capabilities before the last login of the user; empty if they are not known. */
  List<String> lastCapabilities() {
    return memory.capabilities(server(), credentials.user());
  }

  /** Returns whether the account asks for early logins, which need capabilities of earlier ones. */
  boolean asksToBeEarly() {
    return connector.config().speed().earlyLogin() == EarlyLogin.KNOWN_SERVERS;
  }

  /** Returns whether the login may be sent before the greeting was read. */
  boolean mayBeEarly() {
    return asksToBeEarly()
        && socket.plan().service().tlsStart() == TlsStart.IMPLICIT
        && !lastCapabilities().isEmpty();
  }

  /**
   * Returns an IMAP login that does not wait for the greeting, over these streams; empty if the
   * login has to wait.
   */
  Optional<EarlyAuthenticate> early(InputStream in, OutputStream out) {
    if (!mayBeEarly()) {
      return Optional.empty();
    }
    List<String> last = lastCapabilities();
    if (!EarlyAuthenticate.isPossible(last)) {
      return Optional.empty();
    }
    Outcome<LoginChoice> choice = choose(Dialects.of(MailProtocol.IMAP).loginOffer(last));
    return choice.refusal().isPresent()
        ? Optional.empty()
        : choice
            .get()
            .exchange()
            .filter(exchange -> exchange.initialResponse().isPresent())
            .map(
                exchange ->
                    new EarlyAuthenticate(in, out, exchange, credentials, last, this::giveUp));
  }

  /**
   * Marks the start of a login, from which its time counts.
   *
   * @param by the SASL mechanism, or the command that takes its place
   */
  void begins(String by) {
    mechanism = by;
    begun = System.nanoTime();
  }

  /** Reports the answer of the server to the login. */
  void answered(LoginTimes.Result result) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    connector
        .status()
        .loginEnded(new LoginTimes(socket.plan().service(), server(), mechanism, result, took));
  }

  /** Records that the server accepted the login. */
  void accepted() {
    answered(LoginTimes.Result.ACCEPTED);
  }

  /** Records that the server accepted the login, after it had listed these capabilities. */
  void accepted(List<String> capabilities) {
    accepted();
    memory.keep(server(), credentials.user(), capabilities);
  }

  /** Records that the server rejected the login. */
  void rejected(LoginFailure failure) {
    answered(LoginTimes.Result.REJECTED);
    forget();
    OAuthRules oauth = connector.loginRules().oauth();
    URI issuer =
        oauth != null && oauth.server() instanceof OAuthRules.TokenServer.Issuer named
            ? named.address()
            : null;
    connector.status().logins().rejected(failure, issuer);
  }

  /** Drops what is remembered of the user at the server. */
  void forget() {
    memory.forget(server(), credentials.user());
  }

  /** Drops what is remembered, and closes the connection. */
  void giveUp() {
    forget();
    connector.status().cut(socket);
  }
}
