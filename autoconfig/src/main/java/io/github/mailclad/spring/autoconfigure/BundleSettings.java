package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.refusal.SettingProblem;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * The mail settings of an SSL bundle: its trust anchors and no others, its protocols, its ciphers,
 * and its key as the client certificate. Immutable; a reloaded bundle has new settings.
 */
final class BundleSettings {
  private static final Set<String> ANY_TLS = Set.of("TLS", "TLSV1.3", "DEFAULT");

  private final List<X509Certificate> anchors;
  private final @Nullable X509ExtendedKeyManager key;
  private final @Nullable String protocols;
  private final @Nullable String ciphers;

  private BundleSettings(SslBundle bundle) {
    this.anchors = anchors(bundle);
    this.key = key(bundle);
    this.protocols = protocols(bundle);
    this.ciphers = spaced(bundle.getOptions().getCiphers());
  }

  /** Returns the settings of the current bundle. */
  static BundleSettings of(SslBundle bundle) {
    return new BundleSettings(bundle);
  }

  /**
   * Returns the settings of a bundle of all accounts.
   *
   * @throws MailSettingsException if it contains a key: a client certificate belongs to one account
   *     (RFC 8314, section 5.5)
   */
  static BundleSettings ofEveryAccount(SslBundle bundle) {
    BundleSettings settings = of(bundle);
    if (settings.hasKey()) {
      throw new MailSettingsException(
          "the accounts",
          List.of(
              new SettingProblem(
                  "mailclad.ssl.bundle",
                  "contains a key, and a client certificate belongs to one account",
                  "set mailclad.accounts.<name>.ssl.bundle of that account instead")));
    }
    return settings;
  }

  /** Returns the trust anchors. */
  List<X509Certificate> anchors() {
    return anchors;
  }

  /** Returns whether the bundle has a client certificate. */
  boolean hasKey() {
    return key != null;
  }

  /**
   * Puts all settings for one protocol name into a session, in place of those of an earlier version
   * of the bundle.
   *
   * @param given the application's own settings under {@code ssl.protocols} and {@code
   *     ssl.ciphersuites}, which can only narrow the bundle
   */
  void putInto(Properties session, String protocol, Given given) {
    String prefix = "mail." + protocol + ".";
    put(session, prefix + "security.trust-anchors", anchors);
    put(session, prefix + "security.client-certificate", key);
    put(session, prefix + "ssl.protocols", narrowed(protocols, given.protocols()));
    put(session, prefix + "ssl.ciphersuites", narrowed(ciphers, given.ciphers()));
  }

  /** The application's own settings beside a bundle; each null for none. */
  record Given(@Nullable String protocols, @Nullable String ciphers) {
    /** Returns the settings of a session before a bundle is put into it. */
    static Given in(Properties session, String protocol) {
      String prefix = "mail." + protocol + ".ssl.";
      return new Given(
          session.getProperty(prefix + "protocols"), session.getProperty(prefix + "ciphersuites"));
    }
  }

  private static void put(Properties session, String key, @Nullable Object value) {
    if (value == null) {
      session.remove(key);
    } else {
      session.put(key, value);
    }
  }

  /**
   * Returns the values that both allow. If there are none, returns a name that no connection can
   * have, so that it is refused.
   */
  private static @Nullable String narrowed(@Nullable String bundle, @Nullable String given) {
    if (bundle == null || given == null) {
      return bundle == null ? given : bundle;
    }
    Set<String> both = new LinkedHashSet<>(words(given));
    both.retainAll(words(bundle));
    return both.isEmpty() ? "none-of-both" : String.join(" ", both);
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split("[\\s,]+")).filter(w -> !w.isEmpty()).toList();
  }

  /**
   * Returns the issuers that the bundle's trust managers accept; the JVM's own if the bundle has no
   * trust store. If it is empty, the provider refuses the list.
   */
  private static List<X509Certificate> anchors(SslBundle bundle) {
    return Stream.of(bundle.getManagers().getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(m -> Arrays.stream(((X509TrustManager) m).getAcceptedIssuers()))
        .distinct()
        .toList();
  }

  private static @Nullable X509ExtendedKeyManager key(SslBundle bundle) {
    for (KeyManager manager : bundle.getManagers().getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager candidate && hasKey(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean hasKey(X509ExtendedKeyManager manager) {
    return Stream.of("EC", "RSA", "EdDSA", "RSASSA-PSS")
        .anyMatch(
            type -> {
              String[] aliases = manager.getClientAliases(type, (Principal[]) null);
              return aliases != null && aliases.length > 0;
            });
  }

  /**
   * Returns the protocols of a bundle: the enabled ones, else that of its TLS context, which names
   * the newest version; null if neither restricts TLS.
   */
  private static @Nullable String protocols(SslBundle bundle) {
    String[] enabled = bundle.getOptions().getEnabledProtocols();
    String context = bundle.getProtocol().toUpperCase(Locale.ROOT);
    if (enabled != null || ANY_TLS.contains(context)) {
      return spaced(enabled);
    }
    return bundle.getProtocol();
  }

  private static @Nullable String spaced(String @Nullable [] words) {
    return words == null ? null : String.join(" ", words);
  }
}
