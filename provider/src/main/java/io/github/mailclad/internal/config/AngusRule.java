package io.github.mailclad.internal.config;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings.Setting;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Accepts or refuses the value of a property of Angus. */
@FunctionalInterface
interface AngusRule {
  /** Accepts every value. */
  AngusRule ANY = (setting, context) -> Optional.empty();

  /** Accepts every value, because it has no effect here. */
  AngusRule NO_EFFECT = (setting, context) -> Optional.empty();

  /** Accepts a boolean. */
  AngusRule BOOLEAN = ofBoolean((value, start) -> Optional.empty());

  /** Accepts a number of milliseconds in the form that Angus reads. */
  AngusRule MILLIS = matching("-?\\d{1,9}|0x[0-9a-fA-F]{1,7}", "a number of milliseconds");

  /** Accepts a port of a proxy or of this machine. */
  AngusRule PORT = matching("\\d{1,5}", "a port number");

  /** Accepts a host with or without a port. */
  AngusRule HOST = matching("[^:]+(?::\\d{1,5})?", "host or host:port");

  /** Returns the objection to a value; empty for none. */
  Optional<Objection> check(Setting setting, Context context);

  /**
   * The input of a rule besides the value.
   *
   * @param settings all settings
   * @param start the requested TLS start of the account; null for none
   */
  record Context(Settings settings, @Nullable TlsStart start) {
    /** Returns the key of a property under the name that the application used. */
    String key(String suffix) {
      return "mail." + settings.protocol().text() + "." + suffix;
    }

    /** Returns the port to which the account connects. */
    String port() {
      return settings
          .find("port")
          .flatMap(Setting::text)
          .orElseGet(
              () ->
                  Integer.toString(
                      settings
                          .protocol()
                          .implicitService()
                          .with(start == null ? TlsStart.IMPLICIT : start)
                          .defaultPort()));
    }
  }

  /**
   * An objection to a value.
   *
   * @param problem the predicate of a sentence about the property
   * @param remedy the remedy
   */
  record Objection(String problem, String remedy) {}

  /** Refuses every value. */
  static AngusRule refused(String problem, String remedy) {
    return (setting, context) -> Optional.of(new Objection(problem, remedy));
  }

  /** Accepts values that match a pattern. */
  static AngusRule matching(String pattern, String words) {
    return (setting, context) ->
        setting.text().orElse("").matches(pattern)
            ? Optional.empty()
            : Optional.of(new Objection("is not " + words, "set it to " + words));
  }

  /** Accepts one of the two booleans. */
  static AngusRule mustBe(boolean wanted, String remedy) {
    return mustBe(wanted, "=" + !wanted + " would weaken the connection", remedy);
  }

  /** Accepts one of the two booleans. */
  static AngusRule mustBe(boolean wanted, String problem, String remedy) {
    return ofBoolean(
        (value, start) ->
            value == wanted ? Optional.empty() : Optional.of(new Objection(problem, remedy)));
  }

  /**
   * Accepts a boolean without an objection. A value that is neither true nor false is refused,
   * because Angus reads {@code yes} and {@code 1} as false.
   */
  static AngusRule ofBoolean(
      BiFunction<Boolean, Optional<TlsStart>, Optional<Objection>> objection) {
    return (setting, context) -> {
      String text = setting.text().orElse("");
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
          ? objection.apply(Boolean.valueOf(text), Optional.ofNullable(context.start()))
          : Optional.of(
              new Objection(
                  ShownValue.ofBoolean(text) + " is neither true nor false",
                  "set it to true or false"));
    };
  }
}
