package io.github.mailclad.internal.config;

import io.github.mailclad.account.AccountStore;
import java.nio.file.Path;

/**
 * The rules for remembering an account.
 *
 * @param memory the place of the memory
 * @param pins the source of an accepted certificate
 */
public record AccountRules(Memory memory, Pins pins) {

  /** Returns the rules of an account without its own rules. */
  public static AccountRules byDefault() {
    return new AccountRules(new Memory.Unconfigured(), Pins.AS_SET);
  }

  /** The place where accounts are remembered. */
  public sealed interface Memory {
    /** The memory of the process; accounts are remembered as long as the application runs. */
    record Unconfigured() implements Memory {}

    /**
     * A folder.
     *
     * @param path the folder
     * @param key the property that names it
     */
    record Folder(Path path, String key) implements Memory {}

    /**
     * A store of the application.
     *
     * @param store the store
     */
    record Given(AccountStore store) implements Memory {}
  }

  /** The source of an accepted certificate. */
  public enum Pins {
    /** The properties, if they have one. */
    AS_SET,
    /** The memory of the account, for the service and server for which it was accepted. */
    STORED
  }
}
