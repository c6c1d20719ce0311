package io.github.mailclad.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports an invalid value of a key under {@code mailclad}. Comes before Boot's own analyzer, which
 * shows the names of Java constants.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
    Class<?> type = cause.getTarget().getType().resolve(Object.class);
    ConfigurationProperty property = cause.getProperty();
    if (property == null || !type.isEnum() || !UnknownSetting.ROOT.isAncestorOf(cause.getName())) {
      return null;
    }
    String typed = String.valueOf(property.getValue());
    List<String> words =
        Arrays.stream(type.getEnumConstants()).map(constant -> word((Enum<?>) constant)).toList();
    return new FailureAnalysis(
        "The mail settings cannot be used:\n\n    - %s: \"%s\" is not a valid value"
            .formatted(cause.getName(), typed),
        "    - %s: set it to one of %s.%s"
            .formatted(
                cause.getName(),
                String.join(", ", words),
                NearestName.question(typed.toLowerCase(Locale.ROOT), words, "")),
        cause);
  }

  /** Returns a constant as it is written in a configuration file. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
