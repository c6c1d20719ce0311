package io.github.mailclad.internal.config;

import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.stream.Stream;

/**
 * The properties of Angus that say how long to wait and which way to take. Angus answers a value
 * that is none by waiting for ever, or by another port of the proxy, without a word.
 */
final class NetworkProperties {
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(
              "-?\\d{1,9}|0x[0-9a-fA-F]{1,7}",
              "a number of milliseconds",
              List.of("connectiontimeout", "timeout", "writetimeout")),
          new Shape("\\d{1,5}", "a port number", List.of("localport", "proxy.port", "socks.port")),
          new Shape(
              "[^:]+(?::\\d{1,5})?", "host or host:port", List.of("proxy.host", "socks.host")),
          new Shape("(?i)true|false", "true or false", List.of("usesocketchannels")));

  /** What a value looks like, and where such values are. */
  private record Shape(String pattern, String words, List<String> suffixes) {
    Stream<SettingProblem> problems(Settings settings) {
      return suffixes.stream()
          .flatMap(suffix -> settings.findAll(suffix).stream())
          .filter(setting -> !setting.text().orElse("").matches(pattern))
          .map(
              setting ->
                  new SettingProblem(setting.key(), "is not " + words, "set it to " + words));
    }
  }

  private NetworkProperties() {}

  static List<SettingProblem> problems(Settings settings) {
    return SHAPES.stream().flatMap(shape -> shape.problems(settings)).toList();
  }
}
