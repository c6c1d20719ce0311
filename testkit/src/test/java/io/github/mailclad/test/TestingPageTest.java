package io.github.mailclad.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The container recipes of docs/testing.md, as far as they run without Docker. */
class TestingPageTest {
  private static final Path ROOT = Path.of(System.getProperty("mailclad.root", ".."));

  private static final String CONTAINERS = "## In containers";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "## In containers, 4, testkit/src/test/java/io/github/mailclad/test/ContainerRecipes.java",
    "### GreenMail, 2, src-it/consumers/greenmail-helpers/src/test/java/example/GreenMailHelpersTest.java"
  })
  void theRecipesAreCompiledCode(String heading, int count, String source) throws IOException {
    String compiled = unindented(Files.readString(ROOT.resolve(source)));
    List<String> recipes = blocks(heading, "java");
    assertEquals(count, recipes.size());
    for (String recipe : recipes) {
      assertTrue(compiled.contains(unindented(recipe)), recipe);
    }
  }

  /** The commands, the file names and the options of the page, on a GreenMail in this JVM. */
  @Test
  void theGeneratedCertificateIsTheOneThatGreenMailServes() throws Exception {
    runCommands();
    for (MatchResult name : find("/tls/(server\\.\\w+)", blocks(CONTAINERS, "yaml").get(0))) {
      assertTrue(
          Files.isReadable(folder.resolve("target/tls").resolve(name.group(1))), name.group());
    }
    Map<String, String> options = new HashMap<>();
    find("-D(greenmail\\.tls\\.[\\w.]+)=(\\S+)", blocks(CONTAINERS, "yaml").get(0))
        .forEach(option -> options.put(option.group(1), inFolder(option.group(2))));
    assertEquals(2, options.size());

    options.forEach(System::setProperty);
    try {
      assertServes("target/tls/server.pem");
    } finally {
      options.keySet().forEach(System::clearProperty);
    }
  }

  private void assertServes(String anchors) throws Exception {
    var greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    greenMail.start();
    try {
      Properties properties = new Properties();
      properties.setProperty("mail.smtp.host", "localhost");
      properties.setProperty("mail.smtp.port", Integer.toString(greenMail.getSmtps().getPort()));
      Session stranger = Session.getInstance(properties);
      assertThrows(
          MessagingException.class,
          () -> Transport.send(MailServerTest.message(stranger, "bob@example.org")));
      assertEquals(0, greenMail.getReceivedMessages().length);

      properties.setProperty(
          "mail.smtp.security.trust-anchors", folder.resolve(anchors).toString());
      Session session = Session.getInstance(properties);
      Transport.send(MailServerTest.message(session, "bob@example.org"));
      assertEquals(1, greenMail.getReceivedMessages().length);
    } finally {
      greenMail.stop();
    }
  }

  private void runCommands() throws Exception {
    String commands = blocks(CONTAINERS, "sh").get(0);
    assertTrue(commands.contains("openssl req"), commands);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder("sh", "-ec", "command -v openssl || exit 77\n" + commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int end = process.waitFor();
    boolean isMissing = end == 77 && !"required".equals(System.getProperty("mailclad.servers"));
    assumeTrue(!isMissing, "NOT RUN HERE: openssl is not installed");
    assertEquals(0, end, Files.readString(output));
  }

  private String inFolder(String value) {
    return value.replace("/tls/", folder.resolve("target/tls") + "/");
  }

  /** Returns the code blocks of that language in a section of the page. */
  private static List<String> blocks(String heading, String language) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/testing.md"));
    int start = page.indexOf("\n" + heading + "\n");
    assertTrue(start > 0, heading);
    String level = heading.substring(0, heading.indexOf(' ') + 1);
    String section = page.substring(start + 1, page.indexOf("\n" + level, start + 1) + 1);
    var blocks = new ArrayList<String>();
    find("(?s)```" + language + "\n(.*?)```", section).forEach(block -> blocks.add(block.group(1)));
    assertFalse(blocks.isEmpty(), language);
    return blocks;
  }

  private static List<MatchResult> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }

  private static String unindented(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce("", (a, b) -> a + "\n" + b);
  }
}
