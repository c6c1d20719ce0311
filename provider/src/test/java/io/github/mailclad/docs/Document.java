package io.github.mailclad.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One generated file of the documentation, by its path from the root of the repository. */
record Document(String path) {
  private static final int WIDTH = 120;

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

  /** Returns Markdown text in lines of at most 120 columns, where its words allow that. */
  static String wrapped(String text) {
    return wrapped(text, "");
  }

  /** Does the same; each line but the first begins with the indent. */
  static String wrapped(String text, String indent) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      boolean fits = column + 1 + word.length() <= WIDTH;
      // at the beginning of a line these would begin a list
      if (column > 0 && (fits || word.matches("[*+-]|\\d+[.)]"))) {
        lines.append(' ');
        column++;
      } else if (column > 0) {
        lines.append('\n').append(indent);
        column = indent.length();
      }
      lines.append(word);
      column += word.length();
    }
    return lines.append('\n').toString();
  }

  /** Returns plain text in which lines over 120 columns are folded and indented further. */
  static String folded(String text) {
    StringBuilder folded = new StringBuilder();
    text.lines()
        .forEach(
            line -> {
              String words = line.stripLeading();
              String indent = line.substring(0, line.length() - words.length());
              String lines = wrapped(words, indent + "    ");
              folded.append(indent).append(lines.replaceAll(" +\n", "\n"));
            });
    return folded.toString();
  }
}
