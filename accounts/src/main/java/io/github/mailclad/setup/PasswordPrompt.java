package io.github.mailclad.setup;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Minimum;
import io.github.mailclad.SecurityIndicator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a person for the password of an account. It is called only after every server of the account
 * was connected to and met what the account requires, or the person was warned that it does not.
 */
@FunctionalInterface
public interface PasswordPrompt {

  /**
   * What the person should see beside the prompt.
   *
   * @param account the account
   * @param connections what the connection to each service got; one that is {@link
   *     ConnectionSecurity.Unjudged} was not tried and protects nothing
   */
  record Context(String account, List<ConnectionSecurity> connections) {
    public Context {
      connections = List.copyOf(connections);
    }

    /** How well the password is kept from others: as at the worst of the connections. */
    public SecurityIndicator indicator() {
      Minimum minimum = new Minimum(ConfidentialityLevel.AUTHENTICATED, Set.of());
      return SecurityIndicator.worst(
          connections.stream().map(c -> SecurityIndicator.of(c, minimum)).toList());
    }
  }

  /** The password; empty if the person gives none. */
  Optional<String> password(Context context);
}
