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

/** The keys under {@code mailclad}, according to {@link MailcladProperties}. */
final class SettingTree {
  /** The prefix of all keys. */
  static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("mailclad");

  private SettingTree() {}

  /** The result of a search for a key. */
  sealed interface Found {}

  /** The key exists. */
  record Known() implements Found {}

  /**
   * The key does not exist.
   *
   * @param typed the first element that does not exist
   * @param above the key above it, which exists
   * @param type the record with the keys at that place
   */
  record Unknown(String typed, ConfigurationPropertyName above, Class<?> type) implements Found {
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
          ? Nearest.question(typed, names(type), above + ".")
          : " Did you mean " + String.join(" or ", deeper) + "?";
    }
  }

  /** Finds a key under {@code mailclad}. */
  static Found find(ConfigurationPropertyName name) {
    ConfigurationPropertyName above = ROOT;
    Class<?> type = MailcladProperties.class;
    for (int i = ROOT.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
      String typed = name.getElement(i, Form.DASHED);
      Optional<RecordComponent> known =
          components(type).filter(c -> dashed(c).equals(typed)).findFirst();
      if (known.isEmpty()) {
        return new Unknown(typed, above, type);
      }
      if (known.get().getName().equals("accounts") && i + 1 < name.getNumberOfElements()) {
        i++;
        type = Account.class;
      } else if (known.get().getType().isRecord()) {
        type = known.get().getType();
      } else {
        return new Known();
      }
      above = name.chop(i + 1);
    }
    return new Known();
  }

  private static Stream<RecordComponent> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents());
  }

  private static List<String> names(Class<?> type) {
    return components(type).map(SettingTree::dashed).sorted().toList();
  }

  private static String dashed(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
