package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.autoconfigure.MailcladProperties.Account;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells which keys under {@code mailclad} do not exist. Before Boot's own report of that, which
 * shows the values too: a key that was mistyped may be that of a password.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingFailureAnalyzer
    extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {
  private static final ConfigurationPropertyName ROOM = ConfigurationPropertyName.of("mailclad");
  private static final int NAME_OF_ACCOUNT = 2;

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
    List<ConfigurationPropertyName> unknown =
        cause.getUnboundProperties().stream().map(property -> property.getName()).sorted().toList();
    if (unknown.isEmpty() || !unknown.stream().allMatch(ROOM::isAncestorOf)) {
      return null;
    }
    return new FailureAnalysis(
        unknown.stream()
            .map(name -> "    - " + name)
            .collect(Collectors.joining("\n", "There is no such setting:\n\n", "")),
        unknown.stream()
            .map(name -> "    - " + name + ": remove it, or correct it to one of " + known(name))
            .collect(Collectors.joining("\n")),
        cause);
  }

  /** What there is beside a key that does not exist. */
  private static String known(ConfigurationPropertyName name) {
    boolean isOfAnAccount =
        name.getNumberOfElements() > NAME_OF_ACCOUNT
            && name.getElement(1, ConfigurationPropertyName.Form.UNIFORM).equals("accounts");
    Class<?> type = isOfAnAccount ? Account.class : MailcladProperties.class;
    String prefix = isOfAnAccount ? name.chop(NAME_OF_ACCOUNT + 1).toString() : ROOM.toString();
    return Arrays.stream(type.getRecordComponents())
        .map(c -> c.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", ", prefix + ".{", "}"));
  }
}
