package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.RefusalText;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports the reason why a connection that was tried at start-up ({@code test-connection}) was
 * refused.
 */
final class RefusalFailureAnalyzer extends AbstractFailureAnalyzer<InsecureConnectionException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InsecureConnectionException cause) {
    RefusalText text = cause.text();
    String where = cause.endpoint().map(Object::toString).orElse("a mail server");
    return new FailureAnalysis(
        "The connection to %s was refused, and nothing was sent: %s  [%s]%s"
            .formatted(
                where,
                text.summary(),
                text.code(),
                text.details().stream()
                    .map(detail -> "\n    " + detail)
                    .collect(Collectors.joining())),
        text.remedy(),
        cause);
  }
}
