package io.github.mailclad.internal.policy;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.internal.policy.Settings.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads the settings of revocation.
 *
 * @param effective the value of a setting that counts
 * @param notOneOf is told of a value that a setting does not have
 */
record RevocationSettings(
    Function<PolicyKey, Optional<Setting>> effective, BiConsumer<Setting, PolicyKey> notOneOf) {

  /** The policy; what cannot be read has its default, and was told. */
  RevocationPolicy read() {
    RevocationPolicy defaults = RevocationPolicy.defaults();
    return new RevocationPolicy(
        value(PolicyKey.REVOCATION, s -> word(s, Requirement.values()))
            .orElse(defaults.requirement()),
        value(PolicyKey.REVOCATION_CRLS, RevocationSettings::crls).orElse(defaults.crls()),
        value(PolicyKey.REVOCATION_FETCH, s -> word(s, Fetch.values())).orElse(defaults.fetch()),
        value(PolicyKey.REVOCATION_TIMEOUT, RevocationSettings::timeout)
            .orElse(defaults.timeout()));
  }

  private <T> Optional<T> value(PolicyKey key, Function<Setting, Optional<T>> reading) {
    Optional<Setting> setting = effective.apply(key);
    Optional<T> value = setting.flatMap(reading);
    if (value.isEmpty()) {
      setting.ifPresent(s -> notOneOf.accept(s, key));
    }
    return value;
  }

  private static <E extends Enum<E>> Optional<E> word(Setting setting, E[] choices) {
    return Arrays.stream(choices)
        .filter(
            c ->
                c.name()
                    .replace('_', '-')
                    .toLowerCase(Locale.ROOT)
                    .equals(PolicyReader.word(setting)))
        .findFirst();
  }

  private static Optional<Duration> timeout(Setting setting) {
    return PolicyReader.wholeNumber(setting)
        .filter(millis -> millis >= 1 && millis <= 60_000)
        .map(Duration::ofMillis);
  }

  private static Optional<Crls> crls(Setting setting) {
    Object value = setting.value();
    if (value instanceof String text) {
      try {
        return text.isBlank() ? Optional.empty() : Optional.of(new CrlFiles(Path.of(text)));
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }
    Collection<?> items =
        value instanceof Collection<?> collection
            ? collection
            : value instanceof Object[] array ? Arrays.asList(array) : List.of(value);
    List<X509CRL> lists =
        items.stream().filter(X509CRL.class::isInstance).map(X509CRL.class::cast).toList();
    return lists.isEmpty() || lists.size() < items.size()
        ? Optional.empty()
        : Optional.of(new GivenCrls(lists));
  }
}
