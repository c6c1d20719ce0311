package io.github.mailclad.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings in the order in which they are made. Not thread-safe. */
final class FindingList {
  private final List<Finding> findings = new ArrayList<>();

  void add(Check check, Status status, @Nullable ServerAddress where, String sentence) {
    add(check, status, where, sentence, Map.of());
  }

  void add(
      Check check,
      Status status,
      @Nullable ServerAddress where,
      String sentence,
      Map<String, String> evidence) {
    add(new Finding(check, status, where, sentence, evidence));
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  List<Finding> list() {
    return List.copyOf(findings);
  }
}
