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

/** The container recipes of docs/testing.md, as far as they run without Docker. */
class TestingPageTest {
  private static final Path ROOT = Path.of(System.getProperty("mailclad.root", ".."));

  @TempDir Path folder;

  @Test
  void theRecipesForTestcontainersAreCompiledCode() throws IOException {
    String compiled =
        unindented(
            Files.readString(
                ROOT.resolve(
                    "testkit/src/test/java/io/github/mailclad/test/ContainerRecipes.java")));
    List<String> recipes = blocks("java");
    assertEquals(4, recipes.size());
    for (String recipe : recipes) {
      assertTrue(compiled.contains(unindented(recipe)), recipe);
    }
  }

  /** The commands, the file names and the options of the page, on a GreenMail in this JVM. */
  @Test
  void theGeneratedCertificateIsTheOneThatGreenMailServes() throws Exception {
    runCommands();
    for (MatchResult name : find("/tls/(server\\.\\w+)", blocks("yaml").get(0))) {
      assertTrue(
          Files.isReadable(folder.resolve("target/tls").resolve(name.group(1))), name.group());
    }
    Map<String, String> options = new HashMap<>();
    find("-D(greenmail\\.tls\\.[\\w.]+)=(\\S+)", blocks("yaml").get(0))
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
    String commands = blocks("sh").get(0);
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

  /** Returns the code blocks of that language in the section about containers. */
  private static List<String> blocks(String language) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/testing.md"));
    int start = page.indexOf("\n## In containers\n");
    assertTrue(start > 0, "the section about containers");
    String section = page.substring(start + 1, page.indexOf("\n## ", start + 1) + 1);
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
