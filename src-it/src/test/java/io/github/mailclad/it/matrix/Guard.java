package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A guard that can be switched off.
 *
 * @param mutant the provider without it
 * @param harm carries an attack out under the context class loader, and returns whether it
 *     succeeded
 * @param <T> the surroundings of the attack
 */
public record Guard<T>(Mutant mutant, Predicate<T> harm) {
  private static final Mutant NOTHING = new Mutant("nothing", Map.of());

  /** Asserts that there is harm without the guard, and none with it. */
  public void assertNeeded(T surroundings) {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(NOTHING.load());
      assertFalse(harm.test(surroundings), "with the guard");
      thread.setContextClassLoader(mutant.load());
      assertTrue(harm.test(surroundings), "without the guard");
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  /** Returns a public method that takes the place of another one. */
  public static Method method(Class<?> in, String name, Class<?>... parameters) {
    try {
      return in.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new LinkageError(name, e);
    }
  }

  @Override
  public String toString() {
    return mutant.name();
  }
}
