package io.github.mailclad.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/** The rules for dependencies in the starter. */
class HouseRulesTest {
  private static final JavaClasses STARTER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.mailclad.spring");

  @Test
  void theStarterUsesThePublicProviderOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.mailclad.internal..", "io.github.mailclad.angus..", "org.eclipse.angus..")
        .because("what an application cannot do by itself, a starter must not need")
        .check(STARTER);
  }

  @Test
  void autoConfigurationIsNoApi() {
    classes()
        .that()
        .resideInAPackage("..autoconfigure..")
        .and()
        .areNotAnnotatedWith(AutoConfiguration.class)
        .should()
        .notBePublic()
        .because("applications use beans and properties")
        .check(STARTER);
  }

  @Test
  void autoConfigurationsCanBeNamedByTheirClassAndNoMore() {
    classes()
        .that()
        .areAnnotatedWith(AutoConfiguration.class)
        .should()
        .bePublic()
        .because("an application may exclude one, or come after it")
        .check(STARTER);
    members()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(AutoConfiguration.class)
        .should()
        .notBePublic()
        .check(STARTER);
  }

  @Test
  void publicPackagesDoNotKnowAutoConfiguration() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..autoconfigure..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..autoconfigure..")
        .check(STARTER);
    slices().matching("io.github.mailclad.spring.(*)..").should().beFreeOfCycles().check(STARTER);
  }

  @Test
  void nothingStaticIsMutable() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .check(STARTER);
  }

  @Test
  void nothingReadsTheClockButByOneThatItWasHanded() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(STARTER);
  }
}
