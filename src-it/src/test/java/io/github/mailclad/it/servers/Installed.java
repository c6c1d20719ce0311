package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The presence of the servers. If they are missing, the tests are skipped loudly, and fail with
 * {@code -Dmailclad.servers=required}.
 */
public final class Installed {
  private Installed() {}

  /** The first of these programs that is here. */
  static Path firstOf(String... programs) {
    return Arrays.stream(programs)
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> Path.of(programs[0]));
  }

  /** Returns if all of these programs are here. */
  public static void programsOrSkip(Path... programs) {
    orSkip(missing(programs));
  }

  /** Returns if all of these programs are here, and may serve several users. */
  static void orSkip(Path... programs) {
    // they change to other users before they read anything of a client
    List<String> missing = missing(programs);
    missing.addAll(noRoot());
    orSkip(missing);
  }

  /** Returns if this process may make files of other users. */
  public static void rootOrSkip() {
    orSkip(noRoot());
  }

  private static List<String> noRoot() {
    return user().filter(name -> !name.equals("root")).map(name -> "no root, " + name).stream()
        .toList();
  }

  private static List<String> missing(Path... programs) {
    List<String> missing = new ArrayList<>();
    Arrays.stream(programs)
        .filter(program -> !Files.isExecutable(program))
        .forEach(program -> missing.add("no " + program));
    return missing;
  }

  private static void orSkip(List<String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    String message = "REAL SERVERS NOT TESTED: " + missing + "; src-it/install-servers.sh has them";
    if ("required".equals(System.getProperty("mailclad.servers"))) {
      fail(message);
    }
    System.err.println(message);
    abort(message);
  }

  private static Optional<String> user() {
    return ProcessHandle.current().info().user();
  }
}
