package io.github.mailclad.internal.config;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.Optional;

/**
 * The lowest minimum level that a session of this JVM may have, set by the system property {@value
 * #PROPERTY}. Programs let others write session properties; they cannot write this.
 *
 * @param level the level; {@code NONE} permits every session
 * @param problems the problem of a wrong value, which refuses every session; empty for none
 */
public record LevelFloor(ConfidentialityLevel level, List<SettingProblem> problems) {
  /** The system property, with a value of the setting {@code minimum-level}. */
  public static final String PROPERTY = "io.github.mailclad.minimum-level";

  /** Permits every session. */
  public static final LevelFloor NONE = new LevelFloor(ConfidentialityLevel.NONE, List.of());

  public LevelFloor {
    problems = List.copyOf(problems);
  }

  /**
   * Returns the floor of a JVM.
   *
   * @param value the value of the system property; empty if it is not set
   */
  public static LevelFloor of(String value) {
    if (value.isEmpty()) {
      return NONE;
    }
    Setting setting = new Setting("-D" + PROPERTY, value);
    try {
      return new LevelFloor(PolicyKeys.MINIMUM_LEVEL.parse(setting), List.of());
    } catch (IllegalArgumentException e) {
      return new LevelFloor(
          ConfidentialityLevel.AUTHENTICATED,
          List.of(
              new SettingProblem(
                  setting.key(),
                  ShownValue.of(setting, PolicyKeys.MINIMUM_LEVEL) + " is not valid here",
                  "set it to: " + PolicyKeys.MINIMUM_LEVEL.choices())));
    }
  }

  /**
   * Reports the settings of the used name that ask for less. Settings of other names do not lower
   * the account.
   *
   * @param object the policy that the application passes as an object; empty for none
   */
  void check(SettingReader reading, Optional<SecurityPolicy> object) {
    reading.problems(problems);
    if (level == ConfidentialityLevel.NONE) {
      return;
    }
    String used = reading.underTheUsedName(PolicyKeys.MINIMUM_LEVEL);
    reading
        .settings()
        .get(used)
        .filter(s -> reading.parse(s, PolicyKeys.MINIMUM_LEVEL).filter(this::isAbove).isPresent())
        .ifPresent(setting -> report(reading, setting));
    if (isAbove(ConfidentialityLevel.ENCRYPTED)) {
      reading
          .settings()
          .get(reading.underTheUsedName(PolicyKeys.ACCOUNT_PIN))
          .ifPresent(setting -> report(reading, setting));
    }
    object
        .filter(policy -> isAbove(policy.minimumLevel()))
        .flatMap(policy -> reading.setting(PolicyKeys.POLICY))
        .ifPresent(setting -> report(reading, setting));
  }

  private boolean isAbove(ConfidentialityLevel minimum) {
    return !minimum.meets(level);
  }

  private void report(SettingReader reading, Setting setting) {
    reading.problem(
        setting.key(),
        "asks for less than -D" + PROPERTY + "=" + Parser.wordOf(level) + ", which no session may",
        "remove it");
  }
}
