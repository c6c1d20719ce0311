package io.github.mailclad.it.matrix;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.List;
import net.bytebuddy.implementation.MethodCall;

/** The guards, each switched off. */
final class Mutants {
  /** Angus's properties are not refused by name; everything behind that stands. */
  static final Mutant LENIENT_READER =
      Mutant.of(
          "AngusProperties.problems() finds none",
          "internal.policy.AngusProperties",
          type -> type.method(named("problems")).intercept(MethodCall.invoke(listOf())));

  private Mutants() {}

  private static java.lang.reflect.Method listOf() {
    try {
      return List.class.getMethod("of");
    } catch (NoSuchMethodException e) {
      throw new LinkageError("this JDK has no List.of()", e);
    }
  }
}
