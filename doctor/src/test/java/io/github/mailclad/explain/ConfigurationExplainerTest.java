package io.github.mailclad.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationExplainerTest {
  private final ConfigurationExplainer explainer = new ConfigurationExplainer();

  @TempDir private Path folder = Path.of("unset");

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, text);
  }

  private Explanation only(Path file) throws IOException {
    List<Explanation> sessions = explainer.explain(file).sessions();
    assertEquals(1, sessions.size());
    return sessions.get(0);
  }

  @Test
  void settingsUnderAnotherProtocolNameAreNamed() throws Exception {
    Explanation session =
        only(
            file(
                "a.properties",
                "mail.transport.protocol=smtps\nmail.smtps.host=h.example\nmail.smtp.timeout=5000\n"));
    Trap trap =
        session.traps().stream()
            .filter(t -> t.rule() == Trap.Rule.WRONG_PREFIX)
            .findFirst()
            .orElseThrow();
    assertEquals("mail.smtp.timeout", trap.key());
    assertEquals(3, Objects.requireNonNull(trap.place()).line());
    assertFalse(session.hasFailures());
  }

  @Test
  void aSafeConfigurationThatNamesNoStartNeedsOneSettingForMailclad() throws Exception {
    Path file = file("a.properties", "mail.smtp.port=587\nmail.smtp.starttls.required=true\n");
    Explanation session = only(file);
    assertTrue(session.angus().isSafe());
    assertFalse(session.mailclad().isUsable());
    assertTrue(session.traps().stream().anyMatch(t -> t.rule() == Trap.Rule.TLS_START));
    assertFalse(session.hasFailures());
    explainer.explain(file).apply();
    assertTrue(only(file).mailclad().isUsable());
  }

  @Test
  void aRemedyNamesSettingsAsTheyAreWritten() throws Exception {
    Explanation session =
        only(
            file(
                "application.properties",
                "spring.mail.port=587\nspring.mail.properties.mail.smtp.starttls.required=true\n"));
    String remedy = session.traps().get(0).remedy();
    assertTrue(
        remedy.contains("spring.mail.properties.mail.smtp.security.tls-start=starttls"), remedy);
  }

  @Test
  void aMistypedKeyIsRefusedByTheReaderItself() throws Exception {
    Explanation session =
        only(
            file(
                "a.properties",
                "mail.smtps.host=h.example\nmail.smtps.security.tls-strat=implicit\n"));
    Trap trap = session.traps().get(0);
    assertEquals(Trap.Rule.REFUSED_SETTING, trap.rule());
    assertEquals(2, Objects.requireNonNull(trap.place()).line());
  }

  @Test
  void aProfileIsReadOverTheSettingsBesideIt() throws Exception {
    file(
        "application.yml",
        "spring:\n  mail:\n    host: smtp.example.org\n    port: 465\n    properties:\n      mail.smtp.ssl.enable: true\n");
    Path profile = file("application-prod.yml", "spring:\n  mail:\n    host: smtp2.example.org\n");
    assertTrue(only(profile).angus().isSafe());
    // the same file without the settings beside it
    Path alone = file("other/application-prod.yml", "spring.mail.host: smtp2.example.org\n");
    assertFalse(only(alone).angus().isSafe());
  }

  @Test
  void eachDocumentOfAFileIsReadOverTheFirst() throws Exception {
    Path file =
        file(
            "application.yml",
            """
            spring.mail.host: a.example
            spring.mail.ssl.enabled: true
            spring.mail.port: 465
            ---
            spring.config.activate.on-profile: test
            ---
            spring.config.activate.on-profile: prod
            spring.mail.host: b.example
            spring.mail.properties.mail.smtp.ssl.trust: b.example
            """);
    List<Explanation> sessions = explainer.explain(file).sessions();
    assertEquals(2, sessions.size());
    assertEquals(PlainAngus.Trust.PLATFORM, sessions.get(0).angus().trust());
    assertEquals(PlainAngus.Trust.NAMED_SERVERS, sessions.get(1).angus().trust());
  }

  @Test
  void placeholdersWithoutADefaultAreNotGuessed() throws Exception {
    Explanation session =
        only(
            file(
                "application.properties",
                "spring.mail.host=${SMTP_HOST}\nspring.mail.port=${SMTP_PORT:465}\nspring.mail.ssl.enabled=true\n"));
    assertEquals(465, session.angus().port());
    assertTrue(session.mailclad().isUsable());
  }

  @Test
  void theCopyIsTheOldFileAndOtherFilesStay() throws Exception {
    String text =
        "# mail\r\nmail.smtp.host=h.example\r\nmail.smtp.ssl.trust=*\r\nmail.smtp.ssl.enable=true";
    Path file = file("a.properties", text);
    file("a.properties.bak", "older");
    Path copy = explainer.explain(file).apply().orElseThrow();
    assertEquals("a.properties.bak1", copy.getFileName().toString());
    assertEquals(text, Files.readString(copy));
    assertEquals(
        "# mail\r\nmail.smtp.host=h.example\r\nmail.smtp.ssl.enable=true", Files.readString(file));
    assertEquals("older", Files.readString(folder.resolve("a.properties.bak")));
  }

  @Test
  void aFileThatChangedMeanwhileIsNotWritten() throws Exception {
    Path file = file("a.properties", "mail.smtp.host=h.example\n");
    ExplainedFile explained = explainer.explain(file);
    Files.writeString(file, "mail.smtp.host=other.example\n");
    assertThrows(IOException.class, explained::apply);
    assertEquals("mail.smtp.host=other.example\n", Files.readString(file));
    assertFalse(Files.exists(folder.resolve("a.properties.bak")));
  }

  @Test
  void aMessageAboutWrongSyntaxQuotesNoValue() throws Exception {
    Path yaml = file("a.yml", "spring:\n  mail:\n    password: \"hunter2\n\u0000");
    IOException wrong = assertThrows(IOException.class, () -> explainer.explain(yaml));
    assertFalse(String.valueOf(wrong.getMessage()).contains("hunter2"), wrong.getMessage());
    // the JDK has no message for the second error, and no line for the third one
    for (String malformed :
        List.of(
            "<a password='hunter2'><b></a>",
            "<!DOCTYPE a [<!a;\u0000]><a/>",
            "<!DOCTYPE a [<!BAD")) {
      Path xml = file("a.xml", malformed);
      IOException broken = assertThrows(IOException.class, () -> explainer.explain(xml));
      assertEquals("line 1 is not valid XML", broken.getMessage());
    }
  }

  @Test
  void entitiesAndAliasesOfAFileAreNotExpanded() throws Exception {
    Path secret = file("secret.txt", "hunter2");
    Path xml =
        file(
            "a.xml",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \""
                + secret.toUri()
                + "\">]>"
                + "<a><entry key=\"mail.smtp.host\">&x;</entry></a>");
    StringBuilder out = new StringBuilder();
    try {
      ExplanationFormat.JSON.write(List.of(explainer.explain(xml)), out);
    } catch (IOException expected) {
      out.append(expected.getMessage());
    }
    assertFalse(out.toString().contains("hunter2"), out::toString);
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    // fewer aliases than the library itself refuses
    for (int i = 1; i < 6; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ", ").repeat(8));
      bomb.append("*a").append(i - 1).append("]\n");
    }
    Path yaml = file("bomb.yml", bomb.toString());
    IOException refused = assertThrows(IOException.class, () -> explainer.explain(yaml));
    assertEquals("more settings than a configuration has", refused.getMessage());
  }

  @Test
  void aFolderIsSearchedWithoutBuildResults() throws Exception {
    file("src/main/resources/application.properties", "spring.mail.host=a.example\n");
    file("target/classes/application.properties", "spring.mail.host=a.example\n");
    file("README.md", "mail.smtp.host=a.example\n");
    assertEquals(
        List.of(folder.resolve("src/main/resources/application.properties")),
        ConfigurationExplainer.filesOf(folder));
  }

  @Test
  void sarifHasFileAndLineOfEachTrap() throws Exception {
    Path file =
        file(
            "a b.properties",
            "mail.smtp.host=h.example\nmail.smtp.ssl.trust=*\nmail.smtp.ssl.enable=true\n");
    StringBuilder out = new StringBuilder();
    ExplanationFormat.SARIF.write(List.of(explainer.explain(file)), out);
    JsonObject run =
        JsonParser.parseString(out.toString())
            .getAsJsonObject()
            .getAsJsonArray("runs")
            .get(0)
            .getAsJsonObject();
    JsonArray rules = run.getAsJsonObject("tool").getAsJsonObject("driver").getAsJsonArray("rules");
    JsonObject result = run.getAsJsonArray("results").get(0).getAsJsonObject();
    assertEquals("trusts-without-proof", result.get("ruleId").getAsString());
    assertEquals(
        result.get("ruleId"),
        rules.get(result.get("ruleIndex").getAsInt()).getAsJsonObject().get("id"));
    JsonObject place =
        result
            .getAsJsonArray("locations")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("physicalLocation");
    assertEquals(2, place.getAsJsonObject("region").get("startLine").getAsInt());
    assertTrue(
        place
            .getAsJsonObject("artifactLocation")
            .get("uri")
            .getAsString()
            .endsWith("a%20b.properties"));
  }

  @Test
  void textForATerminalHasNoControlCharacters() throws Exception {
    Path file =
        file("a.properties", "mail.smtp.ssl.\\u001b[31m\\u202ered=x\nmail.smtp.host=h.example\n");
    StringBuilder out = new StringBuilder();
    ExplanationFormat.TEXT.write(List.of(explainer.explain(file)), out);
    assertTrue(out.toString().contains("[31m"), out::toString);
    assertTrue(out.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f)), out::toString);
  }

  @Test
  void linesForATerminalHaveAtMost80ColumnsBeforeTheDiff() throws Exception {
    StringBuilder out = new StringBuilder();
    ExplanationFormat.TEXT.write(
        List.of(
            explainer.explainEnvironment(
                Map.of("SPRING_MAIL_HOST", "a.example", "SPRING_MAIL_PORT", "25"))),
        out);
    assertTrue(out.toString().contains("[no-tls]"), out::toString);
    out.toString()
        .lines()
        .forEach(line -> assertTrue(line.length() <= 80, () -> "too long: " + line));
  }

  @Test
  void aFileInLatin1IsRead() throws Exception {
    Path file = folder.resolve("a.properties");
    Files.write(
        file, "# f\u00fcr\nmail.smtp.host=h.example\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(2, only(file).place().line());
  }
}
