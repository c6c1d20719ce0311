package io.github.mailclad.it.audit;

import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.it.matrix.Mutant;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The self-test of the audit is red without any one of its checks: each method that adds findings
 * is switched off in turn, on the same observations.
 */
class CheckMutationIT {
  private static final String OFF = "mailclad.audit.off";
  private static final List<String> CLASSES =
      List.of(
          "DnsChecks",
          "FileChecks",
          "ServiceChecks",
          "TlsChecks",
          "CertificateChecks",
          "RevocationCheck",
          "ServerNameChecks",
          "TlsaChecks",
          "ConsistencyCheck",
          "Audit");

  /** Returns at once from the method that the system property names. */
  static final class Skipped {
    private Skipped() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean isOff(@Advice.Origin("#t.#m") String method) {
      return method.equals(System.getProperty("mailclad.audit.off"));
    }
  }

  @AfterEach
  void switchOn() {
    System.clearProperty(OFF);
  }

  @Test
  @SuppressWarnings("unchecked")
  void withoutAnyOneCheckTheSelfTestIsRed() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("mailclad.lab", "").equals("full"), "a part of -Plab");
    ElementMatcher.Junction<MethodDescription> adding =
        isMethod().and(returns(void.class)).and(not(named("add")));
    Map<String, Mutant.Change> changes = new LinkedHashMap<>();
    for (String name : CLASSES) {
      changes.put("audit." + name, type -> type.visit(Advice.to(Skipped.class).on(adding)));
    }
    ClassLoader loader =
        new Mutant("switches", changes).load(List.of("io.github.mailclad.it.audit."));
    Callable<Set<String>> lab =
        (Callable<Set<String>>)
            loader
                .loadClass(ScriptedLab.class.getName())
                .getConstructor(List.class)
                .newInstance(List.of("bad.example", "dated.example"));
    Set<String> complete = lab.call();
    Set<String> checks = new HashSet<>(List.of(lab.toString().split(" ", -1)));
    checks.removeAll(complete);
    assertEquals(Set.of(), checks, "checks without a result");
    Set<String> unnoticed = new TreeSet<>();
    List<String> methods = CLASSES.stream().flatMap(name -> methods(loader, name)).toList();
    for (String method : methods) {
      System.setProperty(OFF, method);
      if (lab.call().equals(complete)) {
        unnoticed.add(method);
      }
    }
    assertEquals(Set.of(), unnoticed);
    assertTrue(methods.size() > 30, methods::toString);
  }

  private static Stream<String> methods(ClassLoader loader, String name) {
    try {
      Class<?> type = loader.loadClass("io.github.mailclad.audit." + name);
      return Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.getReturnType() == void.class && !method.isSynthetic())
          .map(Method::getName)
          .filter(method -> !method.equals("add"))
          .distinct()
          .map(method -> type.getName() + "." + method);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
