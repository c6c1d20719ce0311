package io.github.mailclad.setup;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** The types that an application can name. */
final class PublicTypes {
  private PublicTypes() {}

  static List<? extends Class<?>> ofTheModule() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.mailclad")
            .stream()
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(c -> !c.getPackageName().contains(".internal"))
            .filter(c -> !c.getPackageName().contains(".fixtures"))
            .map(JavaClass::reflect)
            .toList();
  }
}
