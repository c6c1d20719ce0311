package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeysTest {

  @Test
  void everySettingIsInTheCatalogueOnce() {
    Set<Object> declared =
        Arrays.stream(Keys.class.getDeclaredFields())
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .map(
                field -> {
                  try {
                    return field.get(null);
                  } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                  }
                })
            .collect(Collectors.toSet());
    assertEquals(declared, new HashSet<>(Keys.all()));
    assertEquals(Keys.all().size(), Keys.all().stream().map(Key::name).distinct().count(), "names");
  }

  /** Only an object and a free text have no words that say what can be set. */
  @Test
  void everySettingIsExplained() {
    for (Key<?> key : Keys.all()) {
      assertTrue(key.sentence().endsWith("."), key.name());
      assertTrue(key.sentence().split(" ").length <= 20, key.name());
      key.details().forEach(detail -> assertTrue(detail.endsWith("."), detail));
      assertTrue(!key.choices().isEmpty(), key.name());
    }
  }
}
