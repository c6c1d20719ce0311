package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.it.World;
import io.github.mailclad.it.compat.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same actions through plain Angus, hardened by hand, and through Mailclad, at the same servers
 * over verified TLS. The results are the same, except for the differences that are listed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideBySideIT {
  private final World world = new World();
  private @Nullable MailHost started;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    started = MailHost.start(world, directory);
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  static Stream<Scenario> scenarios() {
    return Extent.sampled(all(), 4);
  }

  private static Stream<Scenario> all() {
    return Stream.of(ImapScenarios.all(), MailScenarios.reading(), MailScenarios.sending())
        .flatMap(List::stream);
  }

  private List<String> results(Scenario scenario, Side side) throws Exception {
    Compared application =
        new Compared(world, Objects.requireNonNull(started), side, scenario.settings());
    scenario.actions().run(application);
    return application.results();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void anApplicationSeesTheSame(Scenario scenario) throws Exception {
    List<String> plain = results(scenario, Side.PLAIN_ANGUS);
    List<String> ours = results(scenario, Side.MAILCLAD);
    assertFalse(plain.isEmpty());
    String seen = String.join("\n", ours);
    for (Difference expected : scenario.differences()) {
      assertTrue(expected.isIn(seen), () -> "no longer " + expected + ": " + ours);
      seen = expected.without(seen);
    }
    assertEquals(String.join("\n", plain), seen);
  }

  @Test
  void differencesAreDocumented() throws Exception {
    Path root = Path.of(System.getProperty("mailclad.root"));
    Path part = root.resolve("src-it/target/interop/side-by-side.md");
    Files.createDirectories(part.getParent());
    Files.writeString(part, section());
    // the whole run writes the page with this part
    if (!Extent.isFull()) {
      String page = Files.readString(root.resolve("docs/compatibility.md"));
      assertTrue(page.contains(section()), "mvn -q -Pinterop verify writes docs/compatibility.md");
    }
  }

  private static String section() {
    return INTRODUCTION
        + bullet("IMAP", ImapScenarios.all())
        + bullet("POP3", MailScenarios.reading())
        + bullet("SMTP", MailScenarios.sending())
        + "\nThe results and exceptions are the same, except for these:\n\n"
        + Difference.table();
  }

  /** Returns the names of scenarios, in lines of at most 120 characters. */
  private static String bullet(String protocol, List<Scenario> scenarios) {
    StringBuilder text = new StringBuilder();
    String line = "* " + protocol + ":";
    for (int i = 0; i < scenarios.size(); i++) {
      String name = scenarios.get(i).name() + (i + 1 < scenarios.size() ? ";" : "");
      if (line.length() + 1 + name.length() > 120) {
        text.append(line).append('\n');
        line = " ";
      }
      line += " " + name;
    }
    return text.append(line).append('\n').toString();
  }

  private static final String INTRODUCTION =
      """
      ## Beside plain Angus

      The same calls ran through plain Angus, with its TLS settings made strict by hand, and through Mailclad. The
      servers were Dovecot (IMAP, POP3), Postfix, and a scripted one where a server had to misbehave. The calls:

      """;
}
