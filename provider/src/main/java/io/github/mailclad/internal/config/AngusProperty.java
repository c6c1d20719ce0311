package io.github.mailclad.internal.config;

import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of Angus's own properties, {@code mail.<protocol>.<suffix>}, that Mailclad handles
 * specially: the accepted values, and the value that Angus sees. Every other property belongs to
 * the application, unless it is in a closed group. In a closed group, an unknown property of a
 * future version could open another way to the network. Such a property is refused, and Angus does
 * not see it.
 */
public enum AngusProperty {
  SSL_ENABLE("ssl.enable", View.FIXED_TRUE),
  // Mailclad verifies the identity: with the platform's check as well, a certificate with only a
  // SRV-ID could never be accepted
  SSL_CHECKSERVERIDENTITY("ssl.checkserveridentity", View.FIXED_FALSE),
  SSL_TRUST("ssl.trust", View.HIDDEN),
  /** Narrows the versions that are offered. */
  SSL_PROTOCOLS("ssl.protocols", View.HIDDEN),
  /** Narrows the cipher suites that are offered. */
  SSL_CIPHERSUITES("ssl.ciphersuites", View.HIDDEN),
  /** An additional check after Mailclad's own, where the mail library makes it. */
  SSL_HOSTNAMEVERIFIER("ssl.hostnameverifier", View.OF_USER),
  SSL_HOSTNAMEVERIFIER_CLASS("ssl.hostnameverifier.class", View.OF_USER),
  SSL_SOCKETFACTORY("ssl.socketFactory", View.OUR_FACTORY),
  SSL_SOCKETFACTORY_CLASS("ssl.socketFactory.class", View.HIDDEN),
  SSL_SOCKETFACTORY_PORT("ssl.socketFactory.port", View.HIDDEN),
  SOCKETFACTORY("socketFactory", View.HIDDEN),
  SOCKETFACTORY_CLASS("socketFactory.class", View.HIDDEN),
  SOCKETFACTORY_PORT("socketFactory.port", View.HIDDEN),
  SOCKETFACTORY_FALLBACK("socketFactory.fallback", View.FIXED_FALSE),
  STARTTLS_ENABLE("starttls.enable", View.FIXED_FALSE),
  STARTTLS_REQUIRED("starttls.required", View.FIXED_FALSE),
  COMPRESS_ENABLE("compress.enable", View.FIXED_FALSE),
  SASL_USECANONICALHOSTNAME("sasl.usecanonicalhostname", View.FIXED_FALSE),
  APOP_ENABLE("apop.enable", View.FIXED_FALSE),
  EHLO("ehlo", View.FIXED_TRUE),
  // Mailclad logs in itself: this switch makes IMAP call it, and POP3 in Angus is limited to a
  // login that Mailclad answers
  SASL_ENABLE("sasl.enable", View.FIXED_TRUE),
  AUTH_MECHANISMS("auth.mechanisms", View.FIXED_LOGIN),
  AUTH("auth", View.OF_USER),
  SASL_REALM("sasl.realm", View.OF_USER),
  AUTH_NTLM_DOMAIN("auth.ntlm.domain", View.OF_USER),
  AUTH_NTLM_FLAGS("auth.ntlm.flags", View.OF_USER),
  AUTH_NTLM_V2("auth.ntlm.v2", View.OF_USER),
  // Angus would silently use the default
  PORT_OF_SERVER("port", View.OF_USER),
  // for a wrong value of these, Angus waits for ever or uses another port of the proxy
  CONNECTIONTIMEOUT("connectiontimeout", View.OF_USER),
  TIMEOUT("timeout", View.OF_USER),
  WRITETIMEOUT("writetimeout", View.SERVED),
  EXECUTOR_WRITETIMEOUT("executor.writetimeout", View.SERVED),
  LOCALPORT("localport", View.OF_USER),
  PROXY_HOST("proxy.host", View.SERVED),
  PROXY_PORT("proxy.port", View.SERVED),
  PROXY_USER("proxy.user", View.SERVED),
  PROXY_PASSWORD("proxy.password", View.SERVED),
  SOCKS_HOST("socks.host", View.SERVED),
  SOCKS_PORT("socks.port", View.SERVED),
  // Angus sees the request for channels, and looks for them
  USESOCKETCHANNELS("usesocketchannels", View.OF_USER);

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
  private static final Map<String, AngusProperty> BY_SUFFIX = bySuffix();

