package io.github.mailclad.boot.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The one suite in the executable jar of every line of Spring Boot: on the JDK that runs the tests,
 * and with {@code -Pboot-matrix} on JDK 17 and 25.
 */
class BootMatrixIT {
  /** The number of known scenarios without Dovecot; a run with fewer fails. */
  private static final int KNOWN = 75;

  /** The number of known scenarios at Dovecot. */
  private static final int AT_DOVECOT = 3;

  /** The scenarios that are run; empty for all. */
  private static final List<String> SCENARIOS =
      Stream.of(System.getProperty("mailclad.boot.scenarios", "").split(" ", -1))
          .filter(name -> !name.isEmpty())
          .toList();

  private static final List<Integer> FEATURES = List.of(17, 25);
  private static final int PATIENCE_MINUTES = 20;
  private static final Pattern FIGURES = Pattern.compile("(\\d+) passed, (\\d+) failed");

  /** A line of Spring Boot, by its version and where its jar was built. */
  record Line(String version, String folder) {
    Path jar() throws IOException {
      Path target =
          Path.of(System.getProperty("mailclad.root"), "src-it", "boot", folder, "target");
      try (Stream<Path> built = Files.list(target)) {
        return built
            .filter(file -> file.getFileName().toString().endsWith("-executable.jar"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no executable jar in " + target));
      }
    }
  }

  /** A line on a JDK. */
  record Combination(Line line, Jdk jdk) {
    @Override
    public String toString() {
      return "spring boot %s on JDK %d".formatted(line.version(), jdk.feature());
    }
  }

  static List<Combination> combinations() throws IOException {
    List<Combination> all = new ArrayList<>();
    List<String> lines = List.of(System.getProperty("mailclad.boot.lines", "").split(" ", -1));
    boolean newestAlone = "newest".equals(System.getProperty("mailclad.boot"));
    for (String line : newestAlone ? lines.subList(lines.size() - 1, lines.size()) : lines) {
      String[] parts = line.split("=", 2);
      for (Jdk jdk : jdks()) {
        all.add(new Combination(new Line(parts[0], parts[1]), jdk));
      }
    }
    return all;
  }

  private static List<Jdk> jdks() throws IOException {
    if (!"every".equals(System.getProperty("mailclad.boot"))) {
      return List.of(Jdk.current());
    }
    List<Jdk> found = new ArrayList<>();
    for (int feature : FEATURES) {
      Optional<Jdk> jdk = Jdk.of(feature);
      jdk.ifPresent(found::add);
      if (jdk.isEmpty()) {
        String missing = "NOT RUN HERE: there is no JDK " + feature + " on this machine";
        if ("required".equals(System.getProperty("mailclad.servers"))) {
          fail(missing);
        }
        System.out.println(missing);
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void everyScenarioPasses(Combination combination, @TempDir Path folder) throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                combination.jdk().java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dmailclad.servers=" + System.getProperty("mailclad.servers", ""),
                "-Djava.io.tmpdir=" + folder,
                "-jar",
                combination.line().jar().toString()));
    command.addAll(SCENARIOS);
    Process suite =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended;
    try {
      ended = suite.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } finally {
      suite.destroyForcibly().waitFor();
    }
    List<String> said = Files.readAllLines(output, UTF_8);
    String all = combination + ":\n" + String.join("\n", said);
    assertTrue(ended, () -> "still running after " + PATIENCE_MINUTES + " minutes; " + all);
    Matcher figures = FIGURES.matcher(said.isEmpty() ? "" : said.get(said.size() - 1));
    assertTrue(figures.matches(), all);
    System.out.println(combination + ": " + figures.group());
    said.stream().filter(line -> line.startsWith("oauth")).forEach(System.out::println);
    assertEquals("0", figures.group(2), all);
    assertEquals(0, suite.exitValue(), all);
    assertTrue(Integer.parseInt(figures.group(1)) >= known(), all);
  }

  /** Returns the least number of scenarios that pass. */
  private static int known() {
    boolean dovecot = Files.isExecutable(Path.of("/usr/sbin/dovecot"));
    return SCENARIOS.isEmpty() ? KNOWN + (dovecot ? AT_DOVECOT : 0) : SCENARIOS.size();
  }
}
