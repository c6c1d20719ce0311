package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import io.github.mailclad.internal.config.SettingWords;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.refusal.LoginRefusal.LoginPostponed;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The messages for logins that were not tried, or that a server rejected. These are ordinary
 * authentication failures; an application may answer them by asking for the password again.
 */
final class LoginMessages {
  private final SettingWords words;
  private volatile @Nullable LoginFailure newest;
  private volatile @Nullable URI issuer;
  private volatile @Nullable String turnedAway;

  /** The failure of a login that was not tried; its text says so. */
  private static final class NotTriedException extends AuthenticationFailedException {
    private static final long serialVersionUID = 1L;

    NotTriedException(String message) {
      super(message);
    }
  }

  LoginMessages(SettingWords words) {
    this.words = words;
  }

  /** Prepares for a new connection. */
  void begin() {
    newest = null;
    turnedAway = null;
  }

  /**
   * Records that the server rejected a login; Angus may keep less of the server's text.
   *
   * @param configured the issuer of the account's tokens; null if the settings name none
   */
  void rejected(LoginFailure failure, @Nullable URI configured) {
    newest = failure;
    issuer = configured;
  }

  /**
   * Records a failure before the login, by which the server may end the connection.
   *
   * @param reply a reply of SMTP with its code, or one of POP3 after {@code -ERR}
   */
  void turnedAway(String reply) {
    turnedAway = reply;
  }

  /** Returns the failure for an empty password where a login needs one. Nothing was sent. */
  AuthenticationFailedException emptyPassword() {
    return new NotTriedException("the password is empty, and nothing was sent: set " + password());
  }

  /** Returns the failure for a user name without a password. Neither was sent. */
  AuthenticationFailedException noPassword() {
    return new NotTriedException(
        "a user name is set, but no password, and nothing was sent: set " + password());
  }

  /**
   * Returns the same failure for a server that offers a login. Without one it might accept the
   * message and reject it later.
   */
  AuthenticationFailedException noPasswordForSubmission() {
    return new NotTriedException(
        words.inText(
            "a user name is set, but no password, and the server offers a login; nothing was sent: set "
                + password()
                + ", or mail.<protocol>.auth=false to send without a login"));
  }

  /** Returns the refusal if the server postpones the login; empty for any other failure. */
  Optional<Refusal> postponed(MessagingException failure) {
    if (failure instanceof NotTriedException || Refusal.in(failure).isPresent()) {
      return Optional.empty();
    }
    LoginFailure known = newest;
    String reply =
        failure instanceof AuthenticationFailedException
            ? known == null ? String.valueOf(failure.getMessage()) : known.reply()
            : endOfImap(failure).orElse(turnedAway);
    return reply == null ? Optional.empty() : LoginPostponed.in(reply);
  }

  /** Returns what an IMAP server says after {@code BYE}; empty if it did not say it. */
  private static Optional<String> endOfImap(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProtocolException e
          && e.getResponse() != null
          && e.getResponse().isBYE()) {
        return Optional.of(String.valueOf(e.getResponse().getRest()).strip());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the server's rejection with a remedy.
   *
   * @param endpoint the server; null if it is not known
   * @param secret the secret that must not appear if the server repeats it; null for none
   */
  AuthenticationFailedException explained(
      AuthenticationFailedException rejected,
      @Nullable Endpoint endpoint,
      @Nullable String secret) {
    if (rejected instanceof NotTriedException) {
      return rejected;
    }
    LoginFailure known = newest;
    LoginFailure failure =
        (known == null
                ? new LoginFailure(AuthMechanism.LOGIN, String.valueOf(rejected.getMessage()), "")
                : known)
            .without(secret);
    StringBuilder text =
        new StringBuilder(endpoint == null ? "the server" : endpoint.toString())
            .append(" rejected the login")
            .append(failure.reply().isBlank() ? " and gave no reason" : ": " + failure.reply());
    if (failure.mechanism().secret() == AuthMechanism.Secret.TOKEN && !failure.report().isEmpty()) {
      text.append("\n  about the token: ").append(failure.report());
    }
    failure.issuerAdvice(issuer).ifPresent(a -> text.append("\n  ").append(words.inText(a)));
    text.append("\n  ").append(words.inText(failure.remedy(user(), password())));
    AuthenticationFailedException explained = new AuthenticationFailedException(text.toString());
    explained.setStackTrace(rejected.getStackTrace());
    if (rejected.getNextException() != null) {
      explained.setNextException(rejected.getNextException());
    }
    for (Throwable other : rejected.getSuppressed()) {
      explained.addSuppressed(other);
    }
    return explained;
  }

  private String user() {
    return words
        .written("user")
        .map(name -> "the user name (" + name + ")")
        .orElse("the user name");
  }

  /**
   * Returns the name of the setting of the password. Jakarta Mail has no property for it, but code
   * that creates sessions from a configuration has one.
   */
  private String password() {
    return words
        .written("password")
        .map(name -> "the password (" + name + ")")
        .orElse("the password of the application or its Authenticator");
  }
}
