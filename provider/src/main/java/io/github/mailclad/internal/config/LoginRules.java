package io.github.mailclad.internal.config;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.AuthMechanism.Secret;
import io.github.mailclad.TokenSupplier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an account may log in.
 *
 * @param mechanisms an allow-list, the preferred one first; at least one
 * @param tokens gives OAuth tokens; null for nobody, and then the password of a list with token
 *     mechanisms is the token
 */
public record LoginRules(List<AuthMechanism> mechanisms, @Nullable TokenSupplier tokens) {
  /** Copies the list and refuses one from which a token could travel as a password. */
  public LoginRules {
    mechanisms = List.copyOf(mechanisms);
    if (mechanisms.isEmpty()) {
      throw new IllegalArgumentException("no mechanism left");
    }
    if (tokens == null && mixesPasswordsAndTokens(mechanisms)) {
      throw new IllegalArgumentException("a password that may be a token");
    }
  }

  /** The rules of an account that has none of its own. */
  static LoginRules byDefault() {
    return new LoginRules(AuthMechanism.BY_DEFAULT, null);
  }

  static boolean mixesPasswordsAndTokens(List<AuthMechanism> mechanisms) {
    return mechanisms.stream().anyMatch(m -> m.secret() == Secret.TOKEN)
        && mechanisms.stream().anyMatch(m -> m.secret() == Secret.PASSWORD);
  }

  /** Whether every allowed login goes without a password from the application. */
  public boolean needNoPassword() {
    return mechanisms.stream()
        .allMatch(
            m ->
                m.secret() == Secret.CLIENT_CERTIFICATE
                    || (m.secret() == Secret.TOKEN && tokens != null));
  }
}
