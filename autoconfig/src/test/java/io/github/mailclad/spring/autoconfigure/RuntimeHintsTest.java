package io.github.mailclad.spring.autoconfigure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** The hints for native images name what exists, and all that is created by reflection. */
class RuntimeHintsTest {
  private final RuntimeHints hints = new RuntimeHints();

  RuntimeHintsTest() {
    SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
        .load(RuntimeHintsRegistrar.class)
        .stream()
        .filter(MailcladRuntimeHints.class::isInstance)
        .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
  }

  @Test
  void everyStoreAndTransportCanBeMade() throws Exception {
    Set<String> made =
        ServiceLoader.load(Provider.class).stream()
            .map(ServiceLoader.Provider::get)
            .map(Provider::getClassName)
            .filter(name -> name.startsWith("io.github.mailclad."))
            .collect(Collectors.toCollection(HashSet::new));
    // made in place of the others where a jar is missing
    made.add("io.github.mailclad.angus.UnusableStore");
    made.add("io.github.mailclad.angus.UnusableTransport");
    assertEquals(MailcladRuntimeHints.SERVICES.size(), made.size(), made.toString());
    for (String name : made) {
      Class<?> service = Class.forName(name);
      assertNotNull(service.getConstructor(Session.class, URLName.class));
      assertTrue(
          RuntimeHintsPredicates.reflection()
              .onType(service)
              .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)
              .test(hints),
          name);
    }
  }

  @Test
  void everyProviderCanBeMade() throws Exception {
    List<? extends Class<?>> providers =
        ServiceLoader.load(Provider.class).stream()
            .map(ServiceLoader.Provider::type)
            .filter(type -> type.getName().startsWith("io.github.mailclad."))
            .toList();
    assertEquals(MailcladRuntimeHints.PROVIDERS.size(), providers.size());
    providers.forEach(
        type ->
            assertTrue(
                RuntimeHintsPredicates.reflection()
                    .onType(type)
                    .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)
                    .test(hints),
                type.getName()));
  }

  @Test
  void everyResourceIsThereAndKept() {
    for (String resource : MailcladRuntimeHints.RESOURCES) {
      assertNotNull(getClass().getClassLoader().getResource(resource), resource);
      assertTrue(RuntimeHintsPredicates.resource().forResource(resource).test(hints), resource);
    }
  }
}
