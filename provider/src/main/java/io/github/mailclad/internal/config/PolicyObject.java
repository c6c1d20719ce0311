package io.github.mailclad.internal.config;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.Settings.Setting;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a policy that the application passes as an object.
 *
 * @param reading the reading of all settings
 */
record PolicyObject(SettingReader reading) {
  /**
   * The settings of the level of a stored certificate, which no object can have because the
   * certificate is looked up later.
   */
  private static final Set<Key<?>> OF_STORED_PIN =
      Set.of(PolicyKeys.MINIMUM_LEVEL, PolicyKeys.ACCOUNT_PIN);

  /**
   * Returns the effective policy. Its level does not apply to other names, like a level that is set
   * on its own; all other requirements do.
   */
  Optional<SecurityPolicy> read() {
    String ofSession = "mail." + PolicyKeys.POLICY.suffix();
    String used = reading.underTheUsedName(PolicyKeys.POLICY);
    Optional<Setting> general = reading.settings().get(ofSession);
    if (general.isPresent() && isLowering(general.get())) {
      reading.problem(
          ofSession,
          "would lower every account of the session",
          "set it for the one protocol that needs it: " + used);
    }
    Optional<Setting> setting = reading.setting(PolicyKeys.POLICY);
    Optional<SecurityPolicy> policy = reading.find(PolicyKeys.POLICY);
    if (policy.isEmpty() || !isLowering(setting.get()) || setting.get().key().equals(used)) {
      return policy;
    }
    reading.note(
        "the minimum level in "
            + setting.get().key()
            + " does not apply to "
            + reading.settings().protocol().text());
    return policy.map(lowered -> lowered.toBuilder().authenticated().build());
  }

  private static boolean isLowering(Setting setting) {
    return setting.value() instanceof SecurityPolicy policy
        && policy.minimumLevel() != ConfidentialityLevel.AUTHENTICATED;
  }

  /**
   * Reports settings beside the object that decide the same as the object, because it would be
   * unclear which of them applies.
   */
  void check(SecurityPolicy policy, Pins pins) {
    String object = key();
    boolean storedPin =
        pins == Pins.STORED && policy.minimumLevel() == ConfidentialityLevel.AUTHENTICATED;
    for (Key<?> key : SettingGroup.allKeys()) {
      if (key.isDecidedBy(policy) && !(storedPin && OF_STORED_PIN.contains(key))) {
        reading
            .settings(key)
            .forEach(
                setting ->
                    reading.problem(
                        setting.key(),
                        "is decided by the policy in " + object + ", too",
                        "remove one of them"));
      }
    }
    if (policy.minimumLevel() == ConfidentialityLevel.ENCRYPTED) {
      reading
          .setting(ClientKeys.CLIENT_CERTIFICATE)
          .ifPresent(
              setting ->
                  reading.problem(
                      setting.key(),
                      "is not for a server with an accepted certificate, as the policy in "
                          + object
                          + " has it",
                      "name that server's certificate as a trust anchor in the policy instead"));
    }
    if (pins == Pins.STORED && policy.clientIdentity() != null) {
      reading.problem(
          object,
          "has a client certificate, which is not for a server with an accepted certificate",
          "leave it out, or name that server's certificate as a trust anchor instead of account-pin");
    }
  }

  void noteWhatHasNoEffect(SecurityPolicy policy) {
    SecurityPolicy.Builder effective = SecurityPolicy.builder().dangerouslyWithoutMinimum();
    if (policy.trust().dane() != null) {
      effective.dane(policy.trust().dane());
    }
    if (!policy.equals(effective.build())) {
      reading.note(
          "only minimum level and DANE of " + key() + " have an effect with the level none");
    }
  }

  private String key() {
    return reading.setting(PolicyKeys.POLICY).map(Setting::key).orElseThrow();
  }
}
