package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.autoconfigure.MailcladProperties.Account;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * A key under {@code mailclad} that does not exist, according to {@link MailcladProperties}.
 *
 * @param typed the first element that does not exist
 * @param above the key above it, which exists
 * @param type the record with the keys at that place
 */
record UnknownSetting(String typed, ConfigurationPropertyName above, Class<?> type) {
  /** The prefix of all keys. */
  static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("mailclad");

  /** Returns the part of a key that does not exist; empty if the key exists. */
  static Optional<UnknownSetting> in(ConfigurationPropertyName name) {
    ConfigurationPropertyName above = ROOT;
    Class<?> type = MailcladProperties.class;
    for (int i = ROOT.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
      String typed = name.getElement(i, Form.DASHED);
      Optional<RecordComponent> known =
          components(type).filter(c -> dashed(c).equals(typed)).findFirst();
      if (known.isEmpty()) {
        return Optional.of(new UnknownSetting(typed, above, type));
      }
      if (known.get().getName().equals("accounts") && i + 1 < name.getNumberOfElements()) {
        i++;
        type = Account.class;
      } else if (known.get().getType().isRecord()) {
        type = known.get().getType();
      } else {
        return Optional.empty();
      }
      above = name.chop(i + 1);
    }
    return Optional.empty();
  }

  /** Returns the keys that exist at that place. */
  String known() {
    return above + ".{" + String.join(", ", names(type)) + "}.";
  }

  /** Returns the nearest key as a question, after a blank; empty if no key is near. */
  String question() {
    List<String> deeper =
        components(type)
            .filter(c -> c.getType().isRecord() && names(c.getType()).contains(typed))
            .map(c -> above + "." + dashed(c) + "." + typed)
            .sorted()
            .toList();
    return deeper.isEmpty()
        ? NearestName.question(typed, names(type), above + ".")
        : " Did you mean " + String.join(" or ", deeper) + "?";
  }

  private static Stream<RecordComponent> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents());
  }

  private static List<String> names(Class<?> type) {
    return components(type).map(UnknownSetting::dashed).sorted().toList();
  }

  /** Returns the name of a component as it is written in a file. */
  static String dashed(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
