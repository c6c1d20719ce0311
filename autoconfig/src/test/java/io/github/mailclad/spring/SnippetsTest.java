package io.github.mailclad.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Snippet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java that readers paste from the page on Spring Boot and from Javadoc compiles. */
class SnippetsTest {
  private static final Path ROOT = Path.of(System.getProperty("mailclad.root", "."));

  /** The packages that an editor imports by itself. */
  private static final List<String> IMPORTS =
      List.of(
          "io.github.mailclad",
          "io.github.mailclad.spring",
          "io.github.mailclad.spring.observe",
          "jakarta.mail",
          "org.springframework.beans.factory.annotation",
          "org.springframework.context.annotation",
          "org.springframework.context.event");

  static List<Snippet> snippets() throws IOException {
    return Stream.of(
            Snippet.in(ROOT.resolve("docs/spring-boot.md")),
            Snippet.inJavadocOf(ROOT.resolve("autoconfig/src/main/java"), IMPORTS))
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccountListener",
        "ConfiguredAccounts",
        "ConnectionEvent",
        "MailInventory",
        "MailSenderDecorator"
      })
  void everyEntryTypeHasAnExample(String type) throws IOException {
    assertTrue(snippets().stream().anyMatch(snippet -> snippet.isFrom(type + ".java")));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void whatIsPastedCompiles(Snippet snippet) {
    assertEquals(List.of(), snippet.errors(List.of()));
  }
}