  private static Map<String, AngusProperty> bySuffix() {
    Map<String, AngusProperty> all = new HashMap<>();
    for (AngusProperty property : values()) {
      all.put(property.suffix, property);
    }
    return Map.copyOf(all);
  }

  private final String suffix;

  private final View view;

  AngusProperty(String suffix, View view) {
    this.suffix = suffix;
    this.view = view;
  }

  /**
   * Returns the problem of a value; empty for none.
   *
   * @param settings all settings
   * @param start the requested TLS start of the account; null for none
   */
  Optional<SettingProblem> check(Setting setting, Settings settings, @Nullable TlsStart start) {
    AngusValue value = new AngusValue(setting, settings);
    return switch (this) {
      case SSL_ENABLE -> value.agreesWithImplicitTls(start);
      case SSL_CHECKSERVERIDENTITY ->
          value.is(
              true,
              "=false disables the check of the server's host name",
              "remove it; a private server needs a certificate with its name and mail.<protocol>.security.trust-anchors");
      case SSL_TRUST ->
          value.refused(
              "trusts servers without verifying them",
              "remove it; set mail.<protocol>.security.trust-anchors for a private authority");
      case SSL_PROTOCOLS,
          SSL_CIPHERSUITES,
          AUTH_MECHANISMS,
          EXECUTOR_WRITETIMEOUT,
          PROXY_USER,
          PROXY_PASSWORD,
          SASL_REALM,
          AUTH_NTLM_DOMAIN,
          AUTH_NTLM_FLAGS,
          AUTH_NTLM_V2 ->
          Optional.empty();
      case SSL_HOSTNAMEVERIFIER, SSL_HOSTNAMEVERIFIER_CLASS -> value.isUsedVerifier();
      case SSL_SOCKETFACTORY, SOCKETFACTORY -> value.refusedFactory();
      case SSL_SOCKETFACTORY_CLASS, SOCKETFACTORY_CLASS -> value.isPlatformFactory();
      case SSL_SOCKETFACTORY_PORT, SOCKETFACTORY_PORT -> value.isPortOfAccount(start);
      case SOCKETFACTORY_FALLBACK ->
          value.is(
              false,
              "=true would repeat a failed connection without TLS",
              "remove it; no connection is repeated with less security");
      case STARTTLS_ENABLE, STARTTLS_REQUIRED -> value.agreesWithStarttls(start);
      case COMPRESS_ENABLE ->
          value.is(
              false,
              "remove it; the length of compressed data reveals its content (RFC 9325, section 3.3)");
      case SASL_USECANONICALHOSTNAME ->
          value.is(false, "remove it; a name from reverse DNS is not verified");
      case APOP_ENABLE ->
          value.is(
              false,
              "remove it; SCRAM-SHA-256 is used where it is offered, and keeps the password from the server as APOP did");
      case EHLO -> value.is(true, "remove it; a server without EHLO has no authentication");
      case SASL_ENABLE, AUTH -> value.isBoolean();
      case PORT_OF_SERVER -> value.isPort();
      case CONNECTIONTIMEOUT, TIMEOUT, WRITETIMEOUT ->
          // in the form that Angus reads
          value.matches("-?\\d{1,9}|0x[0-9a-fA-F]{1,7}", "a number of milliseconds");
      case LOCALPORT, PROXY_PORT, SOCKS_PORT -> value.matches("\\d{1,5}", "a port number");
      case PROXY_HOST, SOCKS_HOST -> value.matches("[^:]+(?::\\d{1,5})?", "host or host:port");
      case USESOCKETCHANNELS -> value.matches("(?i)true|false", "true or false");
    };
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

  boolean isForEveryLevel() {
    return FOR_EVERY_LEVEL.contains(this);
  }

  /** Returns whether every value is accepted because none has an effect here. */
  boolean hasNoEffect() {
    return this == SASL_REALM
        || this == AUTH_NTLM_DOMAIN
        || this == AUTH_NTLM_FLAGS
        || this == AUTH_NTLM_V2;
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
