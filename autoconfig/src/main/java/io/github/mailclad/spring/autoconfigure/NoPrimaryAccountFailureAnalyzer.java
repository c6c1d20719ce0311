package io.github.mailclad.spring.autoconfigure;

import jakarta.mail.Session;
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

/** Reports how to inject one of several accounts if none is the primary one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class NoPrimaryAccountFailureAnalyzer
    extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {
  private final Environment environment;

  NoPrimaryAccountFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, NoSuchBeanDefinitionException cause) {
    Class<?> wanted = cause.getBeanType();
    Set<String> accounts = accounts();
    boolean isOfAccounts =
        wanted != null
            && (wanted == Session.class || wanted.isAssignableFrom(JavaMailSender.class));
    if (!isOfAccounts || accounts.size() < 2) {
      return null;
    }
    return new FailureAnalysis(
        "A bean of type %s was asked for without a qualifier, and none of the mail accounts %s is the primary one."
            .formatted(String.valueOf(wanted.getName()), accounts),
        "Set mailclad.primary to one of them, or inject by name, for example @Qualifier(\"%s\")."
            .formatted(accounts.iterator().next()),
        cause);
  }

  private Set<String> accounts() {
    return Binder.get(environment)
        .bind("mailclad.accounts", Bindable.mapOf(String.class, Object.class))
        .map(bound -> new TreeSet<>(bound.keySet()))
        .orElseGet(TreeSet::new);
  }
}
