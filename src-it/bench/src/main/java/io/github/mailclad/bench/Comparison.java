package io.github.mailclad.bench;

import io.github.mailclad.bench.client.Contender.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The measurements of all rows. */
final class Comparison {
  private final Map<String, List<Measured>> metrics = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private int printed;

  /** The values of one client for one metric, in the order of the turns. */
  record Measured(Role role, String client, List<Double> values) {
    private double quantile(double part) {
      List<Double> sorted = values.stream().sorted().toList();
      return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(part * sorted.size())));
    }

    double median() {
      List<Double> sorted = values.stream().sorted().toList();
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median with the first and the last tenth. */
    String withSpread() {
      String spread =
          values.size() == 1
              ? ""
              : " (" + shortly(quantile(0.1)) + " to " + shortly(quantile(0.9)) + ")";
      return shortly(median()) + spread;
    }
  }

  /** A line of a row: metric, role, client, values. */
  void add(String line) {
    String[] parts = line.split("\t", -1);
    metrics
        .computeIfAbsent(parts[0], none -> new ArrayList<>())
        .add(
            new Measured(
                Role.valueOf(parts[1]),
                parts[2],
                Arrays.stream(parts[3].split(" ", -1)).map(Double::valueOf).toList()));
  }

  void failed(String failure) {
    failures.add(failure);
    System.out.println("failed " + failure);
  }

  List<String> failures() {
    return failures;
  }

  /** Prints what came since the last time, a line for each metric. */
  void print() {
    metrics.keySet().stream().skip(printed).forEach(metric -> System.out.println(line(metric)));
    printed = metrics.size();
  }

  private String line(String metric) {
    StringBuilder line = new StringBuilder("bench " + metric);
    for (Role role : Role.values()) {
      line.append(' ').append(best(metric, role).map(each -> shortly(each.median())).orElse("-"));
    }
    return line.toString();
  }

  private Optional<Measured> best(String metric, Role role) {
    Comparator<Measured> byMedian = Comparator.comparingDouble(Measured::median);
    return metrics.getOrDefault(metric, List.of()).stream()
        .filter(each -> each.role() == role)
        .min(metric.contains("per-second") ? byMedian.reversed() : byMedian);
  }

  /** Replaces the rows of these metrics in the document; others stay. */
  void write(Path document) throws IOException {
    PerformanceDocument table = PerformanceDocument.read(document);
    metrics.keySet().forEach(metric -> table.put(metric, cells(metric)));
    table.write();
  }

  private List<String> cells(String metric) {
    List<String> cells = new ArrayList<>();
    for (Role role : Role.values()) {
      cells.add(
          best(metric, role)
              .map(each -> each.withSpread() + (role == Role.PEER ? ", " + each.client() : ""))
              .orElse("-"));
    }
    cells.add(ratio(metric));
    return cells;
  }

  /** Ours to plain, turn by turn. */
  private String ratio(String metric) {
    Optional<Measured> ours = best(metric, Role.OURS);
    Optional<Measured> plain = best(metric, Role.PLAIN);
    if (ours.isEmpty() || plain.isEmpty() || plain.get().median() == 0) {
      return "-";
    }
    List<Double> ratios = new ArrayList<>();
    List<Double> theirs = plain.get().values();
    for (int i = 0; i < Math.min(theirs.size(), ours.get().values().size()); i++) {
      ratios.add(ours.get().values().get(i) / theirs.get(i));
    }
    return new Measured(Role.OURS, "", ratios).withSpread();
  }

  private static String shortly(double value) {
    return String.format(
        Locale.ROOT, value >= 1000 ? "%.0f" : value >= 100 ? "%.1f" : "%.2f", value);
  }
}
