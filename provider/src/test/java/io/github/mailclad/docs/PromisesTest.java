package io.github.mailclad.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.fixtures.Requirement;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that no text of the program promises what TLS to a mail server cannot give. */
class PromisesTest {
  private static final Pattern END_TO_END =
      Pattern.compile("end[- ]to[- ]end", Pattern.CASE_INSENSITIVE);

  @Test
  @Requirement(
      value = "D-1-5",
      heldBy = {"SecurityIndicator", "Refusal"})
  void noTextClaimsEncryptionBetweenPeople() throws Exception {
    List<String> classes = new ArrayList<>();
    for (Class<?> module : List.of(MailService.class, ProviderCheck.class)) {
      assertEquals(List.of(), claimingClasses(module, classes));
    }
    assertTrue(classes.size() > 500, () -> "classes: " + classes.size());
  }

  @Test
  void aClaimIsFound() throws Exception {
    String claim = "this text claims end-to-end encryption";
    List<String> found = claimingClasses(PromisesTest.class, new ArrayList<>());
    assertTrue(found.stream().anyMatch(name -> name.contains("PromisesTest")), claim);
  }

  /** Returns the class files that contain the words, of the module of a class. */
  private static List<String> claimingClasses(Class<?> of, List<String> seen) throws Exception {
    URI location = of.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path place = Path.of(location);
    if (Files.isDirectory(place)) {
      return claimingClasses(place, seen);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return claimingClasses(jar.getPath("/"), seen);
    }
  }

  private static List<String> claimingClasses(Path root, List<String> seen) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        seen.add(file.toString());
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (END_TO_END.matcher(content).find()) {
          found.add(file.toString());
        }
      }
    }
    return found;
  }
}
