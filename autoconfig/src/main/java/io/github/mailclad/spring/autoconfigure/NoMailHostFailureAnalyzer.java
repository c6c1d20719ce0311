package io.github.mailclad.spring.autoconfigure;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSender;

/** The report that Boot made no mail sender, because {@code spring.mail.host} is missing. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class NoMailHostFailureAnalyzer
    extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {
  private static final String SPRING_MAIL = "spring.mail";

  /** The keys of {@code spring.mail} other than the host; none of them is a mistyped host. */
  private static final Set<String> OTHERS =
      Set.of(
          "port",
          "username",
          "password",
          "protocol",
          "default-encoding",
          "properties",
          "jndi-name",
          "ssl",
          "test-connection");

  private final Environment environment;

  NoMailHostFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, NoSuchBeanDefinitionException cause) {
    Class<?> wanted = cause.getBeanType();
    Map<String, Object> written = written();
    if (wanted == null
        || !wanted.isAssignableFrom(JavaMailSender.class)
        || written.isEmpty()
        || written.containsKey("host")
        || written.containsKey("jndi-name")) {
      return null;
    }
    return new FailureAnalysis(
        "There is no bean of type %s: %s.host is not set, so Spring Boot made no mail sender of the other settings under %s."
            .formatted(wanted.getName(), SPRING_MAIL, SPRING_MAIL),
        "Set %s.host.%s".formatted(SPRING_MAIL, mistyped(written.keySet())),
        cause);
  }

  private Map<String, Object> written() {
    return Binder.get(environment)
        .bind(SPRING_MAIL, Bindable.mapOf(String.class, Object.class))
        .orElseGet(Map::of);
  }

  private static String mistyped(Set<String> keys) {
    Optional<String> near =
        Nearest.to("host", keys.stream().filter(key -> !OTHERS.contains(key)).toList());
    return near.map(key -> " There is %s.%s, which does not exist.".formatted(SPRING_MAIL, key))
        .orElse("");
  }
}
