package io.github.mailclad.internal.config;

import io.github.mailclad.Location;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the values of settings.
 *
 * @param effective the value of a setting that counts
 * @param notOneOf is told of a value that a setting does not have
 * @param problem is told of everything else that is wrong
 */
record SettingValues(
    Function<PolicyKey, Optional<Setting>> effective,
    BiConsumer<Setting, PolicyKey> notOneOf,
    Consumer<SettingProblem> problem) {

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

  /** The location that a setting of text names; empty where it names none, which was told. */
  Optional<Location> location(Setting setting, PolicyKey key) {
    Optional<String> text = setting.text();
    if (text.isEmpty()) {
      notOneOf.accept(setting, key);
      return Optional.empty();
    }
    NamedLocation named = NamedLocation.of(text.get());
    if (named instanceof NamedLocation.Unknown unknown) {
      problem.accept(
          new SettingProblem(setting.key(), unknown.problem(), "set it to: " + key.choices()));
      return Optional.empty();
    }
    return Optional.of(((NamedLocation.Known) named).location());
  }

  /**
   * The file or folder of this machine that a setting of text names, for what changes while the
   * application runs; empty where it names none, which was told.
   */
  Optional<Path> path(Setting setting, PolicyKey key) {
    Optional<Location> location = location(setting, key);
    if (location.isPresent() && !(location.get() instanceof Location.OfFile)) {
      problem.accept(
          new SettingProblem(
              setting.key(),
              "has to be a file or folder of this machine",
              "set it to: " + key.choices()));
    }
    return location
        .filter(Location.OfFile.class::isInstance)
        .map(file -> ((Location.OfFile) file).path());
  }

  private static String word(Enum<?> choice) {
    return choice.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
