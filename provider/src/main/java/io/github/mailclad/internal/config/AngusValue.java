package io.github.mailclad.internal.config;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.jars.MailLibrary;
import io.github.mailclad.refusal.SettingProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of a property of Angus, with the checks of it. A check returns the problem of the value;
 * empty for none.
 *
 * @param settings all settings
 */
record AngusValue(Setting setting, Settings settings) {
  /** The only factory class that changes nothing; old recipes for implicit TLS name it. */
  private static final String PLATFORM_FACTORY = "javax.net.ssl.SSLSocketFactory";

  /** The setting to use instead of a factory. */
  private static final String ANCHORS = "mail.<protocol>.security.trust-anchors";

  /** Refuses every value. */
  Optional<SettingProblem> refused(String problem, String remedy) {
    return Optional.of(new SettingProblem(setting.key(), problem, remedy));
  }

  /** Accepts values that match a pattern. */
  Optional<SettingProblem> matches(String pattern, String words) {
    return text().matches(pattern)
        ? Optional.empty()
        : refused("is not " + words, "set it to " + words);
  }

  /** Accepts one of the two booleans. */
  Optional<SettingProblem> is(boolean wanted, String remedy) {
    return is(wanted, "=" + !wanted + " would weaken the connection", remedy);
  }

  /** Accepts one of the two booleans. */
  Optional<SettingProblem> is(boolean wanted, String problem, String remedy) {
    Optional<SettingProblem> other = isBoolean();
    return other.isPresent() || isTrue() == wanted ? other : refused(problem, remedy);
  }

  /**
   * Accepts true and false. Angus reads any other value, such as {@code yes} and {@code 1}, as
   * false.
   */
  Optional<SettingProblem> isBoolean() {
    String text = text();
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
        ? Optional.empty()
        : refused(
            ShownValue.ofBoolean(text) + " is neither true nor false", "set it to true or false");
  }

  /** Accepts the boolean that agrees with the TLS start. */
  Optional<SettingProblem> agreesWithImplicitTls(@Nullable TlsStart start) {
    boolean starttls = start == TlsStart.STARTTLS;
    return is(
        !starttls,
        starttls
            ? "asks for implicit TLS while mail.<protocol>.security.tls-start asks for STARTTLS"
            : "asks for a connection without implicit TLS",
        "remove it; mail.<protocol>.security.tls-start decides how TLS starts");
  }

  /** Accepts a request for STARTTLS, and its opposite where the TLS start is another one. */
  Optional<SettingProblem> agreesWithStarttls(@Nullable TlsStart start) {
    return start == TlsStart.STARTTLS
        ? is(true, "contradicts mail.<protocol>.security.tls-start=starttls", "remove it")
        : isBoolean();
  }

  /** Accepts the port of a server. */
  Optional<SettingProblem> isPort() {
    String text = text();
    boolean isPort =
        text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
    return isPort
        ? Optional.empty()
        : refused("is not a port number", "set it to a number from 1 to 65535");
  }

  /** Accepts the port to which the account connects. */
  Optional<SettingProblem> isPortOfAccount(@Nullable TlsStart start) {
    String port =
        settings
            .find("port")
            .flatMap(Setting::text)
            .orElseGet(() -> Integer.toString(settings.registeredPort(start)));
    return setting.text().equals(Optional.of(port))
        ? Optional.empty()
        : refused(
            "leads to another port than " + settings.key("port"),
            "remove it and set the port there");
  }

  /** Accepts an additional check if the mail library makes it: it is not left out silently. */
  Optional<SettingProblem> isUsedVerifier() {
    return MailLibrary.asksVerifier()
        ? Optional.empty()
        : refused(
            "is a check that this version of the mail library does not make",
            "remove it, Mailclad verifies the host name itself; " + MailLibrary.WITHOUT_VERIFIER);
  }

  /** Accepts the name of the platform's factory only. */
  Optional<SettingProblem> isPlatformFactory() {
    return setting.value().equals(PLATFORM_FACTORY)
        ? Optional.empty()
        : refused(
            "replaces the verified TLS connection by one that cannot be verified",
            "remove it" + resolverInstead());
  }

  /**
   * Refuses a socket factory of the application, with the problem as far as its class shows it. A
   * factory does not expose the authorities that it trusts or whether it verifies names. None of
   * the known classes can be inspected without reading private fields (docs/decisions/0020).
   */
  Optional<SettingProblem> refusedFactory() {
    String instead = resolverInstead();
    return switch (setting.value().getClass().getName()) {
      case "org.apache.camel.support.jsse.BaseSSLContextParameters$SSLSocketFactoryDecorator" ->
          refused(
              "is made from Camel's sslContextParameters, whose trust cannot be read back",
              "remove sslContextParameters, and set "
                  + ANCHORS
                  + " to its trust store, in the endpoint's URI, in additionalJavaMailProperties or as a system property"
                  + instead);
      case "sun.security.ssl.SSLSocketFactoryImpl" ->
          refused(
              "is made from an SSLContext, whose trust cannot be read back",
              "remove it, and set "
                  + ANCHORS
                  + " to the trust store of that SSLContext (log4j: remove <SSL>, and set it as a system property; Keycloak: see docs/settings.md)"
                  + instead);
      case "org.eclipse.angus.mail.util.MailSSLSocketFactory" ->
          refused(
              "trusts the hosts that it names without verifying them",
              "remove it; set " + ANCHORS + " for a private authority" + instead);
      default ->
          refused(
              "replaces the verified TLS connection by one that cannot be verified",
              "remove it; set " + ANCHORS + " for a private authority" + instead);
    };
  }

  /** Returns the replacement for a factory that chooses the address to connect to. */
  private String resolverInstead() {
    return "; to choose the address that is connected to, set an object as "
        + settings.key("security.resolver");
  }

  private boolean isTrue() {
    return Boolean.parseBoolean(text());
  }

  private String text() {
    return setting.text().orElse("");
  }
}
