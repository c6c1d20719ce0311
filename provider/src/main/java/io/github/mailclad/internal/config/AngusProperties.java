package io.github.mailclad.internal.config;

import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the properties of Angus that affect security against the account's requirements. A
 * property with the same effect is accepted. A property that narrows is applied. A property that
 * would weaken is refused by name. {@link AngusProperty} has the table of the properties.
 */
final class AngusProperties {
  /**
   * The platform's names of TLS versions, including versions that Mailclad does not support and
   * future ones.
   */
  private static final Pattern ANY_VERSION = Pattern.compile("SSLv2Hello|SSLv3|TLSv\\d(\\.\\d)?");

  /** The largest number of words without effect in a note. */
  private static final int MOST_NOTED = 5;

  private final Settings settings;
  private final @Nullable TlsStart start;
  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  AngusProperties(Settings settings, @Nullable TlsStart start) {
    this.settings = settings;
    this.start = start;
    for (String name : settings.protocol().propertyNames()) {
      check(name);
    }
  }

  List<SettingProblem> problems() {
    return List.copyOf(problems);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Returns the problems of values that Angus would misread, regardless of the account's level:
   * invalid ports, and properties for waiting times and for the network route.
   */
  static List<SettingProblem> misunderstood(Settings settings) {
    List<SettingProblem> problems = new ArrayList<>();
    for (AngusProperty property : AngusProperty.values()) {
      if (property.isForEveryLevel()) {
        for (Setting setting : settings.findAll(property.suffix())) {
          add(property.check(setting, settings, /* start= */ null), problems);
        }
      }
    }
    return List.copyOf(problems);
  }

  private static void add(Optional<SettingProblem> found, List<SettingProblem> problems) {
    if (found.isPresent()) {
      problems.add(found.get());
    }
  }

  private void check(String name) {
    String prefix = "mail." + name + ".";
    for (String key : settings.keysUnder(prefix)) {
      check(key.substring(prefix.length()), settings.get(key).orElseThrow());
    }
  }

  private void check(String suffix, Setting setting) {
    Optional<AngusProperty> property = AngusProperty.of(suffix);
    if (property.isPresent()) {
      if (!property.get().isForEveryLevel()) {
        add(property.get().check(setting, settings, start), problems);
      }
    } else if (AngusProperty.isInClosedGroup(suffix)) {
      problem(
          setting,
          "is not known to Mailclad, and could weaken the connection",
          "remove it" + suggestion(suffix, setting));
    }
  }

  private static String suggestion(String suffix, Setting setting) {
    long words = suffix.split("\\.", -1).length;
    Optional<String> meant =
        Spelling.meant(
            suffix,
            Arrays.stream(AngusProperty.values())
                .map(AngusProperty::suffix)
                .filter(AngusProperty::isInClosedGroup)
                .filter(known -> known.split("\\.", -1).length == words)
                .toList(),
            2);
    return meant
        .flatMap(AngusProperty::of)
        .map(
            known ->
                "; did you mean "
                    + setting.key().substring(0, setting.key().length() - suffix.length())
                    + known.suffix()
                    + "?"
                    + (known.isRefused()
                        ? " That one is refused too: set mail.<protocol>.security.trust-anchors for a private authority"
                        : ""))
        .orElse("");
  }

  /**
   * Returns the versions that {@code ssl.protocols} permits of these; versions below the floor are
   * never added.
   */
  Set<TlsVersion> narrowedVersions(Set<TlsVersion> versions) {
    Optional<Setting> setting = settings.find("ssl.protocols");
    if (setting.isEmpty()) {
      return versions;
    }
    List<String> words = words(setting.get());
    if (hasCommas(setting.get(), word -> TlsVersion.of(word).isPresent())) {
      return versions;
    }
    if (words.stream().anyMatch(word -> !ANY_VERSION.matcher(word).matches())) {
      problem(
          setting.get(),
          "has a word that is no TLS version",
          "set it to TLSv1.2, TLSv1.3 or both, separated by a blank");
      return versions;
    }
    Set<TlsVersion> left = EnumSet.noneOf(TlsVersion.class);
    words.forEach(word -> TlsVersion.of(word).filter(versions::contains).ifPresent(left::add));
    noteIdle(
        setting.get(),
        words.stream().filter(word -> TlsVersion.of(word).filter(left::contains).isEmpty()));
    if (left.isEmpty()) {
      problem(
          setting.get(),
          "leaves no TLS version that this account accepts",
          "remove it, or name TLSv1.2 or TLSv1.3");
      return versions;
    }
    return left;
  }

  /** Returns the suites that {@code ssl.ciphersuites} permits of these, in the given order. */
  List<String> narrowedSuites(List<String> suites) {
    Optional<Setting> setting = settings.find("ssl.ciphersuites");
    if (setting.isEmpty()) {
      return suites;
    }
    if (hasCommas(setting.get(), word -> word.matches("TLS_\\w{1,60}"))) {
      return suites;
    }
    List<String> wanted = words(setting.get());
    noteIdle(setting.get(), wanted.stream().filter(word -> !suites.contains(word)));
    List<String> left = suites.stream().filter(wanted::contains).toList();
    if (left.isEmpty()) {
      problem(
          setting.get(),
          "leaves no cipher suite that is accepted",
          "remove it, or name some of " + suites);
      return suites;
    }
    return left;
  }

  /**
   * Reports a value with commas. Angus reads words with a comma between them as one name, which is
   * no TLS version or suite.
   */
  private boolean hasCommas(Setting setting, Predicate<String> isShown) {
    String text = setting.text().orElse("");
    if (text.indexOf(',') < 0) {
      return false;
    }
    String meant =
        Arrays.stream(text.split("[,\\s]+")).filter(isShown).collect(Collectors.joining(" "));
    problem(
        setting,
        "has commas between its words, where blanks are needed",
        meant.isEmpty() ? "write blanks instead" : "set it to: " + meant);
    return true;
  }

  /** Notes words that have no effect, so that nothing is narrowed silently. */
  private void noteIdle(Setting setting, Stream<String> words) {
    List<String> shown =
        words.filter(word -> word.matches("[\\w.]{1,60}")).distinct().sorted().toList();
    if (!shown.isEmpty()) {
      notes.add(
          setting.key()
              + ": never offered: "
              + String.join(" ", shown.subList(0, Math.min(MOST_NOTED, shown.size())))
              + (shown.size() > MOST_NOTED ? " and " + (shown.size() - MOST_NOTED) + " more" : ""));
    }
  }

  private static List<String> words(Setting setting) {
    return Arrays.stream(setting.text().orElse("").trim().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private void problem(Setting setting, String problem, String remedy) {
    problems.add(new SettingProblem(setting.key(), problem, remedy));
  }
}
