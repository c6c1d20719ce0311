package io.github.mailclad.internal.config;

import io.github.mailclad.Location;
import io.github.mailclad.internal.config.Settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Parses the text or object of a setting.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
interface Parser<T> {

  /**
   * Returns the value.
   *
   * @throws UnusableValue if the problem is more specific than a value outside the choices
   * @throws IllegalArgumentException if the value is not one of the choices
   */
  T parse(Setting setting);

  /** Returns a parser of text. */
  static <T> Parser<T> text(Function<String, T> parse) {
    return setting -> {
      Optional<String> text = setting.text();
      if (text.isEmpty()) {
        throw new IllegalArgumentException();
      }
      return parse.apply(text.get());
    };
  }

  /** Returns a parser of objects of a type. */
  static <T> Parser<T> object(Class<T> type) {
    return setting -> {
      if (!type.isInstance(setting.value())) {
        throw new IllegalArgumentException();
      }
      return type.cast(setting.value());
    };
  }

  /** Returns a parser of one constant, or of the word for it in any case. */
  static <E extends Enum<E>> Parser<E> word(List<E> constants) {
    return setting -> {
      for (E constant : constants) {
        if (constant.equals(setting.value())
            || wordOf(constant).equalsIgnoreCase(setting.text().orElse(null))) {
          return constant;
        }
      }
      throw new IllegalArgumentException();
    };
  }

  /** Returns a parser of a list of words for constants; at least one. */
  static <E extends Enum<E>> Parser<Set<E>> words(E[] constants) {
    return list(
        word -> {
          for (E constant : constants) {
            if (constant.toString().equalsIgnoreCase(word)) {
              return constant;
            }
          }
          throw new IllegalArgumentException();
        });
  }

  /** Returns a parser of words that are separated by commas or white space; at least one. */
  static <T> Parser<Set<T>> list(Function<String, T> parse) {
    return text(
        text -> {
          Set<T> values = new LinkedHashSet<>();
          for (String word : wordsIn(text)) {
            values.add(parse.apply(word));
          }
          if (values.isEmpty()) {
            throw new IllegalArgumentException();
          }
          return values;
        });
  }

  /** Returns a parser of a number in that range. */
  static Parser<Integer> number(int least, int most) {
    return text(text -> numberIn(text, least, most));
  }

  /** Returns a parser of a number of milliseconds above zero. */
  static Parser<Duration> millis(int most) {
    return text(text -> Duration.ofMillis(numberIn(text, 1, most)));
  }

  private static int numberIn(String text, int least, int most) {
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      throw new IllegalArgumentException();
    }
    return number;
  }

  /** Returns a parser of the location of something that is read. */
  static Parser<Location> location() {
    return text(NamedLocation::of);
  }

  /** Returns a parser of a file or folder, for what changes while the application runs. */
  static Parser<Path> path() {
    return text(
        text -> {
          if (NamedLocation.of(text) instanceof Location.OfFile file) {
            return file.path();
          }
          throw new UnusableValue("has to be a file or folder of this machine");
        });
  }

  /** Returns the elements of a collection, an array or a single object. */
  static Collection<?> elements(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection;
    }
    return value instanceof Object[] array ? Arrays.asList(array) : List.of(value);
  }

  /** Returns the words of a text that are separated by commas or white space. */
  static List<String> wordsIn(String text) {
    return Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
  }

  /** Returns the word for a constant: its name in lower case, with hyphens. */
  static String wordOf(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
