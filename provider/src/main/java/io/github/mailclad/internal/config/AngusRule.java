package io.github.mailclad.internal.config;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.jars.MailLibrary;
import io.github.mailclad.refusal.SettingProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts or refuses the value of a property of Angus. */
@FunctionalInterface
interface AngusRule {
  /** The only factory class that changes nothing; old recipes for implicit TLS name it. */
  String PLATFORM_FACTORY = "javax.net.ssl.SSLSocketFactory";

  /** The setting to use instead of a factory. */
  String ANCHORS = "mail.<protocol>.security.trust-anchors";

  /** Accepts every value. */
  AngusRule ANY = (setting, settings, start) -> Optional.empty();

  /** Accepts every value, because it has no effect here. */
  AngusRule NO_EFFECT = (setting, settings, start) -> Optional.empty();

  /**
   * Returns the problem of a value; empty for none.
   *
   * @param settings all settings
   * @param start the requested TLS start of the account; null for none
   */
  Optional<SettingProblem> check(Setting setting, Settings settings, @Nullable TlsStart start);

  /** Refuses every value. */
  static AngusRule refused(String problem, String remedy) {
    return (setting, settings, start) -> problem(setting, problem, remedy);
  }

  /** Accepts values that match a pattern. */
  static AngusRule matching(String pattern, String words) {
    return (setting, settings, start) ->
        setting.text().orElse("").matches(pattern)
            ? Optional.empty()
            : problem(setting, "is not " + words, "set it to " + words);
  }

  /** Accepts one of the two booleans. */
  static AngusRule mustBe(boolean wanted, String remedy) {
    return mustBe(wanted, "=" + !wanted + " would weaken the connection", remedy);
  }

  /** Accepts one of the two booleans. */
  static AngusRule mustBe(boolean wanted, String problem, String remedy) {
    return ofBoolean(
        (setting, settings, start) ->
            valueOf(setting) == wanted ? Optional.empty() : problem(setting, problem, remedy));
  }

  /**
   * Accepts a boolean that another rule accepts. A value that is neither true nor false is refused,
   * because Angus reads {@code yes} and {@code 1} as false.
   */
  static AngusRule ofBoolean(AngusRule rule) {
    return (setting, settings, start) -> {
      String text = setting.text().orElse("");
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
          ? rule.check(setting, settings, start)
          : problem(
              setting,
              ShownValue.ofBoolean(text) + " is neither true nor false",
              "set it to true or false");
    };
  }

  private static boolean valueOf(Setting setting) {
    return Boolean.parseBoolean(setting.text().orElse(""));
  }

  private static Optional<SettingProblem> problem(Setting setting, String problem, String remedy) {
    return Optional.of(new SettingProblem(setting.key(), problem, remedy));
  }

  /** Accepts the boolean that agrees with the TLS start. */
  static Optional<SettingProblem> implicitTls(
      Setting setting, Settings settings, @Nullable TlsStart start) {
    boolean starttls = start == TlsStart.STARTTLS;
    return valueOf(setting) != starttls
        ? Optional.empty()
        : problem(
            setting,
            starttls
                ? "asks for implicit TLS while mail.<protocol>.security.tls-start asks for STARTTLS"
                : "asks for a connection without implicit TLS",
            "remove it; mail.<protocol>.security.tls-start decides how TLS starts");
  }

  /** Accepts a request for STARTTLS, and its opposite where the TLS start is another one. */
  static Optional<SettingProblem> starttls(
      Setting setting, Settings settings, @Nullable TlsStart start) {
    return valueOf(setting) || start != TlsStart.STARTTLS
        ? Optional.empty()
        : problem(setting, "contradicts mail.<protocol>.security.tls-start=starttls", "remove it");
  }

  /** Accepts the port of a server. */
  static Optional<SettingProblem> port(
      Setting setting, Settings settings, @Nullable TlsStart start) {
    String text = setting.text().orElse("");
    boolean isPort =
        text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
    return isPort
        ? Optional.empty()
        : problem(setting, "is not a port number", "set it to a number from 1 to 65535");
  }

  /** Accepts the port to which the account connects. */
  static Optional<SettingProblem> factoryPort(
      Setting setting, Settings settings, @Nullable TlsStart start) {
    String port =
        settings
            .find("port")
            .flatMap(Setting::text)
            .orElseGet(() -> Integer.toString(settings.registeredPort(start)));
    return setting.text().equals(Optional.of(port))
        ? Optional.empty()
        : problem(
            setting,
            "leads to another port than " + settings.key("port"),
            "remove it and set the port there");
  }

  /** Accepts an additional check if the mail library makes it: it is not left out silently. */
  static Optional<SettingProblem> verifier(
      Setting setting, Settings settings, @Nullable TlsStart start) {
    return MailLibrary.asksVerifier()
        ? Optional.empty()
        : problem(
            setting,
            "is a check that this version of the mail library does not make",
            "remove it, Mailclad verifies the host name itself; " + MailLibrary.WITHOUT_VERIFIER);
  }

  /** Accepts the name of the platform's factory only. */
  static Optional<SettingProblem> factoryClass(
      Setting setting, Settings settings, @Nullable TlsStart start) {
    return setting.value().equals(PLATFORM_FACTORY)
        ? Optional.empty()
        : problem(
            setting,
            "replaces the verified TLS connection by one that cannot be verified",
            "remove it" + resolverInstead(settings));
  }

  /**
   * Refuses a socket factory of the application, with the problem as far as its class shows it. A
   * factory does not expose the authorities that it trusts or whether it verifies names. None of
   * the known classes can be inspected without reading private fields (docs/decisions/0020).
   */
  static Optional<SettingProblem> factory(
      Setting setting, Settings settings, @Nullable TlsStart start) {
    String instead = resolverInstead(settings);
    return switch (setting.value().getClass().getName()) {
      case "org.apache.camel.support.jsse.BaseSSLContextParameters$SSLSocketFactoryDecorator" ->
          problem(
              setting,
              "is made from Camel's sslContextParameters, whose trust cannot be read back",
              "remove sslContextParameters, and set "
                  + ANCHORS
                  + " to its trust store, in the endpoint's URI, in additionalJavaMailProperties or as a system property"
                  + instead);
      case "sun.security.ssl.SSLSocketFactoryImpl" ->
          problem(
              setting,
              "is made from an SSLContext, whose trust cannot be read back",
              "remove it, and set "
                  + ANCHORS
                  + " to the trust store of that SSLContext (log4j: remove <SSL>, and set it as a system property; Keycloak: see docs/settings.md)"
                  + instead);
      case "org.eclipse.angus.mail.util.MailSSLSocketFactory" ->
          problem(
              setting,
              "trusts the hosts that it names without verifying them",
              "remove it; set " + ANCHORS + " for a private authority" + instead);
      default ->
          problem(
              setting,
              "replaces the verified TLS connection by one that cannot be verified",
              "remove it; set " + ANCHORS + " for a private authority" + instead);
    };
  }

  /** Returns the replacement for a factory that chooses the address to connect to. */
  private static String resolverInstead(Settings settings) {
    return "; to choose the address that is connected to, set an object as "
        + settings.key("security.resolver");
  }
}
