package io.github.mailclad.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One generated file of the documentation, by its path from the root of the repository. */
record Document(String path) {

  /** Fails if the file does not have this text, or writes it if that was asked for. */
  void hold(String text) throws IOException {
    Path file = Path.of(System.getProperty("mailclad.root", "."), path);
    if (System.getProperty("mailclad.docs", "").equals("write")) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text);
    }
    assertEquals(
        text,
        Files.exists(file) ? Files.readString(file) : "",
        path + " differs from the code; run the tests with -Dmailclad.docs=write and commit it");
  }
}
