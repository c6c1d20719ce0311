package io.github.mailclad.internal.config;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.internal.config.Settings.Setting;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads the settings of revocation.
 *
 * @param values reads each of them
 */
record RevocationSettings(SettingValues values) {

  /** The policy; what cannot be read has its default, and was told. */
  RevocationPolicy read() {
    RevocationPolicy defaults = RevocationPolicy.defaults();
    return new RevocationPolicy(
        values.choice(PolicyKey.REVOCATION, Requirement.values()).orElse(defaults.requirement()),
        values
            .effective()
            .apply(PolicyKey.REVOCATION_CRLS)
            .flatMap(this::crls)
            .orElse(defaults.crls()),
        values.choice(PolicyKey.REVOCATION_FETCH, Fetch.values()).orElse(defaults.fetch()),
        values
            .value(PolicyKey.REVOCATION_TIMEOUT, RevocationSettings::timeout)
            .orElse(defaults.timeout()));
  }

  private static Optional<Duration> timeout(Setting setting) {
    return PolicyReader.wholeNumber(setting)
        .filter(millis -> millis >= 1 && millis <= 60_000)
        .map(Duration::ofMillis);
  }

  private Optional<Crls> crls(Setting setting) {
    Object value = setting.value();
    if (value instanceof String) {
      return values.path(setting, PolicyKey.REVOCATION_CRLS).map(CrlFiles::new);
    }
    Collection<?> items =
        value instanceof Collection<?> collection
            ? collection
            : value instanceof Object[] array ? Arrays.asList(array) : List.of(value);
    List<X509CRL> lists =
        items.stream().filter(X509CRL.class::isInstance).map(X509CRL.class::cast).toList();
    if (lists.isEmpty() || lists.size() < items.size()) {
      values.notOneOf().accept(setting, PolicyKey.REVOCATION_CRLS);
      return Optional.empty();
    }
    return Optional.of(new GivenCrls(lists));
  }
}
