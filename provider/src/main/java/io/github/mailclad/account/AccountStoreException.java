package io.github.mailclad.account;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An account of which it cannot be told what is remembered. Nothing is done for it then. */
public final class AccountStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String account;
  private final String problem;

  /**
   * Names the account and the problem.
   *
   * @param account its name; may be empty where it is about all of them
   * @param problem what is wrong, and where
   */
  public AccountStoreException(String account, String problem, @Nullable Throwable cause) {
    super("account \"" + account + "\": " + problem, cause);
    this.account = account;
    this.problem = problem;
  }

  /** The account's name. */
  public String account() {
    return account;
  }

  /** What is wrong, and where. */
  public String problem() {
    return problem;
  }
}
