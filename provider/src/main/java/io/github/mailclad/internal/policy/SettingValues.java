package io.github.mailclad.internal.policy;

import io.github.mailclad.internal.policy.Settings.Setting;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads the values of settings.
 *
 * @param effective the value of a setting that counts
 * @param notOneOf is told of a value that a setting does not have
 */
record SettingValues(
    Function<PolicyKey, Optional<Setting>> effective, BiConsumer<Setting, PolicyKey> notOneOf) {

  /** What a reading makes of a setting; empty where it is not set, or has no such value. */
  <T> Optional<T> value(PolicyKey key, Function<Setting, Optional<T>> reading) {
    Optional<Setting> setting = effective.apply(key);
    Optional<T> value = setting.flatMap(reading);
    if (value.isEmpty()) {
      setting.ifPresent(s -> notOneOf.accept(s, key));
    }
    return value;
  }

  /** The one of the choices that a setting names, in lower case with hyphens. */
  <E extends Enum<E>> Optional<E> choice(PolicyKey key, E[] choices) {
    return value(
        key,
        setting ->
            Arrays.stream(choices)
                .filter(choice -> word(choice).equals(PolicyReader.word(setting)))
                .findFirst());
  }

  private static String word(Enum<?> choice) {
    return choice.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
