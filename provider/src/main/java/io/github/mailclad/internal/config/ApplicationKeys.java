package io.github.mailclad.internal.config;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.SettingNames;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.internal.config.AccountRules.ConfiguredStore;
import io.github.mailclad.internal.config.Settings.Setting;
import java.util.List;

/** The settings of what the application keeps and hears of its accounts. */
public final class ApplicationKeys {
  private ApplicationKeys() {}

  public static final Key<ConfiguredStore> ACCOUNT_STORE =
      Key.of(
              "account-store",
              ApplicationKeys::store,
              "a folder name, file:, or an object",
              "The store of what is remembered of accounts.",
              "It keeps their servers, the TLS and the proofs of identity that were seen there, and the decisions of a person.",
              "A folder of this machine, which several processes may share.",
              "As an object: an `io.github.mailclad.account.AccountStore`, for example a `JdbcAccountStore` that several machines share.",
              "Unset, accounts are remembered as long as the application runs.",
              "A state that cannot be read or is not valid is a refusal.")
          .object();

  public static final Key<SecurityListener> LISTENER =
      Key.ofObject(
          "listener",
          SecurityListener.class,
          "An `io.github.mailclad.SecurityListener` for every connection, every refusal and the security events of accounts.");

  public static final Key<SettingNames> SETTING_NAMES =
      Key.ofObject(
              "setting-names",
              SettingNames.class,
              "An `io.github.mailclad.SettingNames` that knows how, and where, a person wrote a session property.",
              "Refusals and log lines name settings by it.",
              "It is for frameworks that make session properties out of their own configuration.")
          .byDefault("each key is its own name");

  static final List<Key<?>> ALL = List.of(ACCOUNT_STORE, LISTENER, SETTING_NAMES);

  static ConfiguredStore store(Setting setting) {
    return setting.value() instanceof AccountStore store
        ? new ConfiguredStore(store, "the account store")
        : new ConfiguredStore(FolderAccountStore.in(Parser.path().parse(setting)), setting.key());
  }
}
