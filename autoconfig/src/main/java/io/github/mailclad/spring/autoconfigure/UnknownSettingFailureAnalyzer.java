package io.github.mailclad.spring.autoconfigure;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports keys under {@code mailclad} that do not exist or are empty. Comes before Boot's own
 * analyzer, which shows values too: a mistyped key may be that of a password.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingFailureAnalyzer
    extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
    List<ConfigurationProperty> unbound =
        cause.getUnboundProperties().stream()
            .sorted((a, b) -> a.getName().compareTo(b.getName()))
            .toList();
    if (unbound.isEmpty()
        || !unbound.stream().allMatch(p -> UnknownSetting.ROOT.isAncestorOf(p.getName()))) {
      return null;
    }
    return new FailureAnalysis(
        "The mail settings cannot be used:\n\n" + list(unbound, this::problem),
        list(unbound, this::remedy),
        cause);
  }

  private static String list(
      List<ConfigurationProperty> unbound, Function<ConfigurationProperty, String> text) {
    return unbound.stream()
        .map(p -> "    - " + p.getName() + ": " + text.apply(p))
        .collect(Collectors.joining("\n"));
  }

  private String problem(ConfigurationProperty property) {
    if (UnknownSetting.in(property.getName()).isPresent()) {
      return "there is no such setting";
    }
    return isEmpty(property) ? "is empty" : "is a group of settings and takes no value";
  }

  private String remedy(ConfigurationProperty property) {
    return UnknownSetting.in(property.getName())
        .map(
            unknown -> "remove it, or correct it to one of " + unknown.known() + unknown.question())
        .orElse(isEmpty(property) ? "set a value, or remove it" : "remove it");
  }

  private static boolean isEmpty(ConfigurationProperty property) {
    return property.getValue() == null || property.getValue().toString().isEmpty();
  }
}
