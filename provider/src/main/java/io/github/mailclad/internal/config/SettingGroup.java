package io.github.mailclad.internal.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings by subject; together they are the catalogue of which {@code docs/settings.md} is
 * generated. The names are here, so that nothing else of a group is made for a connection that sets
 * none of it: the keys of all groups take a new process longer than a TLS handshake.
 */
public enum SettingGroup {
  POLICY("policy", "profile", "minimum-level", "account-pin", "tls-start"),
  TLS("oldest-tls", "key-exchange", "tls-provider", "tls12-safeguards", "handshake-timeout"),
  TRUST("trust-anchors", "trust-anchors-password", "pins"),
  REVOCATION("revocation", "revocation-crls", "revocation-fetch", "revocation-timeout"),
  LOGIN("auth-mechanisms", "token-supplier", "login-timeout"),
  OAUTH(
      "oauth-provider",
      "oauth-tenant",
      "oauth-issuer",
      "oauth-token-endpoint",
      "oauth-client-id",
      "oauth-client-secret",
      "oauth-client-secret-file",
      "oauth-client-authentication",
      "oauth-private-key",
      "oauth-key-id",
      "oauth-refresh-token",
      "oauth-refresh-token-file",
      "oauth-rotated-token",
      "oauth-scope",
      "oauth-trust-anchors",
      "oauth-timeout"),
  CLIENT(
      "client-certificate",
      "client-certificate-key",
      "client-certificate-password",
      "client-certificate-alias",
      "client-certificate-for",
      "client-certificate-also-over"),
  LOOKUP(
      "dane",
      "dane-usages",
      "confirmed-targets",
      "srv-lookup",
      "discovery",
      "discovery-directory",
      "discovered-user",
      "dns-servers",
      "dns-validation",
      "dns-anchors",
      "resolver"),
  SPEED("pipelining", "fetch-size", "early-login", "keep-connections"),
  APPLICATION("account-store", "listener", "setting-names");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> names;

  SettingGroup(String... names) {
    this.names = List.of(names);
  }

  List<String> names() {
    return names;
  }

  /** Returns the keys of the group, in the order of the documentation. */
  List<Key<?>> keys() {
    return switch (this) {
      case POLICY -> PolicyKeys.ALL;
      case TLS -> TlsKeys.ALL;
      case TRUST -> TrustKeys.ALL;
      case REVOCATION -> RevocationKeys.ALL;
      case LOGIN -> LoginKeys.ALL;
      case OAUTH -> OAuthKeys.ALL;
      case CLIENT -> ClientKeys.ALL;
      case LOOKUP -> LookupKeys.ALL;
      case SPEED -> SpeedKeys.ALL;
      case APPLICATION -> ApplicationKeys.ALL;
    };
  }

  /** Returns the keys of all groups, in the order of the documentation. */
  public static List<Key<?>> allKeys() {
    return Stream.of(values()).<Key<?>>flatMap(group -> group.keys().stream()).toList();
  }

  /** Returns whether one of the settings is set, under any name that is read. */
  public boolean isSetIn(Settings settings) {
    for (String name : names) {
      if (settings.effective(Key.suffix(name)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there is a setting of exactly that name. */
  static boolean isName(String name) {
    for (SettingGroup group : values()) {
      if (group.names.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the most similar name of a setting, for a mistyped name. */
  static String nearest(String typed) {
    // names that people type are short, so longer text is cut
    String text = typed.substring(0, Math.min(typed.length(), 64));
    return Stream.of(values())
        .flatMap(group -> group.names.stream())
        .min(Comparator.comparingInt(name -> Spelling.distance(name, text)))
        .orElseThrow();
  }
}
