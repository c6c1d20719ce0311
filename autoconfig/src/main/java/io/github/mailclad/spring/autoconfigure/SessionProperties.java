package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SettingNames;
import io.github.mailclad.refusal.SettingProblem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The session properties of one account, and the configuration property that each comes from.
 * Thread-safe once they are complete.
 */
final class SessionProperties implements SettingNames {
  private final String account;
  private final Properties all = new Properties();
  private final Map<String, String> origins = new HashMap<>();
  private volatile @Nullable BundleProperties bundle;

  /** Creates the properties of an account, whose configuration properties have that prefix. */
  SessionProperties(String account) {
    this.account = account;
  }

  /** Returns the properties themselves, not a copy. */
  Properties all() {
    return all;
  }

  /** Names the configuration property of the account that sets a session property. */
  void name(String key, String option) {
    origins.put(key, account + option);
  }

  /** Sets a session property for a configuration property of the account. */
  void put(String key, Object value, String option) {
    all.put(key, value);
    name(key, option);
  }

  /**
   * Adds a session property that a person wrote. If another setting has a different value, that is
   * a problem, and neither silently wins.
   *
   * @param origin the full name of the configuration property
   * @return the problem if another setting has a different value
   */
  Optional<SettingProblem> add(String key, String value, String origin) {
    Object known =
        all.get(key) instanceof Enum<?> constant
            ? InvalidValueFailureAnalyzer.word(constant)
            : all.get(key);
    Optional<SettingProblem> contradiction =
        known == null || known.equals(value)
            ? Optional.empty()
            : Optional.of(
                new SettingProblem(
                    origin,
                    "contradicts %s, which is %s"
                        .formatted(
                            asWritten(key), known instanceof String ? known : "another value"),
                    "remove one of them"));
    all.setProperty(key, value);
    origins.put(key, origin);
    return contradiction;
  }

  /** Attributes the session properties of an SSL bundle to the properties of the bundle. */
  void use(BundleProperties properties) {
    bundle = properties;
  }

  @Override
  public String asWritten(String key) {
    BundleProperties used = bundle;
    return SettingAliases.keys(key)
        .flatMap(same -> Optional.ofNullable(origins.get(same)).stream())
        .findFirst()
        .or(() -> Optional.ofNullable(used).flatMap(made -> made.behind(key)))
        .orElseGet(() -> account + "properties." + key);
  }
}
