package io.github.mailclad.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Snippet;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

/** The Java on the page on Spring Boot and in Javadoc compiles, and its YAML is right. */
class SnippetsTest {
  private static final Path ROOT = Path.of(System.getProperty("mailclad.root", "."));

  private static final String PAGE = "docs/spring-boot.md";

  private static final Pattern PROPERTIES_AND_YAML =
      Pattern.compile("```properties\n([^`]*)```\n[^`]*```yaml\n([^`]*)```");

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
            Snippet.in(ROOT.resolve(PAGE)),
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

  @Test
  void yamlExamplesSetTheSameAsTheirProperties() throws IOException {
    Matcher both = PROPERTIES_AND_YAML.matcher(Files.readString(ROOT.resolve(PAGE)));
    int examples = 0;
    while (both.find()) {
      Properties properties = new Properties();
      properties.load(new StringReader(both.group(1)));
      YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
      yaml.setResources(new ByteArrayResource(both.group(2).getBytes(UTF_8)));
      assertEquals(texts(properties), texts(Objects.requireNonNull(yaml.getObject())));
      examples++;
    }
    assertEquals(3, examples);
  }

  private static Map<String, String> texts(Properties properties) {
    return properties.keySet().stream()
        .map(String::valueOf)
        .collect(Collectors.toMap(key -> key, properties::getProperty));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void pastedSnippetsCompile(Snippet snippet) {
    assertEquals(List.of(), snippet.errors(List.of()));
  }
}
