package io.github.mailclad.it.takeover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.it.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A {@link ProviderProbe} in a JVM of its own, which is stopped after two minutes. */
final class ChildJvm {
  private static final int PATIENCE_SECONDS = 120;

  private ChildJvm() {}

  /** The output of the probe. */
  record Report(List<String> lines) {
    /** The class that serves a protocol name. */
    String served(String protocol) {
      return lines.stream()
          .filter(line -> line.startsWith(protocol + "="))
          .map(line -> line.substring(protocol.length() + 1))
          .findFirst()
          .orElseThrow(() -> new AssertionError("nothing about " + protocol + " in " + this));
    }

    Map<String, String> servedByProtocol() {
      return World.PROTOCOLS.stream().collect(Collectors.toMap(p -> p, this::served));
    }

    List<String> warnings() {
      return lines.stream().filter(line -> line.startsWith("warning=")).toList();
    }

    void assertAllOurs() {
      assertEquals(OURS, servedByProtocol(), toString());
      assertTrue(lines.contains("complete=true"), toString());
    }

    void assertWarns(String words) {
      assertTrue(warnings().stream().anyMatch(w -> w.contains(words)), toString());
    }

    /** Returns the number of lines with that text. */
    long count(String words) {
      return lines.stream().filter(line -> line.contains(words)).count();
    }

    void assertSays(String words) {
      assertTrue(count(words) > 0, () -> words + " is not in " + this);
    }

    void assertConnected() {
      assertTrue(
          lines.stream().anyMatch(line -> line.startsWith("connected=AUTHENTICATED ")), toString());
    }

    @Override
    public String toString() {
      return "what the child JVM said:\n" + String.join("\n", lines);
    }
  }

  private static final Map<String, String> OURS =
      Map.of(
          "imaps", "io.github.mailclad.angus.IMAPSSLStore",
          "imap", "io.github.mailclad.angus.IMAPStore",
          "pop3s", "io.github.mailclad.angus.POP3SSLStore",
          "pop3", "io.github.mailclad.angus.POP3Store",
          "submissions", "io.github.mailclad.angus.SMTPSSLTransport",
          "submission", "io.github.mailclad.angus.SMTPTransport",
          "smtps", "io.github.mailclad.angus.SMTPSSLTransport",
          "smtp", "io.github.mailclad.angus.SMTPTransport");

  /** Runs {@code java} with these arguments; anything but a normal end fails the test. */
  static Report run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(arguments);
    Path output = Files.createTempFile("child-jvm", ".txt");
    try {
      Process child =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        child.destroyForcibly().waitFor();
      }
      Report report = new Report(Files.readAllLines(output, UTF_8));
      assertTrue(ended, () -> "still running after " + PATIENCE_SECONDS + " s; " + report);
      assertEquals(0, child.exitValue(), () -> command + ", " + report);
      return report;
    } finally {
      Files.delete(output);
    }
  }
}
