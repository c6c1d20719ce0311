package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.refusal.SettingProblem;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the mail settings that keep the application from starting, and what to set instead. */
final class MailSettingsFailureAnalyzer extends AbstractFailureAnalyzer<MailSettingsException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MailSettingsException cause) {
    return new FailureAnalysis(
        "The settings of "
            + cause.subject()
            + " cannot be used:\n\n"
            + list(cause, SettingProblem::problem),
        list(cause, SettingProblem::remedy),
        cause);
  }

  private static String list(MailSettingsException cause, Function<SettingProblem, String> text) {
    return cause.problems().stream()
        .map(problem -> "    - " + problem.key() + ": " + text.apply(problem))
        .distinct()
        .collect(Collectors.joining("\n"));
  }
}
