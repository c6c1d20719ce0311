package io.github.mailclad.internal.config;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.Settings.Setting;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the settings say about TLS itself.
 *
 * @param versions the versions that are offered
 * @param keyExchange which key exchanges are accepted
 * @param requiredSafeguards the safeguards without which TLS 1.2 is refused
 */
record TlsSettings(
    Set<TlsVersion> versions, KeyExchange keyExchange, Set<TlsSafeguard> requiredSafeguards) {

  /** Copies the sets. */
  TlsSettings {
    versions = Set.copyOf(versions);
    requiredSafeguards = Set.copyOf(requiredSafeguards);
  }

  /** What a policy holds. */
  static TlsSettings of(SecurityPolicy policy) {
    return new TlsSettings(
        policy.tls().versions(), policy.tls().keyExchange(), policy.tls().requiredSafeguards());
  }

  /** What cannot be read has its default, and was told. */
  static TlsSettings read(SettingValues values) {
    TlsVersion oldest =
        values
            .value(PolicyKey.OLDEST_TLS, setting -> TlsVersion.of(setting.text().orElse("")))
            .orElse(TlsVersion.TLS_1_2);
    KeyExchange keyExchange =
        values.choice(PolicyKey.KEY_EXCHANGE, KeyExchange.values()).orElse(KeyExchange.ANY);
    return new TlsSettings(
        // TLS 1.2 has no post-quantum key exchange
        EnumSet.range(
            keyExchange == KeyExchange.ANY ? oldest : TlsVersion.TLS_1_3, TlsVersion.TLS_1_3),
        keyExchange,
        values.value(PolicyKey.TLS12_SAFEGUARDS, TlsSettings::safeguards).orElse(Set.of()));
  }

  private static Optional<Set<TlsSafeguard>> safeguards(Setting setting) {
    return switch (PolicyReader.word(setting)) {
      case "report" -> Optional.of(Set.of());
      case "required" -> Optional.of(EnumSet.allOf(TlsSafeguard.class));
      default -> Optional.empty();
    };
  }
}
