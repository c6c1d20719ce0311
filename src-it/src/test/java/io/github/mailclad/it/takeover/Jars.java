package io.github.mailclad.it.takeover;

import io.github.mailclad.SecuredService;
import io.github.mailclad.check.ProviderCheck;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of which class paths and module paths are made. */
final class Jars {
  private static final Path COPIED = Path.of("target", "takeover");

  private Jars() {}

  /** Returns our provider, as it is published. */
  static Path mailclad() {
    return published(ProviderCheck.class);
  }

  /** Returns our verifier, as it is published. */
  static Path verify() {
    return published(SecuredService.class);
  }

  private static Path published(Class<?> type) {
    Path jar = origin(type);
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is no jar: run the build up to verify");
    }
    return jar;
  }

  /** The class path entry that a class of this test comes from. */
  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the jars that the build copied into this folder, sorted. */
  static List<Path> in(String folder) {
    try (Stream<Path> files = Files.list(COPIED.resolve(folder))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new IllegalStateException("no jar in " + folder);
      }
      return jars;
    } catch (IOException e) {
      throw new IllegalStateException("the build copied no " + folder, e);
    }
  }

  /** Returns the other jars of every application with Mailclad, with any mail jars. */
  static List<Path> common() {
    return all(List.of(verify()), in("common"));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  static List<Path> all(List<Path>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }

  /** As {@code java} wants it. */
  static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
