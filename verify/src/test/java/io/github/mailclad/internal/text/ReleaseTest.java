package io.github.mailclad.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReleaseTest {
  private static final Pattern PARENT =
      Pattern.compile("<artifactId>mailclad-parent</artifactId>\\s*<version>([^<]+)</version>");

  @Test
  void theVersionIsTheOneOfThePom() throws Exception {
    Path pom = Path.of(System.getProperty("mailclad.root", "."), "pom.xml");
    Matcher parent = PARENT.matcher(Files.readString(pom));
    assertTrue(parent.find(), pom.toString());
    assertEquals(parent.group(1), Release.VERSION);
    assertEquals(Release.VERSION, Release.present());
  }
}
