package io.github.mailclad;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions of {@link HouseRulesTest} that ArchUnit lacks. */
final class HouseConditions {
  private HouseConditions() {}

  /** No internal type in public and protected signatures, type arguments included. */
  static ArchCondition<JavaClass> haveNoInternalTypeInTheirSignatures() {
    DescribedPredicate<JavaClass> hidden = resideInAPackage("io.github.mailclad.internal..");
    return new ArchCondition<>("have no internal type in public and protected signatures") {
      @Override
      public void check(JavaClass owner, ConditionEvents events) {
        owner.getMembers().stream()
            .filter(HouseConditions::isVisible)
            .filter(member -> signature(member).anyMatch(hidden))
            .map(member -> SimpleConditionEvent.violated(member, member.getFullName()))
            .forEach(events::add);
      }
    };
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> signature(JavaMember member) {
    return member instanceof JavaCodeUnit unit
        ? Stream.of(
                List.of(unit.getReturnType()), unit.getParameterTypes(), unit.getExceptionTypes())
            .flatMap(Collection::stream)
            .flatMap(t -> t.getAllInvolvedRawTypes().stream())
        : ((JavaField) member).getType().getAllInvolvedRawTypes().stream();
  }

  /** No mutable collection, array or atomic. */
  static ArchCondition<JavaField> notHoldWhatChanges() {
    return new ArchCondition<>("hold no mutable state") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        if (changes(field)) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
        }
      }
    };
  }

  /** A collection must come from List.of() and similar methods; every array is mutable. */
  private static boolean changes(JavaField field) {
    JavaClass type = field.getRawType();
    if (type.isArray()) {
      return !field.getModifiers().contains(JavaModifier.SYNTHETIC) && !isEnumValues(field);
    }
    if (type.isAssignableTo("java.util.concurrent.atomic.AtomicBoolean")
        || type.getPackageName().equals("java.util.concurrent.atomic")
        || type.isAssignableTo(ThreadLocal.class)) {
      return true;
    }
    if (!type.isAssignableTo(Collection.class) && !type.isAssignableTo(Map.class)) {
      return false;
    }
    Object value = valueOf(field);
    return value == null
        || !value.getClass().getName().startsWith("java.util.ImmutableCollections");
  }

  private static boolean isEnumValues(JavaField field) {
    return field.getOwner().isEnum() && field.getName().equals("$VALUES");
  }

  private static @Nullable Object valueOf(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      return reflected.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field.getFullName(), e);
    }
  }
}
