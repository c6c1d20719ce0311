package io.github.mailclad.internal.config;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.TlsProvider;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The configurations that were read from the properties of one session, each kept until a property
 * changes. Reading costs many times more than comparing. Thread-safe.
 */
public final class ConfigReadings {
  private final LevelFloor floor;
  private final Map<ProtocolName, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(Map<String, Object> properties, ConfigReading reading) {}

  /**
   * Creates an empty store of configurations.
   *
   * @param floor the level below which no setting of the session may go
   */
  public ConfigReadings(LevelFloor floor) {
    this.floor = floor;
  }

  /** Returns the configuration for a protocol name according to the present properties. */
  public ConfigReading of(Settings settings) {
    if (settings.user().getClass() != Properties.class) {
      // its values may change without a trace
      return PolicyReader.read(settings, floor);
    }
    Map<String, Object> present = ofMail(settings.user());
    Kept known = kept.get(settings.protocol());
    if (known != null && areSame(known.properties(), present)) {
      return known.reading();
    }
    ConfigReading reading = PolicyReader.read(settings, floor);
    if (present.values().stream().allMatch(ConfigReadings::isComparable)
        && areSame(present, ofMail(settings.user()))) {
      kept.put(settings.protocol(), new Kept(present, reading));
    } else {
      kept.remove(settings.protocol());
    }
    return reading;
  }

  /**
   * Returns whether the settings can be used and leave the account without a minimum level. Only a
   * setting under the used name can do that, so without one nothing else is read: most programs
   * create a service before they know that they will connect.
   */
  public boolean isLowered(Settings settings) {
    if (settings.get(settings.key("security.minimum-level")).isEmpty()
        && settings.get(settings.key("security.policy")).isEmpty()) {
      return false;
    }
    ConfigReading reading = of(settings);
    return reading.problems().isEmpty()
        && reading.config().policy().minimumLevel() == ConfidentialityLevel.NONE;
  }

  /**
   * Returns the TLS provider that the settings name; the platform's if they name none, or one that
   * does not exist. Where nothing names one, no other setting is read.
   */
  public static TlsProvider tlsProvider(Settings settings) {
    Optional<TlsProvider> named = Optional.empty();
    if (settings.effective("security.policy").isPresent()) {
      named = new SettingReader(settings).find(Keys.POLICY).map(policy -> policy.tls().provider());
    } else if (settings.effective("security.tls-provider").isPresent()) {
      named = new SettingReader(settings).find(Keys.TLS_PROVIDER);
    }
    return named.orElse(TlsProvider.PLATFORM);
  }

  /** Returns the properties of Jakarta Mail, of all layers. */
  private static Map<String, Object> ofMail(Properties user) {
    Map<String, Object> all = new HashMap<>();
    for (String key : user.stringPropertyNames()) {
      if (key.startsWith("mail.")) {
        all.put(key, user.getProperty(key));
      }
    }
    synchronized (user) {
      user.forEach(
          (key, value) -> {
            if (key instanceof String name && name.startsWith("mail.")) {
              all.put(name, value);
            }
          });
    }
    return all;
  }

  private static boolean areSame(Map<String, Object> one, Map<String, Object> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (Map.Entry<String, Object> property : one.entrySet()) {
      Object value = other.get(property.getKey());
      if (value != property.getValue()
          && !(value instanceof String && value.equals(property.getValue()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the same object has the same meaning at any time. Of the objects of the
   * application only the reference is read; collections and key stores are copied when they are
   * read, and may change.
   */
  private static boolean isComparable(Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum<?>
        || value instanceof Path
        || value instanceof Duration
        || value instanceof X509Certificate
        || !(value.getClass().isArray() || value.getClass().getName().startsWith("java"));
  }
}
