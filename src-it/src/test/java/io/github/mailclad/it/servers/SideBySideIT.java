package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.it.World;
import io.github.mailclad.it.compat.Side;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same actions through plain Angus, hardened by hand, and through Mailclad, at the same servers
 * over verified TLS. The results are the same, except for the differences that are listed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideBySideIT {
  private final World world = new World();
  private @Nullable ComparedServers servers;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    servers = new ComparedServers(world, directory);
  }

  @AfterAll
  void stop() {
    Objects.requireNonNull(servers).close();
  }

  static Stream<Arguments> runs() {
    return Extent.sampled(
        ComparedServers.NAMES.stream()
            .flatMap(server -> scenarios(server).stream().map(each -> Arguments.of(server, each))),
        7);
  }

  private static List<Scenario> scenarios(String server) {
    return ComparedServers.READING.contains(server)
        ? Stream.of(ImapScenarios.all(), MailScenarios.reading()).flatMap(List::stream).toList()
        : MailScenarios.sending().stream()
            // the next Exim begins before the port of the last one is free, and then waits 30 s
            .filter(each -> !server.equals("Exim") || !each.name().startsWith("restart"))
            .toList();
  }

  private List<String> results(String server, Scenario scenario, Side side) throws Exception {
    Compared application =
        new Compared(
            world, Objects.requireNonNull(servers).started(server), side, scenario.settings());
    scenario.actions().run(application);
    return application.results();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void anApplicationSeesTheSame(String server, Scenario scenario) throws Exception {
    List<String> plain = results(server, scenario, Side.PLAIN_ANGUS);
    List<String> ours = results(server, scenario, Side.MAILCLAD);
    assertFalse(plain.isEmpty());
    String seen = String.join("\n", ours);
    for (Difference expected : scenario.differences(server)) {
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
      servers were Dovecot and Cyrus (IMAP, POP3), Postfix, Exim and OpenSMTPD, and a scripted one where a server had
      to misbehave. Exim was not restarted. The calls:

      """;
}
