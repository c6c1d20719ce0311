package io.github.mailclad.setup;

import io.github.mailclad.account.AccountState;
import java.time.Clock;
import java.util.Optional;

/**
 * That a person was warned what an account without a minimum confidentiality level means, and wants
 * it (RFC 8314, section 5.2). For one account; made by nothing but the person's answer.
 */
public final class DisableMinimumAck {
  private final String account;
  private final AccountState.MinimumDisabled decision;

  private DisableMinimumAck(String account, AccountState.MinimumDisabled decision) {
    this.account = account;
    this.decision = decision;
  }

  static Optional<DisableMinimumAck> from(Person person, String account, Clock clock) {
    Warning warning = new Warning.MinimumDisabled(account);
    return Asked.of(
        person,
        warning,
        () ->
            new DisableMinimumAck(
                account, new AccountState.MinimumDisabled(clock.instant(), warning.version())));
  }

  /** The account for which it holds. */
  public String account() {
    return account;
  }

  /** What is to be remembered, for that account. */
  AccountState.MinimumDisabled decisionFor(String which) {
    if (!which.equals(account)) {
      throw new IllegalArgumentException(
          "the person was asked about " + account + " and not about " + which);
    }
    return decision;
  }

  @Override
  public String toString() {
    return "no minimum level for " + account;
  }
}
