package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.OAuthRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user, the secret and the identity that an application gave for a login. {@link #toString()}
 * shows only the user.
 *
 * @param user the user name; possibly empty
 * @param password the password; null for none. Without a token supplier and with token mechanisms
 *     only, it is the token
 * @param authorizationId the identity to act as; empty for the user
 * @param tokens the supplier of tokens; null for none
 */
public record Credentials(
    String user,
    @Nullable String password,
    String authorizationId,
    @Nullable OAuthTokenSupplier tokens) {
  /** The syntax {@code b64token} of RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

  /**
   * Returns the refusal if user, password or identity has a character that would end a line or a
   * field of the protocol: CR, LF or NUL; empty if none has.
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
    return text != null
        && (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0);
  }

  /** Returns whether one of these mechanisms logs in without a password from the application. */
  public static boolean sufficeWithoutPassword(
      List<AuthMechanism> mechanisms, @Nullable OAuthTokenSupplier tokens) {
    Credentials none = new Credentials("", null, "", tokens);
    return mechanisms.stream().anyMatch(none::suffice);
  }

  /** Returns whether the application gave the credentials that the mechanism needs. */
  boolean suffice(AuthMechanism mechanism) {
    return switch (mechanism.secret()) {
      case PASSWORD -> password != null && !password.isEmpty();
      case TOKEN -> tokens != null || (password != null && !password.isEmpty());
      case CLIENT_CERTIFICATE -> true;
    };
  }

  /** Returns a token for a server, from the supplier or the password. */
  Outcome<String> token(Endpoint endpoint) {
    String token;
    try {
      token = tokens == null ? password : tokens.token(user, endpoint);
    } catch (Throwable e) {
      Optional<Refusal> ofTokenServer = Refusal.in(e).filter(OAuthRefusal.class::isInstance);
      if (ofTokenServer.isPresent()) {
        return Outcome.refused(ofTokenServer.get());
      }
      // the message of the exception may quote the answer of the token service
      return Outcome.refused(
          new LoginRefusal.TokenUnavailable(
              "the token supplier failed with " + e.getClass().getName()));
    }
    if (token == null || token.isEmpty()) {
      return Outcome.refused(new LoginRefusal.TokenUnavailable("the token supplier returned none"));
    }
    return TOKEN.matcher(token).matches()
        ? Outcome.of(token)
        : Outcome.refused(
            new LoginRefusal.TokenUnavailable(
                "the given text is not a bearer token (RFC 6750, section 2.1)"));
  }

  /** Returns the user; never a secret. */
  @Override
  public String toString() {
    return "credentials of " + user;
  }
}
