package io.github.mailclad.vectors;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of the vectors: the one that {@code mailclad.vectors} names, or {@code
 * ../shared/vectors} beside the repository. A file that is not there skips its test and says so on
 * standard output, or fails it if {@code mailclad.vectors} was given, be it as a folder or as
 * {@code required}.
 */
final class VectorsFolder {
  private static final String OPTIONAL = "optional";
  private static final String REQUIRED = "required";

  private VectorsFolder() {}

  /** One file of the folder. */
  static Path file(String name) {
    String asked = System.getProperty("mailclad.vectors", OPTIONAL);
    Path root = Path.of(System.getProperty("mailclad.root", "."));
    Path file =
        asked.equals(OPTIONAL) || asked.equals(REQUIRED)
            ? root.resolve("../shared/vectors").resolve(name).normalize()
            : root.resolve(asked).resolve(name).normalize();
    if (Files.isReadable(file)) {
      return file;
    }
    String missing = "NOT RUN: there is no " + file + " (set mailclad.vectors to its folder)";
    if (!asked.equals(OPTIONAL)) {
      fail(missing);
    }
    System.out.println(missing);
    Assumptions.abort(missing);
    throw new AssertionError("the test was aborted");
  }
}
