package io.github.mailclad.internal.config;

import io.github.mailclad.account.AccountStore;
import java.nio.file.Path;

/**
 * What is remembered of an account, and where.
 *
 * @param memory where
 * @param pins where an accepted certificate comes from
 */
public record AccountRules(Memory memory, Pins pins) {

  /** The rules of an account that has none of its own. */
  public static AccountRules byDefault() {
    return new AccountRules(new Memory.Unconfigured(), Pins.AS_SET);
  }

  /** Where accounts are remembered. */
  public sealed interface Memory {
    /** As long as the application runs. */
    record Unconfigured() implements Memory {}

    /**
     * In a folder.
     *
     * @param path the folder
     * @param key the property that names it
     */
    record Folder(Path path, String key) implements Memory {}

    /**
     * In a store of the application's.
     *
     * @param store the store
     */
    record Given(AccountStore store) implements Memory {}
  }

  /** Where an accepted certificate comes from. */
  public enum Pins {
    /** From the properties, if they have one. */
    AS_SET,
    /** From the memory of the account, for the service and server that it was accepted for. */
    STORED
  }
}
