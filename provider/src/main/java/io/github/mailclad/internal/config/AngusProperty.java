package io.github.mailclad.internal.config;

import static io.github.mailclad.internal.config.AngusRule.ANY;
import static io.github.mailclad.internal.config.AngusRule.BOOLEAN;
import static io.github.mailclad.internal.config.AngusRule.HOST;
import static io.github.mailclad.internal.config.AngusRule.MILLIS;
import static io.github.mailclad.internal.config.AngusRule.NO_EFFECT;
import static io.github.mailclad.internal.config.AngusRule.PORT;
import static io.github.mailclad.internal.config.AngusRule.matching;
import static io.github.mailclad.internal.config.AngusRule.mustBe;
import static io.github.mailclad.internal.config.AngusRule.ofBoolean;
import static io.github.mailclad.internal.config.AngusRule.refused;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of Angus's own properties, {@code mail.<protocol>.<suffix>}, that Mailclad handles
 * specially: the accepted values, and the value that Angus sees. Every other property belongs to
 * the application, unless it is in a closed group. In a closed group, an unknown property of a
 * future version could open another way to the network. Such a property is refused, and Angus does
 * not see it.
 */
public enum AngusProperty {
  SSL_ENABLE("ssl.enable", View.FIXED_TRUE, ofBoolean(AngusRule::implicitTls)),
  // Mailclad verifies the identity: with the platform's check as well, a certificate with only a
  // SRV-ID could never be accepted
  SSL_CHECKSERVERIDENTITY(
      "ssl.checkserveridentity",
      View.FIXED_FALSE,
      mustBe(
          true,
          "=false disables the check of the server's host name",
          "remove it; a private server needs a certificate with its name and mail.<protocol>.security.trust-anchors")),
  SSL_TRUST(
      "ssl.trust",
      View.HIDDEN,
      refused(
          "trusts servers without verifying them",
          "remove it; set mail.<protocol>.security.trust-anchors for a private authority")),
  /** Narrows the versions that are offered. */
  SSL_PROTOCOLS("ssl.protocols", View.HIDDEN, ANY),
  /** Narrows the cipher suites that are offered. */
  SSL_CIPHERSUITES("ssl.ciphersuites", View.HIDDEN, ANY),
  /** An additional check after Mailclad's own. */
  SSL_HOSTNAMEVERIFIER("ssl.hostnameverifier", View.OF_USER, ANY),
  SSL_HOSTNAMEVERIFIER_CLASS("ssl.hostnameverifier.class", View.OF_USER, ANY),
  SSL_SOCKETFACTORY("ssl.socketFactory", View.OUR_FACTORY, AngusRule::factory),
  SSL_SOCKETFACTORY_CLASS("ssl.socketFactory.class", View.HIDDEN, AngusRule::factoryClass),
  SSL_SOCKETFACTORY_PORT("ssl.socketFactory.port", View.HIDDEN, AngusRule::factoryPort),
  SOCKETFACTORY("socketFactory", View.HIDDEN, AngusRule::factory),
  SOCKETFACTORY_CLASS("socketFactory.class", View.HIDDEN, AngusRule::factoryClass),
  SOCKETFACTORY_PORT("socketFactory.port", View.HIDDEN, AngusRule::factoryPort),
  SOCKETFACTORY_FALLBACK(
      "socketFactory.fallback",
      View.FIXED_FALSE,
      mustBe(
          false,
          "=true would repeat a failed connection without TLS",
          "remove it; no connection is repeated with less security")),
  STARTTLS_ENABLE("starttls.enable", View.FIXED_FALSE, ofBoolean(AngusRule::starttls)),
  STARTTLS_REQUIRED("starttls.required", View.FIXED_FALSE, ofBoolean(AngusRule::starttls)),
  COMPRESS_ENABLE(
      "compress.enable",
      View.FIXED_FALSE,
      mustBe(
          false,
          "remove it; the length of compressed data reveals its content (RFC 9325, section 3.3)")),
  SASL_USECANONICALHOSTNAME(
      "sasl.usecanonicalhostname",
      View.FIXED_FALSE,
      mustBe(false, "remove it; a name from reverse DNS is not verified")),
  APOP_ENABLE(
      "apop.enable",
      View.FIXED_FALSE,
      mustBe(
          false,
          "remove it; SCRAM-SHA-256 is used where it is offered, and keeps the password from the server as APOP did")),
  EHLO(
      "ehlo",
      View.FIXED_TRUE,
      mustBe(true, "remove it; a server without EHLO has no authentication")),
  // Mailclad logs in itself: this switch makes IMAP call it, and POP3 in Angus is limited to a
  // login that Mailclad answers
  SASL_ENABLE("sasl.enable", View.FIXED_TRUE, BOOLEAN),
  AUTH_MECHANISMS("auth.mechanisms", View.FIXED_LOGIN, ANY),
  AUTH("auth", View.OF_USER, BOOLEAN),
  SASL_REALM("sasl.realm", View.OF_USER, NO_EFFECT),
  AUTH_NTLM_DOMAIN("auth.ntlm.domain", View.OF_USER, NO_EFFECT),
  AUTH_NTLM_FLAGS("auth.ntlm.flags", View.OF_USER, NO_EFFECT),
  AUTH_NTLM_V2("auth.ntlm.v2", View.OF_USER, NO_EFFECT),
  // Angus would silently use the default
  PORT_OF_SERVER("port", View.OF_USER, AngusRule::port),
  // for a wrong value of these, Angus waits for ever or uses another port of the proxy
  CONNECTIONTIMEOUT("connectiontimeout", View.OF_USER, MILLIS),
  TIMEOUT("timeout", View.OF_USER, MILLIS),
  WRITETIMEOUT("writetimeout", View.SERVED, MILLIS),
  EXECUTOR_WRITETIMEOUT("executor.writetimeout", View.SERVED, ANY),
  LOCALPORT("localport", View.OF_USER, PORT),
  PROXY_HOST("proxy.host", View.SERVED, HOST),
  PROXY_PORT("proxy.port", View.SERVED, PORT),
  PROXY_USER("proxy.user", View.SERVED, ANY),
  PROXY_PASSWORD("proxy.password", View.SERVED, ANY),
  SOCKS_HOST("socks.host", View.SERVED, HOST),
  SOCKS_PORT("socks.port", View.SERVED, PORT),
  // Angus sees the request for channels, and looks for them
  USESOCKETCHANNELS("usesocketchannels", View.OF_USER, matching("(?i)true|false", "true or false"));

