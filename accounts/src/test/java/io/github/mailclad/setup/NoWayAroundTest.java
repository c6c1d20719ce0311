package io.github.mailclad.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.setup.Question.Consent;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing public lets a refused connection go on, and no token is made but by a person. */
class NoWayAroundTest {
  private static final Pattern AROUND =
      Pattern.compile(
          "(?i)(anyway|proceed|override|bypass|ignore(errors|refusal|certificate)|trustall|force"
              + "|insist|skip|continue|acceptany).*");
  private static final List<Class<?>> TOKENS = List.of(Question.class, Consent.class);

  @Test
  @Requirement(
      value = {"D-5.2-7", "D-5.2-8"},
      heldBy = "AccountSetup")
  void noPublicMethodLetsARefusedConnectionGoOn() {
    List<String> around =
        PublicTypes.ofTheModule().stream()
            .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
            .filter(m -> Modifier.isPublic(m.getModifiers()))
            .filter(m -> AROUND.matcher(m.getName()).find())
            .map(Method::toGenericString)
            .toList();

    assertEquals(List.of(), around);
  }

  @Test
  @Requirement(value = "D-5.2-8", heldBy = "Question")
  void aConsentComesFromAQuestionAndChangesAnAccount() {
    assertEquals(Set.of("Question.agree"), methods(m -> m.getReturnType() == Consent.class));
    assertEquals(
        Set.of("AccountSetup.answer", "MailAccount.disableMinimum"),
        methods(m -> List.of(m.getParameterTypes()).contains(Consent.class)));
    assertEquals(
        Set.of("Confirmation.question", "MailAccount.confirmDisabledMinimum"),
        methods(m -> m.getReturnType() == Question.class));
  }

  private static Set<String> methods(Predicate<Method> condition) {
    return PublicTypes.ofTheModule().stream()
        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
        .filter(m -> Modifier.isPublic(m.getModifiers()))
        .filter(condition)
        .map(m -> m.getDeclaringClass().getSimpleName() + "." + m.getName())
        .collect(Collectors.toSet());
  }

  @Test
  @Requirement(
      value = {"D-5.2-5", "D-5.1-6", "D-5.1-9", "D-5.4-2"},
      heldBy = {"Question", "Consent"})
  void tokensHaveNoPublicConstructor() {
    for (Class<?> token : TOKENS) {
      assertTrue(Modifier.isFinal(token.getModifiers()), token.getName());
      for (Constructor<?> each : token.getDeclaredConstructors()) {
        assertTrue(!Modifier.isPublic(each.getModifiers()), each.toString());
      }
      for (Method each : token.getDeclaredMethods()) {
        assertTrue(
            !(Modifier.isPublic(each.getModifiers()) && Modifier.isStatic(each.getModifiers())),
            each.toString());
      }
    }
  }

  @Test
  @Requirement(value = "D-5.2-7", heldBy = "Warning")
  void thereIsNoSixthThingToAgreeTo() {
    assertEquals(
        Set.of(
            "MinimumDisabled",
            "CleartextConfiguration",
            "CleartextTest",
            "TargetOutsideDomain",
            "PinRisk"),
        Set.copyOf(
            Arrays.stream(Warning.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList()));
  }
}
