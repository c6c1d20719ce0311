package io.github.mailclad.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The condition that {@code mailclad.enabled} is not false, in any spelling that Boot binds. */
final class Enabled extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    return new ConditionOutcome(
        in(context.getEnvironment()), ConditionMessage.of("mailclad.enabled"));
  }

  static boolean in(Environment environment) {
    return Binder.get(environment).bind("mailclad.enabled", Boolean.class).orElse(true);
  }

  /** The opposite condition. */
  static final class Not extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      return new ConditionOutcome(
          !in(context.getEnvironment()), ConditionMessage.of("mailclad.enabled=false"));
    }
  }
}