  /** The properties of the whole session that would log a password; they have no effect. */
  public static final List<String> DEBUG_SECRETS =
      List.of("mail.debug.auth", "mail.debug.auth.password");

  private static final List<String> CLOSED = List.of("ssl.", "socketFactory", "starttls.");

  /** The properties whose values are also checked with {@code minimum-level=none}. */
  private static final Set<AngusProperty> FOR_EVERY_LEVEL =
      Set.of(
          PORT_OF_SERVER,
          CONNECTIONTIMEOUT,
          TIMEOUT,
          WRITETIMEOUT,
          LOCALPORT,
          PROXY_HOST,
          PROXY_PORT,
          SOCKS_HOST,
          SOCKS_PORT,
          USESOCKETCHANNELS);

  /** Angus reads dozens of properties for each connection. */
  private static final Map<String, AngusProperty> BY_SUFFIX =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(AngusProperty::suffix, property -> property));

  private final String suffix;

  private final View view;

  @SuppressWarnings("ImmutableEnumChecker") // rules keep nothing
  private final AngusRule rule;

  AngusProperty(String suffix, View view, AngusRule rule) {
    this.suffix = suffix;
    this.view = view;
    this.rule = rule;
  }

  /** The value of a property that Angus sees. */
  public enum View {
    /** The user's own value. */
    OF_USER(""),
    /** No value. */
    HIDDEN(""),
    /** No value, because Mailclad provides the function itself. */
    SERVED(""),
    /** Mailclad's socket factory. */
    OUR_FACTORY(""),
    /** Always true. */
    FIXED_TRUE("true"),
    /** Always false. */
    FIXED_FALSE("false"),
    /** Always the one mechanism that Angus may use. */
    FIXED_LOGIN("LOGIN");

    private final String text;

    View(String text) {
      this.text = text;
    }

    /** Returns the text of a fixed value; empty for others. */
    public String text() {
      return text;
    }
  }

  /** Returns the part after {@code mail.<protocol>.}. */
  public String suffix() {
    return suffix;
  }

  /** Returns whether a property is in a closed group, in which unknown properties are refused. */
  public static boolean isInClosedGroup(String suffix) {
    for (String group : CLOSED) {
      if (suffix.startsWith(group)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the value of a property that Angus sees, for any property. */
  public static View viewOf(String suffix) {
    AngusProperty known = BY_SUFFIX.get(suffix);
    if (known != null) {
      return known.view;
    }
    return isInClosedGroup(suffix) ? View.HIDDEN : View.OF_USER;
  }

  static Optional<AngusProperty> of(String suffix) {
    return Optional.ofNullable(BY_SUFFIX.get(suffix));
  }

  Optional<SettingProblem> check(Setting setting, Settings settings, @Nullable TlsStart start) {
    return rule.check(setting, settings, start);
  }

  boolean isForEveryLevel() {
    return FOR_EVERY_LEVEL.contains(this);
  }

  boolean hasNoEffect() {
    return rule == NO_EFFECT;
  }

  /**
   * Returns whether every value is refused because the property is a way to trust a private
   * authority.
   */
  boolean isRefused() {
    return this == SSL_TRUST
        || this == SSL_SOCKETFACTORY
        || this == SSL_SOCKETFACTORY_CLASS
        || this == SOCKETFACTORY;
  }
}
