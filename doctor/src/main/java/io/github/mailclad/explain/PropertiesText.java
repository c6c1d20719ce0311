package io.github.mailclad.explain;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The syntax of {@link Properties#load}, with line numbers, and Spring Boot's {@code #---}. */
final class PropertiesText {
  private PropertiesText() {}

  static List<List<WrittenSetting>> read(Path file, String text) throws IOException {
    List<List<WrittenSetting>> documents = new ArrayList<>();
    documents.add(new ArrayList<>());
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at).stripLeading();
      if (line.startsWith("#---") || line.startsWith("!---")) {
        documents.add(new ArrayList<>());
      }
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
        continue;
      }
      int first = at;
      StringBuilder whole = new StringBuilder(lines.get(at));
      while (continues(lines.get(at)) && at + 1 < lines.size()) {
        at++;
        whole.append('\n').append(lines.get(at));
      }
      documents.get(documents.size() - 1).addAll(setting(file, first + 1, whole.toString()));
    }
    return documents;
  }

  private static List<WrittenSetting> setting(Path file, int line, String text) throws IOException {
    Properties one = new Properties();
    try {
      one.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new IOException("line " + line + " has a malformed \\u escape", e);
    }
    return one.stringPropertyNames().stream()
        .map(key -> new WrittenSetting(key, one.getProperty(key), file, line))
        .toList();
  }

  /** Returns whether a line ends with an odd number of backslashes. */
  private static boolean continues(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }
}
