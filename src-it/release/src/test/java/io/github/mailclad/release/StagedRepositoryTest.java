package io.github.mailclad.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedRepositoryTest {
  private static final String NAME = "io/github/mailclad/mailclad/1.0/mailclad-1.0";
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>io.github.mailclad</groupId><artifactId>mailclad</artifactId><version>1.0</version>
        <name>Mailclad</name><description>For mail.</description><url>https://example.org</url>
        <licenses><license><name>Apache-2.0</name></license></licenses>
        <developers><developer><name>Alice</name></developer></developers>
        <scm><url>https://example.org</url></scm>
        <dependencies></dependencies>
      </project>
      """;

  private static SigningKey key;

  @TempDir Path folder;

  @BeforeAll
  static void createKey() throws Exception {
    key = SigningKey.throwAway();
  }

  @Test
  void hasNoProblemWhereEverythingIsThere() throws Exception {
    stage(folder, POM);
    assertEquals(List.of(), problems());
    assertEquals(1, new StagedRepository(folder, key).artefacts());
  }

  @ParameterizedTest
  @CsvSource({
    "<name>Mailclad</name>, '', lacks a name",
    "<description>For mail.</description>, '', lacks a description",
    "<licenses><license><name>Apache-2.0</name></license></licenses>, '', lacks a licence",
    "<developers><developer><name>Alice</name></developer></developers>, '', lacks a developer",
    "<scm><url>https://example.org</url></scm>, '', lacks an SCM",
    "</dependencies>, <dependency><groupId>g</groupId><artifactId>a</artifactId>"
        + "<version>1-SNAPSHOT</version></dependency></dependencies>, depends on the snapshot g:a:jar",
    "</dependencies>, <dependency><groupId>io.github.mailclad</groupId>"
        + "<artifactId>mailclad-fixtures</artifactId><version>1.0</version></dependency></dependencies>, "
        + "'depends on mailclad-fixtures, which is not published'",
  })
  void namesWhatThePomLacks(String present, String instead, String problem) throws Exception {
    assertTrue(POM.contains(present), present);
    stage(folder, POM.replace(present, instead));
    assertTrue(problems().stream().anyMatch(each -> each.contains(problem)), problems().toString());
  }

  @ParameterizedTest
  @CsvSource({
    ".jar, mailclad-1.0.jar is missing",
    "-sources.jar, -sources.jar is missing",
    "-javadoc.jar, -javadoc.jar is missing",
    "-cyclonedx.json, lacks the list of its parts",
    ".jar.asc, lacks a signature of the key",
    ".pom.asc, lacks a signature of the key",
    "-sources.jar.sha1, lacks the right checksum sha1",
    ".jar.md5, lacks the right checksum md5",
  })
  void namesTheFileThatIsMissing(String suffix, String problem) throws Exception {
    stage(folder, POM);
    Files.delete(folder.resolve(NAME + suffix));
    assertTrue(problems().stream().anyMatch(each -> each.contains(problem)), problems().toString());
  }

  @Test
  void refusesTheSignatureOfAnotherFileAndOfAnotherKey() throws Exception {
    stage(folder, POM);
    Path signature = folder.resolve(NAME + ".jar.asc");
    Files.copy(folder.resolve(NAME + ".pom.asc"), signature, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(List.of(NAME + ".jar lacks a signature of the key"), problems());
    var ofAnotherKey = new StagedRepository(folder, SigningKey.throwAway());
    assertEquals(5, ofAnotherKey.problems().size(), "one for each file");
  }

  @Test
  void comparesTwoBuildsOctetByOctet(@TempDir Path again) throws Exception {
    stage(folder, POM);
    stage(again, POM);
    var first = new StagedRepository(folder, key);
    assertEquals(List.of(), first.differences(new StagedRepository(again, key)));
    Files.writeString(again.resolve(NAME + "-cyclonedx.json"), "{ }");
    assertEquals(
        List.of(NAME + "-cyclonedx.json is not the same in two builds"),
        first.differences(new StagedRepository(again, key)));
  }

  private List<String> problems() throws Exception {
    return new StagedRepository(folder, key).problems();
  }

  private static void stage(Path folder, String pom) throws Exception {
    Files.createDirectories(folder.resolve(NAME).getParent());
    Files.writeString(folder.resolve(NAME + ".pom"), pom);
    Files.writeString(folder.resolve(NAME + "-cyclonedx.json"), "{}");
    for (String suffix : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
      try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve(NAME + suffix)))) {
        var entry = new JarEntry("io/github/mailclad/Some.class");
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        jar.putNextEntry(entry);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve(NAME).getParent())) {
      for (Path file : files.toList()) {
        for (Map.Entry<String, String> each : Map.of("md5", "MD5", "sha1", "SHA-1").entrySet()) {
          byte[] digest =
              MessageDigest.getInstance(each.getValue()).digest(Files.readAllBytes(file));
          Files.writeString(Path.of(file + "." + each.getKey()), HexFormat.of().formatHex(digest));
        }
        Files.writeString(Path.of(file + ".asc"), key.signatureOf(file));
      }
    }
  }
}
