package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import java.util.List;

/** The result of a login at the servers of an account. */
sealed interface LoginResult {
  /** Every server accepted the password. */
  record Accepted(List<ConnectionSecurity> connections) implements LoginResult {}

  /** A verified server rejected the password; the others were not asked. */
  record Rejected(MailService service) implements LoginResult {}

  /**
   * The set-up ended because a server must not be used, or because of another failure.
   *
   * @param step {@code Refused} or {@code Failed}, which ends the set-up
   */
  record Ended(SetupStep step) implements LoginResult {}
}
