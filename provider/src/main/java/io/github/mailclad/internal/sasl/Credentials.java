package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.TokenSupplier;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user, the secret and the identity that an application gave for a login. Not shown by {@link
 * #toString()}.
 *
 * @param user whose login it is; possibly empty
 * @param password null for none; without a token supplier and with token mechanisms only, it is the
 *     token
 * @param authorizationId as whom to act; empty for the user
 * @param tokens gives tokens; null for none
 */
public record Credentials(
    String user,
    @Nullable String password,
    String authorizationId,
    @Nullable TokenSupplier tokens) {
  /** {@code b64token} of RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

  /**
   * Whether user, password or identity hold a character that would end a line or a field of the
   * protocol: CR, LF or NUL.
   */
  public static Optional<Refusal> problem(
      @Nullable String user, @Nullable String password, @Nullable String authorizationId) {
    if (isBroken(user)) {
      return Optional.of(new SettingsRefusal.UnsafeCredentials("user name"));
    }
    if (isBroken(password)) {
      return Optional.of(new SettingsRefusal.UnsafeCredentials("password"));
    }
    return isBroken(authorizationId)
        ? Optional.of(new SettingsRefusal.UnsafeCredentials("authorization identity"))
        : Optional.empty();
  }

  private static boolean isBroken(@Nullable String text) {
    return text != null && text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
  }

  /** Whether one of these mechanisms logs in without a password from the application. */
  public static boolean sufficeWithoutPassword(
      List<AuthMechanism> mechanisms, @Nullable TokenSupplier tokens) {
    Credentials none = new Credentials("", null, "", tokens);
    return mechanisms.stream().anyMatch(none::suffice);
  }

  /** Whether there is what the mechanism needs, as far as an application gives it. */
  boolean suffice(AuthMechanism mechanism) {
    return switch (mechanism.secret()) {
      case PASSWORD -> password != null && !password.isEmpty();
      case TOKEN -> tokens != null || (password != null && !password.isEmpty());
      case CLIENT_CERTIFICATE -> true;
    };
  }

  /** Returns a token for that server, from the supplier or the password. */
  Outcome<String> token(Endpoint endpoint) {
    String token;
    try {
      token = tokens == null ? password : tokens.token(user, endpoint);
    } catch (Throwable e) {
      // the message may quote what the token service answered
      return Outcome.refused(
          new LoginRefusal.TokenUnavailable(
              "the token supplier failed with " + e.getClass().getName()));
    }
    if (token == null || token.isEmpty()) {
      return Outcome.refused(new LoginRefusal.TokenUnavailable("the token supplier gave none"));
    }
    return TOKEN.matcher(token).matches()
        ? Outcome.of(token)
        : Outcome.refused(
            new LoginRefusal.TokenUnavailable(
                "what was given is no bearer token (RFC 6750, section 2.1)"));
  }

  /** Returns the user; never a secret. */
  @Override
  public String toString() {
    return "credentials of " + user;
  }
}
