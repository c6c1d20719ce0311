package io.github.mailclad.internal.config;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.Settings.Setting;
import java.util.Optional;

/** Reads the minimum level with the accepted certificate that it may have; used once. */
final class LevelSettings {
  private final SettingReader reading;
  private Pins pins = Pins.AS_SET;

  LevelSettings(SettingReader reading) {
    this.reading = reading;
  }

  /** Returns the source of the accepted certificate, after the level was read. */
  Pins pins() {
    return pins;
  }

  /**
   * Reads the minimum level. A setting that lowers the level is read only under the used name, so
   * that one account's exception does not affect another.
   *
   * @param given the policy that the application passes as an object; its level counts
   * @param policy gets the level
   * @return whether there is no minimum
   */
  boolean read(Optional<SecurityPolicy> given, SecurityPolicy.Builder policy) {
    Optional<AccountPin> pin = readAccountPin();
    boolean encrypted = false;
    boolean lowered = false;
    for (Setting setting : reading.settings(PolicyKeys.MINIMUM_LEVEL)) {
      Optional<ConfidentialityLevel> level = reading.parse(setting, PolicyKeys.MINIMUM_LEVEL);
      if (level.isPresent() && level.get() != ConfidentialityLevel.AUTHENTICATED) {
        boolean lowers = lowers(setting, PolicyKeys.MINIMUM_LEVEL);
        encrypted |= lowers && level.get() == ConfidentialityLevel.ENCRYPTED;
        lowered |= lowers && level.get() == ConfidentialityLevel.NONE;
      }
    }
    if (given.isPresent()) {
      return given.get().minimumLevel() == ConfidentialityLevel.NONE;
    }
    if (lowered) {
      policy.dangerouslyWithoutMinimum();
    } else if (encrypted && pins == Pins.STORED) {
      // if the account has no such certificate, the default level is required
      return false;
    } else if (encrypted && pin.isPresent()) {
      policy.dangerouslyAccepting(pin.get());
    } else if (encrypted || pin.isPresent() || pins == Pins.STORED) {
      String level = reading.underTheUsedName(PolicyKeys.MINIMUM_LEVEL);
      String certificate = reading.underTheUsedName(PolicyKeys.ACCOUNT_PIN);
      reading.problem(
          encrypted ? level : certificate,
          "an account pin and the minimum level encrypted need each other",
          "set both " + certificate + " and " + level + "=encrypted, or neither");
    }
    return lowered;
  }

  private Optional<AccountPin> readAccountPin() {
    Optional<AccountPin> pin = Optional.empty();
    for (Setting setting : reading.settings(PolicyKeys.ACCOUNT_PIN)) {
      Optional<Optional<AccountPin>> read = reading.parse(setting, PolicyKeys.ACCOUNT_PIN);
      if (read.isPresent() && lowers(setting, PolicyKeys.ACCOUNT_PIN)) {
        pin = read.get();
        pins = read.get().isEmpty() ? Pins.STORED : pins;
      }
    }
    return pin;
  }

  /** Returns whether a setting that lowers the level is set under the used name. */
  private boolean lowers(Setting setting, Key<?> key) {
    if (setting.key().equals(reading.underTheUsedName(key))) {
      return true;
    }
    if (setting.key().equals("mail." + key.suffix())) {
      reading.problem(
          setting.key(),
          "would lower every account of the session",
          "set it for the one protocol that needs it: " + reading.underTheUsedName(key));
    } else {
      reading.note(
          setting.key()
              + "="
              + (setting.value() instanceof Enum<?> level ? Parser.wordOf(level) : setting.value())
              + " does not apply to "
              + reading.settings().protocol().text());
    }
    return false;
  }
}
