package io.github.mailclad.spring.autoconfigure;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.env.PropertyResolver;

/**
 * The configuration properties of an SSL bundle.
 *
 * @param name the name of the bundle
 * @param environment the source of the properties
 */
record BundleProperties(String name, PropertyResolver environment) {

  /** Returns the property behind a session property of the bundle; empty for any other one. */
  Optional<String> behind(String sessionKey) {
    if (sessionKey.endsWith(".security.trust-anchors")) {
      return Optional.of(trustStore());
    }
    if (sessionKey.endsWith(".security.client-certificate")) {
      return Optional.of(keyStore());
    }
    if (sessionKey.endsWith(".ssl.protocols")) {
      return Optional.of(protocols());
    }
    return sessionKey.endsWith(".ssl.ciphersuites") ? Optional.of(ciphers()) : Optional.empty();
  }

  /** Returns the property that names the trust store. */
  String trustStore() {
    return written(
        "the trust store", "pem.%s.truststore.certificate", "jks.%s.truststore.location");
  }

  /** Returns the property that names the certificate and the key. */
  String keyStore() {
    return written("the key store", "pem.%s.keystore.certificate", "jks.%s.keystore.location");
  }

  /** Returns the property with the TLS protocols. */
  private String protocols() {
    return written(
        "the protocols",
        "pem.%s.options.enabled-protocols",
        "jks.%s.options.enabled-protocols",
        "pem.%s.protocol",
        "jks.%s.protocol");
  }

  /** Returns the property with the cipher suites. */
  private String ciphers() {
    return written("the ciphers", "pem.%s.options.ciphers", "jks.%s.options.ciphers");
  }

  /** Returns the first property that is set; words if the bundle does not come from properties. */
  private String written(String part, String... candidates) {
    return Stream.of(candidates)
            .map(pattern -> "spring.ssl.bundle." + pattern.formatted(name))
            .filter(
                key ->
                    environment.containsProperty(key) || environment.containsProperty(key + "[0]"))
            .findFirst()
            .orElse(part)
        + " of SSL bundle \"%s\"".formatted(name);
  }
}
