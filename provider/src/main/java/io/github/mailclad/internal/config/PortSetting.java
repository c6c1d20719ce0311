package io.github.mailclad.internal.config;

import io.github.mailclad.internal.config.Settings.Setting;
import java.util.Optional;

/**
 * The port that an application or its settings name.
 *
 * @param number the port; empty for the registered one
 * @param source the source of the port, in words for people
 */
public record PortSetting(Optional<Integer> number, String source) {

  /**
   * Reads the port.
   *
   * @param given 1 to 65535; any other value stands for the configured port
   * @param source the source of a port that is not configured
   */
  public static PortSetting of(Settings settings, int given, String source) {
    if (given > 0) {
      return new PortSetting(Optional.of(given), source);
    }
    Optional<Setting> configured = settings.find("port");
    return new PortSetting(
        configured.flatMap(Setting::text).map(PortSetting::parse),
        configured.map(Setting::key).orElse(source));
  }

  /**
   * Returns the port number. A port that is not a number is refused when the settings are read; 0
   * is never connected to.
   */
  private static int parse(String port) {
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
