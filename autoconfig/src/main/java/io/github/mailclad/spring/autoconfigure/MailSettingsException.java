package io.github.mailclad.spring.autoconfigure;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mail settings of the application cannot be used, so it does not start. */
final class MailSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String subject;
  private final List<Problem> problems;

  /**
   * One problem of the settings.
   *
   * @param key the configuration property, as a person would write it
   * @param problem the problem
   * @param remedy the value to set instead
   */
  record Problem(String key, String problem, String remedy) implements Serializable {
    @Override
    public String toString() {
      return key + ": " + problem;
    }
  }

  MailSettingsException(String subject, List<Problem> problems) {
    this(subject, problems, null);
  }

  MailSettingsException(String subject, List<Problem> problems, @Nullable Exception cause) {
    super(
        "the settings of %s cannot be used: %s"
            .formatted(
                subject,
                problems.stream()
                    .map(p -> p + "; " + p.remedy())
                    .collect(Collectors.joining("; "))),
        cause);
    this.subject = subject;
    this.problems = List.copyOf(problems);
  }

  /** Returns the owner of the settings, in words for people. */
  String subject() {
    return subject;
  }

  /** Returns all problems; at least one. */
  List<Problem> problems() {
    return problems;
  }
}
