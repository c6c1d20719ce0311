package io.github.mailclad.angus;

import io.github.mailclad.internal.config.ProtocolName;
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
final class Pop3Connector {
  /** The user and password that Angus gets instead of the real ones. */
  static final String PLACEHOLDER = "-";

  private final MailConnector connector;
  private volatile @Nullable Credentials credentials;

  /** Creates the login of a store with that URL; without a URL the rules of the fallback apply. */
  Pop3Connector(Session session, @Nullable URLName url, ProtocolName fallback) {
    this.connector = MailConnector.of(session, url, fallback, this::prepare);
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
            connector.loginRules().tokens());
  }

  /** Installs the login between a connection that was just secured and Angus. */
  void prepare(SecuredSocket socket) throws IOException {
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
    String greeting = lines.read();
    Credentials known = credentials;
    if (!greeting.startsWith("+OK") || known == null) {
      return new Opened(greeting, List.of());
    }
    // the supplier of the newest reading, because the properties may have changed
    Credentials given =
        new Credentials(
            known.user(),
            known.password(),
            known.authorizationId(),
            connector.loginRules().tokens());
    Pop3Login login = new Pop3Login(lines);
    LoginOffer offer = mustNotAsk() ? Pop3Login.UNKNOWN : login.offer().orThrow(this::refuse);
    LoginChoice choice = connector.choose(given, offer, socket).orThrow(this::refuse);
    Optional<LoginFailure> rejected = login.run(choice, given).orThrow(this::refuse);
    if (rejected.isPresent()) {
      lines.send("QUIT");
      connector.rejected(rejected.get(), given, socket);
      throw new EOFException(rejected.get().reply());
    }
    connector
        .status()
        .fine(
            () ->
                "logged in by "
                    + choice
                        .exchange()
                        .map(exchange -> exchange.mechanism().saslName())
                        .orElse("USER and PASS"));
    return new Opened(greeting, login.capabilities());
  }

  private boolean mustNotAsk() {
    return connector.setting("disablecapa").filter("true"::equalsIgnoreCase).isPresent();
  }

  private RefusedException refuse(Refusal refusal) {
    connector.refuse(refusal);
    return new RefusedException(refusal, null);
  }
}
