package io.github.mailclad.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.Snippet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java that readers paste from the page on Spring Boot compiles. */
class SnippetsTest {

  static List<Snippet> snippets() throws IOException {
    Path root = Path.of(System.getProperty("mailclad.root", "."));
    return Snippet.in(root.resolve("docs/spring-boot.md"));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void whatIsPastedCompiles(Snippet snippet) {
    assertEquals(List.of(), snippet.errors(""));
  }
}
