package io.github.mailclad.account;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The exception for an account whose stored state is not known. Mailclad does nothing for such an
 * account.
 */
public final class AccountStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String account;
  private final String problem;

  /**
   * Creates the exception for an account and a problem.
   *
   * @param account its name; may be empty if the problem concerns all accounts
   * @param problem the problem and its place
   */
  public AccountStoreException(String account, String problem, @Nullable Throwable cause) {
    super("account \"" + account + "\": " + problem, cause);
    this.account = account;
    this.problem = problem;
  }

  /** Returns the account's name. */
  public String account() {
    return account;
  }

  /** Returns the problem and its place. */
  public String problem() {
    return problem;
  }
}
