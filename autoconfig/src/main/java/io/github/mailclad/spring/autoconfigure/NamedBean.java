package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * A bean that a configuration property names.
 *
 * @param property the full name of the property
 * @param name the name of the bean
 * @param type the type that it must have
 * @param <T> that type
 */
record NamedBean<T>(String property, String name, Class<T> type) {

  boolean isIn(ListableBeanFactory beans) {
    return !name.isEmpty() && beans.containsBean(name) && beans.isTypeMatch(name, type);
  }

  T of(ListableBeanFactory beans) {
    return beans.getBean(name, type);
  }

  /** Returns the problem of a bean that does not exist. */
  SettingProblem missingIn(ListableBeanFactory beans) {
    List<String> known =
        Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type))
            .sorted()
            .toList();
    return new SettingProblem(
        property,
        beans.containsBean(name)
            ? "the bean \"%s\" is not an instance of %s".formatted(name, type.getSimpleName())
            : "there is no bean \"%s\"".formatted(name),
        known.isEmpty()
            ? "define a bean of type %s with that name".formatted(type.getName())
            : "set it to one of the beans of type %s: %s.%s"
                .formatted(
                    type.getSimpleName(),
                    String.join(", ", known),
                    NearestName.question(name, known, "")));
  }
}
