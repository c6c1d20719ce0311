package io.github.mailclad.internal.config;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.internal.config.AccountRules.Memory;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.Settings.Setting;
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
            .effective()
            .apply(PolicyKey.ACCOUNT_STORE)
            .flatMap(this::memory)
            .orElseGet(Memory.Unconfigured::new),
        pins);
  }

  private Optional<Memory> memory(Setting setting) {
    if (setting.value() instanceof AccountStore store) {
      return Optional.of(new Memory.Given(store));
    }
    return values
        .path(setting, PolicyKey.ACCOUNT_STORE)
        .map(folder -> new Memory.Folder(folder, setting.key()));
  }
}
