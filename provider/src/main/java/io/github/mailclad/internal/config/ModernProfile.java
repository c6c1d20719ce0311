package io.github.mailclad.internal.config;

import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.PolicyKeys.Profile;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.config.TlsKeys.Safeguards;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The profile {@code modern}, compared with the settings of one account: TLS 1.3 only (RFC 9846;
 * RFC 9851 admits no new features to TLS 1.2), and verified servers only.
 *
 * @param contradictions the settings that ask for less than the profile
 */
public record ModernProfile(List<SettingProblem> contradictions) {
  private static final Set<TlsVersion> VERSIONS = Set.of(TlsVersion.TLS_1_3);

  public ModernProfile {
    contradictions = List.copyOf(contradictions);
  }

  /** Begins a policy with the requirements of the profile. */
  static void begin(SecurityPolicy.Builder policy) {
    policy.versions(VERSIONS).requiredSafeguards(EnumSet.allOf(TlsSafeguard.class));
  }

  /**
   * Compares the settings with the profile.
   *
   * @param object the policy that the application passes as an object; empty for none
   */
  static ModernProfile comparedWith(SettingReader reading, Optional<SecurityPolicy> object) {
    Comparison comparison = new Comparison(reading, new ArrayList<>());
    comparison.of(TlsKeys.OLDEST_TLS, oldest -> !VERSIONS.contains(oldest), "admits TLS 1.2");
    comparison.of(
        TlsKeys.TLS12_SAFEGUARDS,
        use -> use == Safeguards.REPORT,
        "asks for less than the safeguards of TLS 1.2");
    comparison.of(
        ClientKeys.CLIENT_CERTIFICATE_ALSO_OVER,
        connections -> connections.contains(Exposure.TLS_1_2),
        "is about TLS 1.2");
    comparison.ofUsedName(
        PolicyKeys.MINIMUM_LEVEL,
        level -> level != ConfidentialityLevel.AUTHENTICATED,
        "asks for less than a verified server");
    comparison.ofUsedName(
        PolicyKeys.ACCOUNT_PIN, pin -> true, "accepts a server that cannot be verified");
    object.ifPresent(comparison::ofObject);
    return new ModernProfile(comparison.found());
  }

  /** Returns the refusal that the profile has for an open connection; empty for none. */
  public Optional<Refusal> objection(ConnectionSecurity got) {
    NegotiatedTls tls = got.tls();
    if (tls != null && !VERSIONS.contains(tls.version())) {
      return Optional.of(
          new HandshakeRefusal.TlsVersionRefused(PeerText.of(tls.version().jsseName()), VERSIONS));
    }
    return contradictions.isEmpty()
        ? Optional.empty()
        : Optional.of(new SettingsRefusal.UnsafeSettings(contradictions));
  }

  private record Comparison(SettingReader reading, List<SettingProblem> found) {
    /** Compares the effective value of a setting. */
    <T> void of(Key<T> key, Predicate<T> asksForLess, String problem) {
      reading
          .setting(key)
          .filter(setting -> reading.parse(setting, key).filter(asksForLess).isPresent())
          .ifPresent(setting -> add(setting, problem));
    }

    /** Compares the value of a setting that is read under the used name only. */
    <T> void ofUsedName(Key<T> key, Predicate<T> asksForLess, String problem) {
      String used = reading.underTheUsedName(key);
      reading.settings(key).stream()
          .filter(setting -> setting.key().equals(used))
          .filter(setting -> reading.parse(setting, key).filter(asksForLess).isPresent())
          .forEach(setting -> add(setting, problem));
    }

    void ofObject(SecurityPolicy policy) {
      Optional<Setting> setting = reading.setting(PolicyKeys.POLICY);
      if (!VERSIONS.containsAll(policy.tls().versions())) {
        setting.ifPresent(object -> add(object, "admits TLS 1.2"));
      }
      if (policy.minimumLevel() != ConfidentialityLevel.AUTHENTICATED) {
        setting.ifPresent(object -> add(object, "asks for less than a verified server"));
      }
    }

    private void add(Setting setting, String problem) {
      String profile = PolicyKeys.PROFILE.name() + "=" + Parser.wordOf(Profile.MODERN);
      found.add(
          new SettingProblem(
              setting.key(),
              problem + ", and " + profile + " requires more",
              "remove it, or set "
                  + reading.underTheUsedName(PolicyKeys.PROFILE)
                  + "="
                  + Parser.wordOf(Profile.RFC8314)));
    }
  }
}
