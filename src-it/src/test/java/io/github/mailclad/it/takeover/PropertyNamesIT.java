package io.github.mailclad.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that every property that Angus and the API read was judged. A name of a new version fails
 * them: it belongs into {@code AngusProperty}, or into a list of {@link PropertyNames}.
 */
class PropertyNamesIT {
  @ParameterizedTest
  @ValueSource(strings = {"angus-oldest", "split-2.1.5", "angus-newest"})
  void everyPropertyIsKnown(String folder) throws Exception {
    Set<String> names = new TreeSet<>();
    for (Path jar : Jars.in(folder)) {
      // activation reads files of its own, and no property of mail
      if (!jar.getFileName().toString().contains("activation")) {
        names.addAll(PropertyNames.in(jar));
      }
    }
    assertTrue(names.size() > 120, names::toString);
    assertTrue(
        names.containsAll(Set.of("ssl.trust", "rsetbeforequit", "quitwait", "mail.user", "class")),
        names::toString);
    assertEquals(
        !folder.equals("angus-oldest"), names.contains("ssl.hostnameverifier"), names::toString);
    assertEquals(Set.of(), PropertyNames.unknown(names));
  }

  @Test
  void aNewPropertyWouldBeFound() {
    assertEquals(
        Set.of("ssl.verifynothing", "mail.trust"),
        PropertyNames.unknown(Set.of("ssl.verifynothing", "mail.trust", "ssl.trust", "host")));
  }
}
