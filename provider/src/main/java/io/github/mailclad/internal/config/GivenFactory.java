package io.github.mailclad.internal.config;

/**
 * A socket factory that an application passed to Angus: its problem, as far as the class shows it,
 * and the remedy. Factories are never used. A factory does not expose the authorities that it
 * trusts or whether it verifies names. None of the known classes can be inspected without reading
 * private fields (docs/decisions/0020).
 *
 * @param problem the problem
 * @param remedy the settings to use instead
 */
record GivenFactory(String problem, String remedy) {
  private static final String ANCHORS = "mail.<protocol>.security.trust-anchors";

  /** Returns the description of a factory by its class. */
  static GivenFactory of(Object factory) {
    return switch (factory.getClass().getName()) {
      case "org.apache.camel.support.jsse.BaseSSLContextParameters$SSLSocketFactoryDecorator" ->
          new GivenFactory(
              "is made from Camel's sslContextParameters, whose trust cannot be read back",
              "remove sslContextParameters, and set "
                  + ANCHORS
                  + " to its trust store, in the endpoint's URI, in additionalJavaMailProperties or as a system property");
      case "sun.security.ssl.SSLSocketFactoryImpl" ->
          new GivenFactory(
              "is made from an SSLContext, whose trust cannot be read back",
              "remove it, and set "
                  + ANCHORS
                  + " to the trust store of that SSLContext (log4j: remove <SSL>, and set it as a system property; Keycloak: see docs/settings.md)");
      case "org.eclipse.angus.mail.util.MailSSLSocketFactory" ->
          new GivenFactory(
              "trusts the hosts that it names without verifying them",
              "remove it; set " + ANCHORS + " for a private authority");
      default ->
          new GivenFactory(
              "replaces the verified TLS connection by one that cannot be verified",
              "remove it; set " + ANCHORS + " for a private authority");
    };
  }
}
