package io.github.mailclad.internal.config;

import io.github.mailclad.account.AccountStore;
import org.jspecify.annotations.Nullable;

/**
 * The rules for remembering an account.
 *
 * @param store the store; null for the memory of the process, which lasts as long as the
 *     application runs
 * @param pins the source of an accepted certificate
 */
public record AccountRules(@Nullable ConfiguredStore store, Pins pins) {

  /** Returns the rules of an account without its own rules. */
  public static AccountRules byDefault() {
    return new AccountRules(/* store= */ null, Pins.AS_SET);
  }

  /**
   * The store that the settings name.
   *
   * @param store the store
   * @param name its name in messages: the property that names its folder, or other words
   */
  public record ConfiguredStore(AccountStore store, String name) {}

  /** The source of an accepted certificate. */
  public enum Pins {
    /** The properties, if they have one. */
    AS_SET,
    /** The memory of the account, for the service and server for which it was accepted. */
    STORED
  }
}
