package io.github.mailclad.angus;

import io.github.mailclad.Endpoint;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.SpeedRules.EarlyLogin;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.internal.mailproto.EarlyAuthenticate;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginMemory;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.InputStream;
import java.io.OutputStream;
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

  /** Returns the capabilities before the last login of the user; empty if they are not known. */
  List<String> lastCapabilities() {
    return memory.capabilities(server(), credentials.user());
  }

  /** Returns whether the login may be sent before the greeting was read. */
  boolean mayBeEarly() {
    return connector.config().speed().earlyLogin() == EarlyLogin.KNOWN_SERVERS
        && socket.plan().service().tlsStart() == TlsStart.IMPLICIT
        && !lastCapabilities().isEmpty();
  }

  /**
   * Returns an IMAP login that does not wait for the greeting, over these streams; empty if the
   * login has to wait.
   */
  Optional<EarlyAuthenticate> early(InputStream in, OutputStream out) {
    List<String> last = lastCapabilities();
    if (!mayBeEarly() || !EarlyAuthenticate.isPossible(last)) {
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

  /** Records that the server accepted the login, after it had listed these capabilities. */
  void accepted(List<String> capabilities) {
    answered(LoginTimes.Result.ACCEPTED);
    memory.keep(server(), credentials.user(), capabilities);
  }

  /** Records that the server rejected the login. */
  void rejected(LoginFailure failure) {
    answered(LoginTimes.Result.REJECTED);
    forget();
    connector.status().logins().rejected(failure);
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
