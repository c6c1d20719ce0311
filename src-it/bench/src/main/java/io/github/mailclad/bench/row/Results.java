package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Contender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a row measures. {@link #print()} writes it to standard output, where the suite reads it: a
 * line for each metric of each client, with all values in the order of the turns.
 */
public final class Results {
  /** How a line of values begins. */
  public static final String VALUES = "values\t";

  /** How a line of a failure begins. */
  public static final String FAILED = "failed\t";

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /** One value of one client. */
  public void add(String metric, Contender<?> contender, double value) {
    String key = metric + "\t" + contender.role() + "\t" + contender.name();
    values
        .computeIfAbsent(key, none -> new ArrayList<>())
        .add(String.format(Locale.ROOT, "%.6g", value));
  }

  /** A client could not do what was asked for. */
  public void failed(Contender<?> contender, Exception failure) {
    StringBuilder causes = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      causes.append(" <- ").append(each.toString().replaceAll("\\s+", " "));
    }
    System.out.println(FAILED + contender.name() + causes);
  }

  /** Hands over what was measured since the last time. */
  public void print() {
    values.forEach((key, all) -> System.out.println(VALUES + key + "\t" + String.join(" ", all)));
    values.clear();
  }
}
