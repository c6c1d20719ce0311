package io.github.mailclad.explain;

import io.github.mailclad.explain.MailSession.Written;
import io.github.mailclad.explain.SettingsFile.Syntax;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a configuration with another value, or a new line beside it. */
final class LineText {
  private static final Pattern PROPERTY =
      Pattern.compile("(?<start>\\s*(?<key>(?:\\\\.|[^=:\\s\\\\])+)\\s*[=:\\s]\\s*)(?<value>.*)");
  private static final Pattern YAML =
      Pattern.compile(
          "(?<start>(?<indent>\\s*)(?<key>\"[^\"]*\"|'[^']*'|[^\\s#:'\"-][^#:]*|-D[^:]*)\\s*:\\s+)(?<value>[^#]*?)(?<rest>\\s+#.*)?");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?<start>\\s*(?:export\\s+|set\\s+|ENV\\s+)?(?<key>[A-Za-z][\\w.]*)=)(?<value>.*)");

  private LineText() {}

  private static Optional<Matcher> matcher(Syntax syntax, String line) {
    Pattern pattern =
        switch (syntax) {
          case PROPERTIES -> PROPERTY;
          case YAML -> YAML;
          case TEXT -> VARIABLE;
          case JSON, XML -> null;
        };
    return Optional.ofNullable(pattern).map(p -> p.matcher(line)).filter(Matcher::matches);
  }

  /**
   * Returns the pattern of a setting that is not a line of its own: a Java option, an attribute of
   * XML or a member of JSON. Group 1 is before the value, group 2 the value.
   */
  private static Pattern inside(Syntax syntax, String key) {
    String option = "(-D" + Pattern.quote(key) + "=)(\"[^\"]*\"|'[^']*'|[^\\s\"']+)";
    String last = Pattern.quote(key.substring(key.lastIndexOf('.') + 1));
    return Pattern.compile(
        switch (syntax) {
          case XML -> "(\\s(?:" + Pattern.quote(attribute(key)) + ")\\s*=\\s*)(\"[^\"]*\"|'[^']*')";
          case JSON -> "(\"" + last + "\"\\s*:\\s*)(\"[^\"]*\"|true|false|\\d+)";
          case PROPERTIES, YAML, TEXT -> option;
        });
  }

  /** Returns the name of an attribute: what follows the path of numbered elements. */
  private static String attribute(String key) {
    return key.replaceFirst("^(?:[^.#]+#\\d+\\.)+", "");
  }

  /** Returns the path of the element that has an attribute. */
  private static String element(String key) {
    return key.substring(0, key.length() - attribute(key).length());
  }

  /** Returns the line without a setting inside it; empty if it has none that can be removed. */
  static Optional<String> without(Syntax syntax, String line, String key) {
    Matcher found = inside(syntax, key).matcher(line);
    if (syntax == Syntax.JSON || !found.find()) {
      return Optional.empty();
    }
    String before = line.substring(0, found.start());
    String after = line.substring(found.end());
    return Optional.of(before.endsWith(" ") ? before + after.stripLeading() : before + after);
  }

  /** Returns the line with another value of its setting; empty if it cannot be written. */
  static Optional<String> withValue(
      Syntax syntax, String line, WrittenSetting setting, String value) {
    Matcher inside = inside(syntax, setting.key()).matcher(line);
    if (inside.find()) {
      char first = inside.group(2).charAt(0);
      String quoted = first == '"' || first == '\'' ? first + value + first : value;
      return Optional.of(line.substring(0, inside.end(1)) + quoted + line.substring(inside.end(2)));
    }
    return matcher(syntax, line)
        .filter(found -> isWhole(syntax, line, setting))
        .map(
            found ->
                found.group("start")
                    + value
                    + (syntax == Syntax.YAML && found.group("rest") != null
                        ? found.group("rest")
                        : ""));
  }

  /** Returns the line with one more setting beside one inside it; empty if it has none. */
  static Optional<String> withSetting(Syntax syntax, String line, String key, String text) {
    Matcher found = inside(syntax, key).matcher(line);
    if (syntax == Syntax.JSON || !found.find()) {
      return Optional.empty();
    }
    return Optional.of(line.substring(0, found.end()) + " " + text + line.substring(found.end()));
  }

  /** Returns whether a line has one setting, and nothing else. */
  static boolean isWhole(Syntax syntax, String line, WrittenSetting setting) {
    return matcher(syntax, line)
        .map(found -> plain(found.group("key")))
        .filter(key -> setting.key().equals(key) || setting.key().endsWith("." + key))
        .isPresent();
  }

  /** Returns a key without quotes, brackets and backslashes. */
  private static String plain(String key) {
    return SettingsFile.unquoted(key.trim()).replace("\\", "").replaceAll("^\\[|]$", "");
  }

  /** Returns the number of the last line of a setting that begins at a line. */
  static int end(Syntax syntax, List<String> lines, int line) {
    int end = line;
    while (syntax == Syntax.PROPERTIES
        && end < lines.size()
        && lines.get(end - 1).matches("(?:.*[^\\\\])?(?:\\\\\\\\)*\\\\")) {
      end++;
    }
    return end;
  }

  /** Returns a new line beside another one; empty if it cannot be written there. */
  static Optional<String> sibling(
      Syntax syntax, String line, WrittenSetting anchor, Written written) {
    if (inside(syntax, anchor.key()).matcher(line).find()) {
      return switch (syntax) {
        case XML ->
            Optional.of(attribute(written.key()))
                .filter(name -> written.key().equals(element(anchor.key()) + name))
                .map(name -> name + "=\"" + written.value() + "\"");
        case JSON -> Optional.empty();
        case PROPERTIES, YAML, TEXT -> Optional.of("-D" + written.key() + "=" + written.value());
      };
    }
    Optional<Matcher> found = matcher(syntax, line).filter(m -> isWhole(syntax, line, anchor));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String start = found.get().group("start");
    String typed = found.get().group("key");
    String key = plain(typed);
    String base = anchor.key().substring(0, anchor.key().length() - key.length());
    if (!written.key().startsWith(base)) {
      return Optional.empty();
    }
    String rest = written.key().substring(base.length());
    return Optional.of(
        start.substring(0, start.indexOf(typed))
            + rest
            + start.substring(start.indexOf(typed) + typed.length())
            + written.value());
  }
}
