package io.github.mailclad.angus;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.mailproto.EarlyLoginException;
import io.github.mailclad.internal.mailproto.EarlyLoginException.Surprise;
import io.github.mailclad.internal.mailproto.LoginLines;
import io.github.mailclad.internal.mailproto.Pop3Login;
import io.github.mailclad.internal.mailproto.Pop3Streams;
import io.github.mailclad.internal.mailproto.Pop3Streams.Opened;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login to a POP3 server (RFC 1939, RFC 5034), on every connection of a store. Angus has no
 * SASL for POP3 and no extension point for it. The login therefore runs below Angus, before Angus
 * reads the greeting. Angus itself gets {@link #PLACEHOLDER} for user and password, and its login
 * commands are answered locally ({@link Pop3Streams}).
 */
final class Pop3Connector implements ServiceStatus.Preparation {
  /** The user and password that Angus gets instead of the real ones. */
  static final String PLACEHOLDER = "-";

  private final MailConnector connector;
  private volatile @Nullable Credentials credentials;

  /** Creates the login of a store with that URL; without a URL the rules of the fallback apply. */
  Pop3Connector(Session session, @Nullable URLName url, ProtocolName fallback) {
    this.connector = MailConnector.of(session, url, fallback, this);
  }

  /** Returns the connector of the store. */
  MailConnector connector() {
    return connector;
  }

  /** Sets the credentials of the connections that the store opens from now on. */
  void begin(String user, String password) {
    credentials =
        new Credentials(
            user,
            password,
            connector.setting("sasl.authorizationid").orElse(""),
            connector.tokens());
  }

  /** Installs the login between a connection that was just secured and Angus. */
  @Override
  public void of(SecuredSocket socket) throws IOException {
    Deletions deletions = new Deletions(socket);
    Pop3Streams streams =
        new Pop3Streams(
            deletions.watching(socket.getInputStream()),
            deletions.watching(socket.getOutputStream())) {
          @Override
          protected Opened logIn(LoginLines lines) throws IOException {
            return Pop3Connector.this.logIn(lines, socket);
          }
        };
    socket.speakThrough(streams.input(), streams.output());
  }

  /**
   * Logs in.
   *
   * @return the server's words, for Angus
   * @throws EOFException if the server does not accept the credentials, because Angus turns exactly
   *     that into an {@code AuthenticationFailedException}
   */
  private Opened logIn(LoginLines lines, SecuredSocket socket) throws IOException {
    Pop3Login server = new Pop3Login(lines);
    Credentials known = credentials;
    if (known == null) {
      return new Opened(server.greeting(), List.of());
    }
    // the supplier of the newest reading, because the properties may have changed
    Credentials given =
        new Credentials(
            known.user(), known.password(), known.authorizationId(), connector.tokens());
    AccountLogin login = new AccountLogin(connector, given, socket);
    Optional<LoginChoice> expected = expected(login);
    boolean early = expected.isPresent() && login.mayBeEarly();
    if (!early && !server.isReady()) {
      connector.status().logins().turnedAway(server.greeting().replaceFirst("^-ERR ", ""));
      return new Opened(server.greeting(), List.of());
    }
    Optional<LoginFailure> rejected =
        expected.isPresent() ? inGroup(server, expected.get(), login) : afterAsking(server, login);
    if (rejected.isPresent()) {
      lines.send("QUIT");
      login.rejected(rejected.get());
      throw new EOFException(rejected.get().reply());
    }
    login.accepted(server.capabilities());
    return new Opened(server.greeting(), server.capabilities());
  }

  /**
   * Returns the login that the capabilities of the last one suggest, if the server takes several
   * commands at once; empty if it has to be asked first.
   */
  private Optional<LoginChoice> expected(AccountLogin login) {
    List<String> last = login.lastCapabilities();
    if (mustNotAsk() || !Pop3Login.takesGroups(last)) {
      return Optional.empty();
    }
    Outcome<LoginChoice> choice = login.choose(Pop3Login.offer(last));
    return choice.refusal().isPresent() ? Optional.empty() : Optional.of(choice.get());
  }

  private Optional<LoginFailure> inGroup(Pop3Login server, LoginChoice choice, AccountLogin login)
      throws IOException {
    List<String> last = login.lastCapabilities();
    login.begins(name(choice));
    Optional<LoginFailure> rejected;
    try {
      rejected = server.runInGroup(choice, login.credentials(), last).orThrow(this::refuse);
    } catch (EarlyLoginException e) {
      login.giveUp();
      throw e;
    }
    // a mechanism that the server offers no more says nothing about the credentials
    return rejected.isPresent() && !server.offered().takes(choice)
        ? run(server, login, server.offered())
        : noted(choice, renewed(server, login, server.offered(), choice, rejected));
  }

  private Optional<LoginFailure> afterAsking(Pop3Login server, AccountLogin login)
      throws IOException {
    return run(
        server, login, mustNotAsk() ? Pop3Login.UNKNOWN : server.offer().orThrow(this::refuse));
  }

  private Optional<LoginFailure> run(Pop3Login server, AccountLogin login, LoginOffer offer)
      throws IOException {
    LoginChoice choice = login.choose(offer).orThrow(this::refuse);
    login.begins(name(choice));
    Optional<LoginFailure> rejected = server.run(choice, login.credentials()).orThrow(this::refuse);
    return noted(choice, renewed(server, login, offer, choice, rejected));
  }

  /** Logs in with another token, if the server rejected one that it may have accepted before. */
  private Optional<LoginFailure> renewed(
      Pop3Login server,
      AccountLogin login,
      LoginOffer offer,
      LoginChoice choice,
      Optional<LoginFailure> rejected)
      throws IOException {
    if (rejected.isEmpty() || choice.exchange().isEmpty()) {
      return rejected;
    }
    Optional<Outcome<LoginChoice>> other = login.withOtherToken(choice.exchange().get(), offer);
    return other.isEmpty()
        ? rejected
        : server.run(other.get().orThrow(this::refuse), login.credentials()).orThrow(this::refuse);
  }

  private Optional<LoginFailure> noted(LoginChoice choice, Optional<LoginFailure> rejected) {
    if (rejected.isEmpty()) {
      connector.status().fine("logged in by ", name(choice));
    }
    return rejected;
  }

  /** Returns the mechanism; USER for the commands USER and PASS. */
  private static String name(LoginChoice choice) {
    return choice.exchange().map(exchange -> exchange.mechanism().saslName()).orElse("USER");
  }

  /** Lets Angus connect, once more if an early login met other capabilities than expected. */
  boolean connect(AngusAction<Boolean> angus) throws MessagingException {
    try {
      return angus.run();
    } catch (MessagingException e) {
      if (EarlyLoginException.surpriseIn(e).filter(Surprise.CHANGED::equals).isEmpty()) {
        throw e;
      }
      return angus.run();
    }
  }

  private boolean mustNotAsk() {
    return connector.isTrue("disablecapa");
  }

  private RefusedException refuse(Refusal refusal) {
    connector.refuse(refusal);
    return new RefusedException(refusal, null);
  }
}
