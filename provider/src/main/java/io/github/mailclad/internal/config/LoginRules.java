package io.github.mailclad.internal.config;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.AuthMechanism.Secret;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.internal.oauth.OAuthRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The login rules of an account.
 *
 * @param mechanisms the allowed mechanisms, the preferred one first; at least one
 * @param tokens the application's supplier of OAuth tokens; null for none
 * @param oauth the rules by which tokens are requested; null for none. If both are null, the
 *     password is the token for a list with token mechanisms
 */
public record LoginRules(
    List<AuthMechanism> mechanisms,
    @Nullable OAuthTokenSupplier tokens,
    @Nullable OAuthRules oauth) {
  /**
   * Copies the list. Refuses a list with which a token could be sent as a password, or a password
   * although tokens are requested.
   */
  public LoginRules {
    mechanisms = List.copyOf(mechanisms);
    if (mechanisms.isEmpty()) {
      throw new IllegalArgumentException("no mechanism left");
    }
    if (tokens == null && mixesPasswordsAndTokens(mechanisms)) {
      throw new IllegalArgumentException("a password that may be a token");
    }
    if (oauth != null && (tokens != null || mechanisms.stream().anyMatch(LoginRules::isPassword))) {
      throw new IllegalArgumentException("something beside the requested tokens");
    }
  }

  /** Creates the rules of an account for which no tokens are requested. */
  public LoginRules(List<AuthMechanism> mechanisms, @Nullable OAuthTokenSupplier tokens) {
    this(mechanisms, tokens, null);
  }

  static boolean isPassword(AuthMechanism mechanism) {
    return mechanism.secret() == Secret.PASSWORD;
  }

  /** Returns the rules of an account without its own rules. */
  static LoginRules byDefault() {
    return new LoginRules(AuthMechanism.BY_DEFAULT, null);
  }

  static boolean mixesPasswordsAndTokens(List<AuthMechanism> mechanisms) {
    boolean passwords = false;
    boolean tokens = false;
    for (AuthMechanism mechanism : mechanisms) {
      passwords |= mechanism.secret() == Secret.PASSWORD;
      tokens |= mechanism.secret() == Secret.TOKEN;
    }
    return passwords && tokens;
  }

  /** Returns whether no allowed login needs a password from the application. */
  public boolean needNoPassword() {
    for (AuthMechanism mechanism : mechanisms) {
      if (mechanism.secret() != Secret.CLIENT_CERTIFICATE
          && (mechanism.secret() != Secret.TOKEN || (tokens == null && oauth == null))) {
        return false;
      }
    }
    return true;
  }
}
