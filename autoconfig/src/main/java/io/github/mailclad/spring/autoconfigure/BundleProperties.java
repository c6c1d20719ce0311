package io.github.mailclad.spring.autoconfigure;

import java.util.stream.Stream;
import org.springframework.core.env.PropertyResolver;

/**
 * The configuration properties that an SSL bundle is made of.
 *
 * @param name the name of the bundle
 * @param environment where they are
 */
record BundleProperties(String name, PropertyResolver environment) {

  /** Returns the property that names the trust store. */
  String trustStore() {
    return written(
        "the trust store", "pem.%s.truststore.certificate", "jks.%s.truststore.location");
  }

  /** The property that names the certificate and the key. */
  String keyStore() {
    return written("the key store", "pem.%s.keystore.certificate", "jks.%s.keystore.location");
  }

  /** The property with the TLS protocols. */
  String protocols() {
    return written(
        "the protocols",
        "pem.%s.options.enabled-protocols",
        "jks.%s.options.enabled-protocols",
        "pem.%s.protocol",
        "jks.%s.protocol");
  }

  /** The property with the cipher suites. */
  String ciphers() {
    return written("the ciphers", "pem.%s.options.ciphers", "jks.%s.options.ciphers");
  }

  /** The first one that is set; words where the bundle does not come from properties. */
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
