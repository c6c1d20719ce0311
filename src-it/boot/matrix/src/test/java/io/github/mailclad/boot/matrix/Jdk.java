package io.github.mailclad.boot.matrix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * A JDK of this machine.
 *
 * @param feature its feature version, for example 17
 * @param java its launcher
 */
record Jdk(int feature, Path java) {
  private static final Path USUAL_FOLDER = Path.of("/usr/lib/jvm");

  /** The one that runs this. */
  static Jdk current() {
    return new Jdk(Runtime.version().feature(), launcher(Path.of(System.getProperty("java.home"))));
  }

  /**
   * One of that feature version: the current one, the one of {@code JAVA_HOME}, or the first in the
   * usual folder.
   */
  static Optional<Jdk> of(int feature) throws IOException {
    for (Path home : homes()) {
      Optional<Jdk> found = at(home).filter(jdk -> jdk.feature() == feature);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static List<Path> homes() throws IOException {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(homes::add);
    if (Files.isDirectory(USUAL_FOLDER)) {
      try (DirectoryStream<Path> usual = Files.newDirectoryStream(USUAL_FOLDER)) {
        List<Path> sorted = new ArrayList<>();
        usual.forEach(sorted::add);
        homes.addAll(sorted.stream().sorted().toList());
      }
    }
    return homes;
  }

  private static Optional<Jdk> at(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(launcher(home))) {
      return Optional.empty();
    }
    Properties described = new Properties();
    try (var in = Files.newBufferedReader(release)) {
      described.load(in);
    }
    String version =
        Objects.requireNonNullElse(described.getProperty("JAVA_VERSION"), "0").replace("\"", "");
    return Optional.of(new Jdk(Runtime.Version.parse(version).feature(), launcher(home)));
  }

  private static Path launcher(Path home) {
    return home.resolve("bin").resolve("java");
  }
}
