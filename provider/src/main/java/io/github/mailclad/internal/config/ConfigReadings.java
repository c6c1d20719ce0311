package io.github.mailclad.internal.config;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.TlsProvider;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The configurations that were read from the properties of one session, each kept until a property
 * changes. Reading costs many times more than comparing. Thread-safe.
 */
public final class ConfigReadings {
  private final LevelFloor floor;
  private final OfOtherSessions others;
  private final Map<ProtocolName, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(Map<String, Object> properties, ConfigReading reading) {}

  /**
   * Creates an empty store of configurations.
   *
   * @param floor the level below which no setting of the session may go
   */
  public ConfigReadings(LevelFloor floor) {
    this(floor, new OfOtherSessions());
  }

  /**
   * Creates an empty store of configurations that also uses those of other sessions.
   *
   * @param floor the level below which no setting of any of these sessions may go
   */
  public ConfigReadings(LevelFloor floor, OfOtherSessions others) {
    this.floor = floor;
    this.others = others;
  }

  /**
   * The configurations of the newest sessions whose properties have no problem and are strings:
   * many programs make a new session with the same properties for each message. Bounded, and kept
   * only until the next garbage collection, so that no secret outlives its session for long.
   * Thread-safe.
   */
  public static final class OfOtherSessions {
    private static final int MOST = 16;

    // not by a record: the first hash of one takes a new process as long as a TLS handshake
    private WeakReference<Map<Map.Entry<ProtocolName, Map<String, Object>>, ConfigReading>> newest =
        new WeakReference<>(null);

    private synchronized @Nullable ConfigReading find(
        ProtocolName protocol, Map<String, Object> properties) {
      var known = newest.get();
      return known == null ? null : known.get(Map.entry(protocol, properties));
    }

    private synchronized void keep(
        ProtocolName protocol, Map<String, Object> properties, ConfigReading reading) {
      if (!reading.problems().isEmpty() || !areStrings(properties.values())) {
        return;
      }
      var known = newest.get();
      if (known == null || known.size() >= MOST) {
        known = new HashMap<>();
        newest = new WeakReference<>(known);
      }
      known.put(Map.entry(protocol, properties), reading);
    }

    private static boolean areStrings(Collection<Object> values) {
      for (Object value : values) {
        if (!(value instanceof String)) {
          return false;
        }
      }
      return true;
    }
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
    ConfigReading shared = others.find(settings.protocol(), present);
    if (shared != null) {
      kept.put(settings.protocol(), new Kept(present, shared));
      return shared;
    }
    ConfigReading reading = PolicyReader.read(settings, floor);
    if (areComparable(present.values()) && areSame(present, ofMail(settings.user()))) {
      kept.put(settings.protocol(), new Kept(present, reading));
      others.keep(settings.protocol(), present, reading);
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
      named =
          new SettingReader(settings)
              .find(PolicyKeys.POLICY)
              .map(policy -> policy.tls().provider());
    } else if (settings.effective("security.tls-provider").isPresent()) {
      named = new SettingReader(settings).find(TlsKeys.TLS_PROVIDER);
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
      for (Map.Entry<Object, Object> property : user.entrySet()) {
        // the texts are there already
        if (!(property.getValue() instanceof String)
            && property.getKey() instanceof String name
            && name.startsWith("mail.")) {
          all.put(name, property.getValue());
        }
      }
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

  private static boolean areComparable(Collection<Object> values) {
    for (Object value : values) {
      if (!isComparable(value)) {
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
