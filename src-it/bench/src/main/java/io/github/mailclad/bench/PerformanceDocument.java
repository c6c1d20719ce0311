package io.github.mailclad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code docs/performance.md}: a text, which stays as it is, and for each JDK a table of the last
 * run of each metric.
 */
final class PerformanceDocument {
  private static final String SECTION = "## JDK ";

  private final Path file;
  private final StringBuilder text = new StringBuilder();

  /** Metrics in the order of their names, by the number of a JDK. */
  private final Map<Integer, Map<String, List<String>>> tables = new TreeMap<>();

  private PerformanceDocument(Path file) {
    this.file = file;
  }

  static PerformanceDocument read(Path file) throws IOException {
    PerformanceDocument document = new PerformanceDocument(file);
    int jdk = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(SECTION)) {
        jdk = Integer.parseInt(line.substring(SECTION.length()));
      } else if (jdk == 0) {
        document.text.append(line).append('\n');
      } else if (line.startsWith("| `")) {
        List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        document.put(jdk, cells.get(1).replace("`", ""), cells.subList(2, cells.size() - 1));
      }
    }
    return document;
  }

  /** The cells of a metric behind its name, measured on this JDK. */
  void put(String metric, List<String> cells) {
    put(Runtime.version().feature(), metric, cells);
  }

  private void put(int jdk, String metric, List<String> cells) {
    tables.computeIfAbsent(jdk, each -> new TreeMap<>(BY_NAME)).put(metric, List.copyOf(cells));
  }

  void write() throws IOException {
    StringBuilder document = new StringBuilder(text.toString().strip()).append('\n');
    tables.forEach(
        (jdk, rows) -> {
          document.append('\n').append(SECTION).append(jdk).append("\n\n").append(HEAD);
          rows.forEach(
              (metric, cells) ->
                  document
                      .append("| `")
                      .append(metric)
                      .append("` | ")
                      .append(String.join(" | ", cells))
                      .append(" |\n"));
        });
    Files.writeString(file, document);
  }

  /** {@code imaps-trips-100} follows {@code imaps-trips-20}. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing((String metric) -> metric.replaceAll("\\d+$", ""))
          .thenComparing(metric -> metric.replaceAll("^.*?(\\d*)$", "$1").length())
          .thenComparing(Comparator.naturalOrder());

  private static final String HEAD =
      """
      | metric | Mailclad | plain | best peer | minimum | Mailclad / plain |
      |---|---|---|---|---|---|
      """;
}
