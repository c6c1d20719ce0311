package io.github.mailclad.explain;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of one file.
 *
 * @param path the file
 * @param syntax the syntax of the file
 * @param text the whole text
 * @param charset the encoding
 * @param documents the settings, in order; a file with several documents has a list for each
 */
record SettingsFile(
    Path path, Syntax syntax, String text, Charset charset, List<List<WrittenSetting>> documents) {
  /** The largest file that is read; a configuration is smaller. */
  static final int MOST_OCTETS = 4_000_000;

  private static final Pattern SYSTEM_PROPERTY =
      Pattern.compile(
          "-D([a-z][\\w.-]*mail[\\w.-]*|mail\\.[\\w.-]+)=(\"[^\"]*\"|'[^']*'|[^\\s\"']+)");

  /** The forms in which files have settings. */
  enum Syntax {
    PROPERTIES,
    YAML,
    JSON,
    XML,
    /** Lines {@code NAME=value}, and {@code -Dname=value} anywhere. */
    TEXT;

    /** Returns the syntax that the name of a file announces. */
    static Syntax of(Path file) {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      if (name.endsWith(".properties") || name.endsWith(".cfg")) {
        return PROPERTIES;
      }
      if (name.endsWith(".yml") || name.endsWith(".yaml")) {
        return YAML;
      }
      if (name.endsWith(".json")) {
        return JSON;
      }
      return name.endsWith(".xml") ? XML : TEXT;
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is not in the syntax of its name; the message names
   *     the line where that is known, and no value
   */
  static SettingsFile read(Path file) throws IOException {
    if (Files.size(file) > MOST_OCTETS) {
      throw new IOException("larger than " + MOST_OCTETS + " octets");
    }
    try {
      return of(file, Files.readString(file), StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return of(
          file, Files.readString(file, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }
  }

  /** Reads the text of a file. */
  static SettingsFile of(Path file, String text, Charset charset) throws IOException {
    Syntax syntax = Syntax.of(file);
    List<List<WrittenSetting>> documents =
        switch (syntax) {
          case PROPERTIES -> PropertiesText.read(file, text);
          case YAML, JSON -> YamlText.read(file, text);
          case XML -> XmlText.read(file, text);
          case TEXT -> List.of(EnvironmentText.read(file, text));
        };
    return new SettingsFile(
        file,
        syntax,
        text,
        charset,
        documents.stream().map(SettingsFile::withSystemProperties).toList());
  }

  /** Adds the settings that a value has in the form of Java's option {@code -D}. */
  private static List<WrittenSetting> withSystemProperties(List<WrittenSetting> settings) {
    List<WrittenSetting> all = new ArrayList<>();
    for (WrittenSetting setting : settings) {
      all.add(setting);
      Matcher option = SYSTEM_PROPERTY.matcher(setting.value());
      while (option.find()) {
        all.add(
            new WrittenSetting(
                option.group(1),
                unquoted(option.group(2)),
                setting.file(),
                setting.line() + linesIn(setting.value().substring(0, option.start()))));
      }
    }
    return List.copyOf(all);
  }

  private static int linesIn(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  /** Returns a text without the quotes around it. */
  static String unquoted(String text) {
    String trimmed = text.trim();
    boolean quoted =
        trimmed.length() >= 2
            && (trimmed.charAt(0) == '"' || trimmed.charAt(0) == '\'')
            && trimmed.charAt(trimmed.length() - 1) == trimmed.charAt(0);
    return quoted ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
  }
}
