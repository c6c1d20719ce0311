package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SettingNames;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.PropertyResolver;

/**
 * The configuration properties behind the session properties of Boot's own mail sender: some come
 * from properties of Boot, some from an SSL bundle.
 *
 * @param environment the source of the configuration properties
 * @param protocol the protocol name of the sender
 */
record SpringMailNames(PropertyResolver environment, String protocol) implements SettingNames {
  /** The property that names the SSL bundle. */
  static final String BUNDLE = "spring.mail.ssl.bundle";

  private static final String SPRING_MAIL = "spring.mail.";
  private static final Map<String, String> OF_BOOT =
      Map.of(
          "host", "spring.mail.host",
          "port", "spring.mail.port",
          "user", "spring.mail.username",
          "password", "spring.mail.password",
          "ssl.checkserveridentity", "spring.mail.ssl.verify-hostname",
          "ssl.enable", "spring.mail.ssl.enabled");

  @Override
  public String asWritten(String key) {
    String verbatim = SPRING_MAIL + "properties." + key;
    Optional<String> written =
        SettingAliases.keys(key)
            .map(same -> SPRING_MAIL + "properties." + same)
            .filter(environment::containsProperty)
            .findFirst();
    if (written.isPresent()) {
      return written.get();
    }
    String bundle = environment.getProperty(BUNDLE);
    Optional<String> ofBundle =
        bundle == null || bundle.isEmpty()
            ? Optional.empty()
            : new BundleProperties(bundle, environment).behind(key);
    String prefix = "mail." + protocol + ".";
    return ofBundle.orElse(
        key.startsWith(prefix)
            ? OF_BOOT.getOrDefault(key.substring(prefix.length()), verbatim)
            : verbatim);
  }
}
