package io.github.mailclad.setup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of this module, each with its reason. */
class HouseRulesTest {
  private static final String BASE = "io.github.mailclad";
  private static final String INTERNAL = BASE + ".internal.";

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE + ".setup", BASE + ".discovery");

  @Test
  void onlyExportedInternalPackagesAreUsed() {
    Set<String> used =
        MODULE.stream()
            // the package of discovery is in the verifier, whose internal packages it may use
            .filter(c -> !c.getPackageName().startsWith(BASE + ".discovery"))
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .map(d -> d.getTargetClass().getPackageName())
            .filter(p -> p.startsWith(INTERNAL))
            .map(p -> p.substring(INTERNAL.length()))
            .collect(Collectors.toSet());
    assertEquals(Set.of("connect", "discovery", "mailproto", "memory"), used);
  }

  @Test
  void neitherAngusNorTheClassesOverItAreUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + ".angus..", "org.eclipse.angus..")
        .because("a session decides which provider serves it")
        .check(MODULE);
  }

  @Test
  void discoveryDoesNotKnowJakartaMail() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".discovery..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta..")
        .because("it contacts no mail server")
        .check(MODULE);
  }

  @Test
  void publicMethodsHaveNoInternalTypes() {
    classes()
        .that()
        .arePublic()
        .should(
            new ArchCondition<>("show no internal type") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                type.getMethods().stream()
                    .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(
                        m ->
                            m.getAllInvolvedRawTypes().stream()
                                .anyMatch(t -> t.getPackageName().startsWith(INTERNAL)))
                    .forEach(m -> events.add(SimpleConditionEvent.violated(m, m.getFullName())));
              }
            })
        .because("internal types can change at any time")
        .check(MODULE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(MODULE);
  }

  @Test
  void nothingStaticIsMutable() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("one account must not reach another")
        .check(MODULE);
  }

  @Test
  void theClockIsHandedIn() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + ".setup.MailAccounts$Builder")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "it asks the system for the time",
                call ->
                    Set.of("java.time.Instant.now", "java.time.Clock.systemUTC")
                        .contains(call.getTargetOwner().getName() + "." + call.getName())))
        .because("tests set the time")
        .check(MODULE);
  }

  @Test
  void theCaseOfLettersIsChangedInTheRootLocale() {
    noClasses()
        .should()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(String.class, "equalsIgnoreCase", String.class)
        .because("names are compared as ASCII (RFC 4343)")
        .check(MODULE);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        MODULE.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());
    assertEquals(Set.of(), unmarked);
  }
}
