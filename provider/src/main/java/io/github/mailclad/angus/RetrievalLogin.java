package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism.Secret;
import io.github.mailclad.angus.SaslConversation.Outcome;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.LoginOffer.PasswordCommand;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The login to a POP3 server (RFC 1939, RFC 5034), on every connection of a store. Angus has no
 * SASL for POP3 and no seam, so the login runs below it, before it reads the greeting; Angus itself
 * is given {@link #PLACEHOLDER} for user and password, and what it says with them is answered here
 * ({@link LoggedInStreams}).
 */
final class RetrievalLogin {
  /** What Angus knows instead of user and password. */
  static final String PLACEHOLDER = "-";

  private static final int MOST_CAPABILITIES = 200;

  private final ServiceGuard guard;
  private volatile @Nullable Credentials credentials;

  RetrievalLogin(ServiceGuard guard) {
    this.guard = guard;
  }

  /** Whose connections the store opens from now on. */
  void begin(String user, String password) {
    credentials =
        new Credentials(
            user,
            password,
            guard.setting("sasl.authorizationid").orElse(""),
            guard.loginRules().tokens());
  }

  /** Puts the login between a connection that was just secured and Angus. */
  void standBetween(SecuredSocket socket) throws IOException {
    Deletions deletions = new Deletions(socket);
    LoggedInStreams streams =
        new LoggedInStreams(
            deletions.watching(socket.getInputStream()),
            deletions.watching(socket.getOutputStream()),
            lines -> logIn(lines, socket));
    socket.speakThrough(streams.input(), streams.output());
  }

  /**
   * Logs in.
   *
   * @return the server's greeting, for Angus
   * @throws EOFException if the server does not accept the credentials, because Angus makes an
   *     {@code AuthenticationFailedException} of just that
   */
  private String logIn(LoginLines lines, SecuredSocket socket) throws IOException {
    String greeting = lines.read();
    Credentials known = credentials;
    if (!greeting.startsWith("+OK") || known == null) {
      return greeting;
    }
    // the supplier of the newest reading, should the properties have changed
    Credentials given =
        new Credentials(
            known.user(), known.password(), known.authorizationId(), guard.loginRules().tokens());
    LoginChoice choice = guard.choose(given, offer(lines), socket);
    if (choice instanceof LoginChoice.Refused refused) {
      throw refuse(refused.refusal());
    }
    Outcome outcome =
        choice instanceof LoginChoice.Sasl sasl
            ? SaslConversation.run(sasl.exchange(), new RetrievalFraming(lines))
            : userAndPass(lines, given);
    if (outcome instanceof Outcome.Refused refused) {
      throw refuse(refused.refusal());
    }
    if (outcome instanceof Outcome.Failed failed) {
      lines.send("QUIT");
      guard.status().logins().rejected(failed.failure());
      throw new EOFException(failed.failure().reply());
    }
    guard
        .status()
        .fine(
            "logged in by "
                + (choice instanceof LoginChoice.Sasl sasl
                    ? sasl.exchange().mechanism()
                    : "USER and PASS"));
    return greeting;
  }

  private RefusedException refuse(Refusal refusal) {
    guard.status().refuse(refusal);
    return new RefusedException(refusal, null);
  }

  private static Outcome userAndPass(LoginLines lines, Credentials given) throws IOException {
    for (String command : List.of("USER " + given.user(), "PASS " + given.password())) {
      lines.send(command);
      String reply = lines.read();
      if (!reply.startsWith("+OK")) {
        return new Outcome.Failed(
            new LoginFailure(Secret.PASSWORD, reply.replaceFirst("^-ERR ?", ""), ""));
      }
    }
    return new Outcome.LoggedIn();
  }

  /**
   * What CAPA says (RFC 2449). USER and PASS are taken for offered unless the server lists SASL
   * mechanisms and not USER: servers without CAPA have nothing else, and some list neither.
   */
  private LoginOffer offer(LoginLines lines) throws IOException {
    List<String> mechanisms = new ArrayList<>();
    boolean user = false;
    if (guard.setting("disablecapa").filter("true"::equalsIgnoreCase).isEmpty()) {
      for (String capability : capabilities(lines)) {
        List<String> words = Arrays.asList(Ascii.upperCase(capability.trim()).split("\\s+"));
        user |= words.get(0).equals("USER");
        if (words.get(0).equals("SASL")) {
          mechanisms.addAll(words.subList(1, words.size()));
        }
      }
    }
    return new LoginOffer(
        mechanisms,
        user || mechanisms.isEmpty() ? PasswordCommand.OFFERED : PasswordCommand.NOT_OFFERED);
  }

  private List<String> capabilities(LoginLines lines) throws IOException {
    List<String> capabilities = new ArrayList<>();
    lines.send("CAPA");
    if (!lines.read().startsWith("+OK")) {
      return capabilities;
    }
    for (String line = lines.read(); !line.equals("."); line = lines.read()) {
      if (capabilities.size() == MOST_CAPABILITIES) {
        throw refuse(new LoginRefusal.LoginFlood(LoginRefusal.LoginFlood.Excess.LINES));
      }
      capabilities.add(line);
    }
    return capabilities;
  }
}
