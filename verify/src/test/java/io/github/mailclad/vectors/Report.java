package io.github.mailclad.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of one run of vectors: figures and deviations for standard output, and a table of
 * everything for a file below {@code target}.
 *
 * @param file the name of the table
 * @param summary lines for people
 * @param table a line for each vector
 */
record Report(String file, List<String> summary, List<String> table) {

  static Report ofLimbo(List<Judged> judged, KnownDeviations known) {
    List<String> lines = new ArrayList<>(headline("x509-limbo core", judged));
    for (Reason reason : Reason.values()) {
      List<Judged> because =
          judged.stream()
              .filter(Judged::deviates)
              .filter(each -> known.idsFor(reason).contains(each.id()))
              .toList();
      if (!because.isEmpty()) {
        lines.add("  " + because.size() + " deviating: " + reason.title());
        because.forEach(each -> lines.add("    " + line(each)));
      }
    }
    judged.stream()
        .filter(each -> each.deviates() && !known.byId().containsKey(each.id()))
        .forEach(each -> lines.add("  UNKNOWN deviation: " + line(each)));
    return new Report("x509-limbo.tsv", lines, table(judged));
  }

  static Report ofPkits(List<Judged> judged, Map<String, PkitsRule> known) {
    List<String> lines = new ArrayList<>(headline("PKITS", judged));
    judged.stream()
        .filter(Judged::deviates)
        .forEach(
            each ->
                lines.add(
                    "  "
                        + (known.containsKey(each.id())
                            ? known.get(each.id())
                            : "UNKNOWN deviation")
                        + ": "
                        + line(each)
                        + " JVM "
                        + each.jvm().word()));
    return new Report("pkits.tsv", lines, table(judged));
  }

  static Report ofHostNames(List<Judged> judged) {
    List<String> lines = new ArrayList<>(headline("host names", judged));
    judged.stream()
        .filter(Judged::deviates)
        .forEach(each -> lines.add("  UNKNOWN deviation: " + line(each)));
    return new Report("host-names.tsv", lines, table(judged));
  }

  void print() throws IOException {
    Path folder = Path.of("target", "vectors");
    Files.createDirectories(folder);
    Files.write(folder.resolve(file), table);
    // one write: other tests may print at the same time
    System.out.println(summary.stream().collect(Collectors.joining(System.lineSeparator())));
  }

  private static List<String> headline(String suite, List<Judged> judged) {
    long ours = judged.stream().filter(each -> !each.deviates()).count();
    long jvm = judged.stream().filter(each -> each.jvm().agreesWith(each.expected())).count();
    return List.of(
        suite + ": " + ours + " of " + judged.size(),
        "  plain JDK " + Runtime.version().feature() + ": " + jvm + " of " + judged.size());
  }

  private static String line(Judged each) {
    String why = each.ours().why();
    return each.id()
        + " (expected: "
        + each.expected().word()
        + ", Mailclad: "
        + each.ours().word()
        + (why.isEmpty() ? "" : " " + why.substring(0, Math.min(100, why.length())))
        + ")";
  }

  private static List<String> table(List<Judged> judged) {
    return judged.stream().map(Judged::row).toList();
  }
}
