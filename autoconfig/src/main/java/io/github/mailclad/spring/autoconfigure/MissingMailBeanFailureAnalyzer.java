package io.github.mailclad.spring.autoconfigure;

import jakarta.mail.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

/**
 * Reports why there is no bean for mail: {@code spring.mail.host} is missing, or none of several
 * accounts is the primary one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingMailBeanFailureAnalyzer
    extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {
  private static final String SPRING_MAIL = "spring.mail";

  /** The keys of {@code spring.mail} other than the host; none of them is a mistyped host. */
  private static final Set<String> OTHER_KEYS =
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

  MissingMailBeanFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, NoSuchBeanDefinitionException cause) {
    Class<?> wanted = cause.getBeanType();
    if (wanted == null) {
      return null;
    }
    boolean isSender = wanted.isAssignableFrom(JavaMailSender.class);
    Set<String> mail = keysUnder(SPRING_MAIL);
    if (isSender && !mail.isEmpty() && !mail.contains("host") && !mail.contains("jndi-name")) {
      return withoutHost(wanted, mail, cause);
    }
    Set<String> accounts = keysUnder("mailclad.accounts");
    return (isSender || wanted == Session.class) && accounts.size() > 1
        ? withoutPrimary(wanted, accounts, cause)
        : null;
  }

  private Set<String> keysUnder(String prefix) {
    return Binder.get(environment)
        .bind(prefix, Bindable.mapOf(String.class, Object.class))
        .map(Map::keySet)
        .<Set<String>>map(TreeSet::new)
        .orElseGet(Set::of);
  }

  private static FailureAnalysis withoutHost(
      Class<?> wanted, Set<String> keys, NoSuchBeanDefinitionException cause) {
    List<String> unknown = keys.stream().filter(key -> !OTHER_KEYS.contains(key)).toList();
    Optional<String> mistyped = NearestName.to("host", unknown);
    return new FailureAnalysis(
        "There is no bean of type %s: %s.host is not set, so Spring Boot did not create a mail sender from the other settings under %s."
            .formatted(wanted.getName(), SPRING_MAIL, SPRING_MAIL),
        "Set %s.host.%s"
            .formatted(
                SPRING_MAIL,
                mistyped
                    .map(key -> " The setting %s.%s does not exist.".formatted(SPRING_MAIL, key))
                    .orElse("")),
        cause);
  }

  private static FailureAnalysis withoutPrimary(
      Class<?> wanted, Set<String> accounts, NoSuchBeanDefinitionException cause) {
    return new FailureAnalysis(
        "A bean of type %s is injected without a qualifier, and none of the mail accounts %s is the primary one."
            .formatted(wanted.getName(), accounts),
        "Set mailclad.primary to one of them, or inject by name, for example @Qualifier(\"%s\")."
            .formatted(accounts.iterator().next()),
        cause);
  }
}
