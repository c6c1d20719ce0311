package io.github.mailclad.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("mailclad.root", "..")).resolve("docs/audit.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9-]+)` \\| ([^|]+) \\| [^|]+ \\| ([a-z0-9]+) \\| ([^|]*) ?\\|");

  @Test
  void theDocumentHasEachCheckAsTheCatalogueHasIt() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (Check check : Catalogue.all()) {
      if (!check.id().startsWith("connect-") && !check.id().startsWith("discover-")) {
        expected.add(
            row(
                check.id(),
                check.title(),
                check.profile().label(),
                String.join(" ", check.requirements())));
      }
    }
    Set<String> written = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(DOCUMENT));
    while (rows.find()) {
      written.add(row(rows.group(1), rows.group(2), rows.group(3), rows.group(4).strip()));
    }
    assertEquals(String.join("\n", expected), String.join("\n", written));
  }

  private static String row(String... columns) {
    return String.join(" | ", columns);
  }
}
