package io.github.mailclad.spring.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.check.SettingsCheck;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Editors and the documentation know every property. */
class MetadataTest {
  private static final String PREFIX = "mailclad";

  @Test
  void everyPropertyOfTheMetadataHasADescription() throws Exception {
    JSONArray properties = metadata().getJSONArray("properties");
    List<String> described = new ArrayList<>();
    for (int i = 0; i < properties.length(); i++) {
      JSONObject property = properties.getJSONObject(i);
      String name = property.getString("name");
      if (name.startsWith(PREFIX)) {
        assertTrue(property.optString("description").endsWith("."), name);
        described.add(name);
      }
    }
    List<String> ofTheRecord =
        properties(MailcladProperties.class, PREFIX)
            .map(name -> name.replace("<name>", "*"))
            .sorted()
            .toList();
    assertEquals(ofTheRecord, described.stream().sorted().toList());
  }

  /** The processor does not look into the values of a map: these are written by hand. */
  @Test
  void theSettingsOfAnAccountAreDescribedAsInTheSource() throws Exception {
    String source =
        Files.readString(
                Path.of(
                    System.getProperty("mailclad.root"),
                    "autoconfig/src/main/java/io/github/mailclad/spring/autoconfigure/MailcladProperties.java"))
            .replaceAll("\\s+\\*? *", " ");
    JSONArray properties = metadata().getJSONArray("properties");
    int checked = 0;
    for (int i = 0; i < properties.length(); i++) {
      JSONObject property = properties.getJSONObject(i);
      String name = property.getString("name");
      if (name.startsWith(PREFIX + ".accounts.*.")) {
        String key = name.substring(name.lastIndexOf('.') + 1);
        String parameter = camel(key);
        String text = "@param " + parameter + " " + property.getString("description") + " ";
        assertTrue(source.contains(text), text);
        assertTrue(property.getString("type").contains("."), name);
        checked++;
      }
    }
    assertEquals(36, checked);
  }

  private static String camel(String dashed) {
    return Pattern.compile("-(.)")
        .matcher(dashed)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  @Test
  void everyWordOfASettingIsSuggested() throws Exception {
    assertEquals(
        words(ConfidentialityLevel.values()), suggested("mailclad.accounts.*.minimum-level"));
    assertEquals(words(DanePolicy.Mode.values()), suggested("mailclad.accounts.*.dane"));
    assertEquals(
        words(MailcladProperties.AccessProtocol.values()),
        suggested("mailclad.accounts.*.access.protocol"));
    for (String part : List.of("submission", "access")) {
      assertEquals(
          words(TlsStart.values()), suggested("mailclad.accounts.*." + part + ".tls-start"));
    }
  }

  private static Set<String> words(Enum<?>[] values) {
    return Stream.of(values)
        .map(InvalidValueFailureAnalyzer::word)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> suggested(String name) throws Exception {
    Set<String> words = new TreeSet<>();
    JSONArray hints = metadata().getJSONArray("hints");
    for (int i = 0; i < hints.length(); i++) {
      if (hints.getJSONObject(i).getString("name").equals(name)) {
        JSONArray values = hints.getJSONObject(i).getJSONArray("values");
        for (int j = 0; j < values.length(); j++) {
          words.add(values.getJSONObject(j).getString("value"));
        }
      }
    }
    return words;
  }

  /** A setting for the whole session can be set for one protocol, and is suggested for it. */
  @ParameterizedTest
  @CsvSource({
    "spring.mail.properties.keys, smtp",
    "mailclad.properties.keys, submissions",
    "mailclad.properties.keys, imaps",
    "mailclad.properties.keys, pop3s",
    "mailclad.accounts.*.properties.keys, submissions",
    "mailclad.accounts.*.properties.keys, imaps",
    "mailclad.accounts.*.properties.keys, pop3s"
  })
  void eachProtocolHasTheKeysOfTheSession(String hint, String protocol) throws Exception {
    Set<String> keys = suggested(hint);
    List<String> missing =
        keys.stream()
            .filter(key -> key.startsWith("mail.security."))
            .map(key -> key.replace("mail.security.", "mail." + protocol + ".security."))
            .filter(key -> !keys.contains(key))
            .toList();
    assertEquals(List.of(), missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailclad.properties.keys",
        "mailclad.accounts.*.properties.keys",
        "spring.mail.properties.keys"
      })
  void everySessionPropertyThatIsSuggestedExists(String hint) throws Exception {
    JSONArray hints = metadata().getJSONArray("hints");
    int checked = 0;
    for (int i = 0; i < hints.length(); i++) {
      if (hints.getJSONObject(i).getString("name").equals(hint)) {
        JSONArray values = hints.getJSONObject(i).getJSONArray("values");
        for (int j = 0; j < values.length(); j++) {
          assertKnown(values.getJSONObject(j).getString("value"));
          assertTrue(values.getJSONObject(j).getString("description").endsWith("."));
          checked++;
        }
      }
    }
    assertTrue(checked > 20, hint);
  }

  private static void assertKnown(String key) {
    Properties properties = new Properties();
    properties.setProperty(key, "");
    String named = key.split("\\.", -1)[1];
    String protocol = named.equals("security") ? "smtp" : named;
    SettingsCheck check = SettingsCheck.of(Session.getInstance(properties), protocol);
    assertFalse(check.toString().contains("there is no such setting"), key);
    properties.setProperty(key + "x", "");
    assertTrue(
        SettingsCheck.of(Session.getInstance(properties), protocol)
            .toString()
            .contains("there is no such setting"));
  }

  @Test
  void everyPropertyIsInTheDocument() throws IOException {
    String document =
        Files.readString(Path.of(System.getProperty("mailclad.root"), "docs/spring-boot.md"));
    List<String> missing =
        properties(MailcladProperties.class, PREFIX)
            .filter(name -> !name.equals(PREFIX + ".accounts"))
            .filter(name -> !document.contains("`" + name + "`"))
            .toList();
    assertEquals(List.of(), missing);
  }

  /** The names of all properties that are values, nested ones included. */
  private static Stream<String> properties(Class<?> type, String prefix) {
    return Stream.of(type.getRecordComponents()).flatMap(c -> names(c, prefix));
  }

  private static Stream<String> names(RecordComponent component, String prefix) {
    String name =
        prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    assertFalse(ConfigurationPropertyName.of(name).isEmpty());
    if (component.getName().equals("accounts")) {
      return Stream.concat(
          Stream.of(name),
          properties(MailcladProperties.Account.class, name + ".x")
              .map(n -> n.replace(".x.", ".<name>.")));
    }
    return component.getType().isRecord() ? properties(component.getType(), name) : Stream.of(name);
  }

  private static JSONObject metadata() throws IOException, JSONException {
    try (InputStream in =
        Objects.requireNonNull(
            MailcladProperties.class
                .getClassLoader()
                .getResourceAsStream("META-INF/spring-configuration-metadata.json"))) {
      return new JSONObject(new String(in.readAllBytes(), UTF_8));
    }
  }
}
