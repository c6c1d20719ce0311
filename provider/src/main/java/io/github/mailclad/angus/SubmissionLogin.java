package io.github.mailclad.angus;

import io.github.mailclad.angus.SaslConversation.Outcome;
import io.github.mailclad.internal.config.LoginRules;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.tls.SecuredSocket;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The login to a submission server (RFC 8314, section 3.3; RFC 4954): configured credentials are
 * used or the connection is refused, and the allowed mechanisms are an allow-list. It runs as soon
 * as the server has told its extensions, in place of Angus's own, which would go on without a login
 * or with a weaker one.
 */
final class SubmissionLogin {
  private final ServiceGuard guard;
  private @Nullable Credentials credentials;
  private boolean lacksPassword;
  private boolean connecting;

  SubmissionLogin(ServiceGuard guard) {
    this.guard = guard;
  }

  /**
   * Before a connection is opened. A user name alone is no credential: Jakarta Mail fills in the
   * operating system's.
   */
  void begin(@Nullable String user, @Nullable String password, @Nullable String authorizationId) {
    boolean wanted =
        (user != null && password != null)
            || guard.setting("auth").filter("true"::equalsIgnoreCase).isPresent();
    LoginRules rules = guard.loginRules();
    credentials =
        wanted && !guard.isLowered()
            ? new Credentials(
                user == null ? "" : user,
                password,
                authorizationId == null ? "" : authorizationId,
                rules.tokens())
            : null;
    lacksPassword =
        credentials == null
            && !guard.isLowered()
            && user != null
            && password == null
            && guard.setting("auth").isEmpty()
            && !user.equals(System.getProperty("user.name"));
    connecting = true;
  }

  /** The connection is there, or failed. */
  void end() {
    connecting = false;
    credentials = null;
  }

  /** Whether Angus must not see that the server offers a login: it is none of Angus's business. */
  boolean hides(String extension) {
    return connecting && !guard.isLowered() && Ascii.upperCase(extension).startsWith("AUTH");
  }

  /**
   * Logs in before anything of the user's is sent: a server that offers no login, or does not even
   * know EHLO, gets nothing.
   *
   * @param extensions what the server answered to EHLO, by the keywords {@code AUTH} and {@code
   *     AUTH=LOGIN}; empty if it does not know EHLO
   */
  void afterEhlo(Map<String, String> extensions) throws MessagingException {
    Credentials given = credentials;
    SecuredSocket socket = guard.opened().orElse(null);
    if (lacksPassword && !extensions.isEmpty()) {
      throw guard.status().logins().noPasswordForSubmission();
    }
    if (given == null || guard.isLowered()) {
      return;
    }
    if (socket == null) {
      throw new MessagingException("there is no secured connection to log in to");
    }
    LoginChoice choice =
        guard.choose(
            given,
            new LoginOffer(offered(extensions), LoginOffer.PasswordCommand.NOT_OFFERED),
            socket);
    if (choice instanceof LoginChoice.Refused refused) {
      throw guard.status().refuse(refused.refusal());
    }
    logIn((LoginChoice.Sasl) choice, socket);
  }

  private void logIn(LoginChoice.Sasl choice, SecuredSocket socket) throws MessagingException {
    Outcome outcome;
    try {
      outcome =
          SaslConversation.run(
              choice.exchange(),
              new SubmissionFraming(
                  new LoginLines(socket.getInputStream(), socket.getOutputStream())));
    } catch (IOException e) {
      throw new MessagingException("the login broke down", e);
    }
    if (outcome instanceof Outcome.Failed failed) {
      guard.status().logins().rejected(failed.failure());
      throw new AuthenticationFailedException(failed.failure().reply());
    }
    if (outcome instanceof Outcome.Refused refused) {
      throw guard.status().refuse(refused.refusal());
    }
    guard.status().fine("logged in by " + choice.exchange().mechanism());
  }

  /** {@code AUTH=LOGIN} is how servers said it before RFC 2554. */
  private static List<String> offered(Map<String, String> extensions) {
    List<String> names = new ArrayList<>();
    if (extensions.containsKey("AUTH=LOGIN")) {
      names.add("LOGIN");
    }
    extensions.values().stream()
        .flatMap(words -> Arrays.stream(words.trim().split("\\s+")))
        .filter(word -> !word.isEmpty())
        .forEach(names::add);
    return names;
  }

  /** Belt and braces: Angus gets no mechanism to use, should it ever come to that. */
  boolean allows(String mechanism, boolean offered) {
    return offered && guard.isLowered();
  }
}
