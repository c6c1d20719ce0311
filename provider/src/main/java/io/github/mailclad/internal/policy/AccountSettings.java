package io.github.mailclad.internal.policy;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.internal.policy.AccountRules.Memory;
import io.github.mailclad.internal.policy.AccountRules.Pins;
import io.github.mailclad.internal.policy.Settings.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads where accounts are remembered.
 *
 * @param values reads each setting
 */
record AccountSettings(SettingValues values) {

  /** The rules; what cannot be read has its default, and was told. */
  AccountRules rules(Pins pins) {
    return new AccountRules(
        values
            .value(PolicyKey.ACCOUNT_STORE, AccountSettings::memory)
            .orElseGet(Memory.Unconfigured::new),
        pins);
  }

  private static Optional<Memory> memory(Setting setting) {
    if (setting.value() instanceof AccountStore store) {
      return Optional.of(new Memory.Given(store));
    }
    try {
      return setting
          .text()
          .filter(folder -> !folder.isBlank())
          .map(folder -> new Memory.Folder(Path.of(folder), setting.key()));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
