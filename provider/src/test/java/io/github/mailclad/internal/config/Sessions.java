package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.Properties;

/** Session properties as a test writes them, and the configuration that is read from them. */
final class Sessions {
  private Sessions() {}

  /** Properties of these keys and values, in turn. */
  static Properties with(Object... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return properties;
  }

  static ConfigReading read(ProtocolName protocol, Properties properties) {
    return read(protocol, properties, LevelFloor.NONE);
  }

  static ConfigReading read(ProtocolName protocol, Properties properties, LevelFloor floor) {
    return PolicyReader.read(new Settings(properties, protocol), floor);
  }

  /** Returns the configuration of usable properties. */
  static AccountConfig legible(ProtocolName protocol, Object... keysAndValues) {
    return legible(protocol, with(keysAndValues));
  }

  /** Returns the configuration of usable properties. */
  static AccountConfig legible(ProtocolName protocol, Properties properties) {
    ConfigReading reading = read(protocol, properties);
    assertEquals(List.of(), reading.problems());
    return reading.config();
  }

  /** The policy of an imaps session. */
  static SecurityPolicy policy(Object... keysAndValues) {
    return legible(ProtocolName.IMAPS, keysAndValues).policy();
  }

  /** Returns the problems of unusable properties. */
  static List<SettingProblem> problems(ProtocolName protocol, Properties properties) {
    List<SettingProblem> problems = read(protocol, properties).problems();
    assertFalse(problems.isEmpty(), "no policy");
    return problems;
  }

  /** Returns the problems of the properties of an imaps session. */
  static List<SettingProblem> problems(Object... keysAndValues) {
    return problems(ProtocolName.IMAPS, with(keysAndValues));
  }
}
