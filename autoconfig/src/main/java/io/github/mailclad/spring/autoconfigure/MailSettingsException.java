package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mail settings of the application cannot be used, so it does not start. */
final class MailSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String subject;
  private final List<SettingProblem> problems;

  MailSettingsException(String subject, List<SettingProblem> problems) {
    this(subject, problems, null);
  }

  MailSettingsException(String subject, List<SettingProblem> problems, @Nullable Exception cause) {
    super(
        "the settings of %s cannot be used: %s"
            .formatted(
                subject,
                problems.stream().map(SettingProblem::toString).collect(Collectors.joining("; "))),
        cause);
    this.subject = subject;
    this.problems = List.copyOf(problems);
  }

  /** Returns the owner of the settings, in words for people. */
  String subject() {
    return subject;
  }

  /** Returns all problems; at least one. */
  List<SettingProblem> problems() {
    return problems;
  }
}
