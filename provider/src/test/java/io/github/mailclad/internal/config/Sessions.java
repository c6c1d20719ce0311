package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.Properties;

/** Session properties as a test writes them, and what is read from them. */
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

  static PolicyReading read(ProtocolName protocol, Properties properties) {
    return PolicyReader.read(new Settings(properties, protocol));
  }

  /** What is read where the properties are a policy. */
  static PolicyReading.Legible legible(ProtocolName protocol, Object... keysAndValues) {
    return assertInstanceOf(
        PolicyReading.Legible.class, read(protocol, with(keysAndValues)), "legible");
  }

  /** The policy of an imaps session. */
  static SecurityPolicy policy(Object... keysAndValues) {
    return legible(ProtocolName.IMAPS, keysAndValues).policy();
  }

  /** What is wrong with properties that are no policy. */
  static List<SettingProblem> problems(ProtocolName protocol, Properties properties) {
    return assertInstanceOf(PolicyReading.Illegible.class, read(protocol, properties), "no policy")
        .refusal()
        .problems();
  }

  /** What is wrong with the properties of an imaps session. */
  static List<SettingProblem> problems(Object... keysAndValues) {
    return problems(ProtocolName.IMAPS, with(keysAndValues));
  }
}
