package io.github.mailclad.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one check at one place. Text that a server controls may be in the sentence and in
 * the evidence; both are escaped when the finding is made, and a format escapes them again by its
 * own rules.
 *
 * @param check the check
 * @param status the result
 * @param where the server; null if the finding is about the whole domain
 * @param sentence what was found, in one sentence
 * @param evidence facts behind the sentence, by name, in order
 */
public record Finding(
    Check check,
    Status status,
    @Nullable ServerAddress where,
    String sentence,
    Map<String, String> evidence) {
  public Finding {
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
  }

  /** Creates a finding without evidence. */
  public Finding(Check check, Status status, @Nullable ServerAddress where, String sentence) {
    this(check, status, where, sentence, Map.of());
  }
}
