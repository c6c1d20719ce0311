package io.github.mailclad.internal.config;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.AnchorSource.GivenAnchors;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.Pin;
import io.github.mailclad.TrustRules;
import io.github.mailclad.internal.config.Settings.Setting;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The settings of the trust in a server. */
public final class TrustKeys {
  private static final String PLATFORM = "platform";

  private TrustKeys() {}

  public static final Key<AnchorSource> TRUST_ANCHORS =
      Key.of(
              "trust-anchors",
              TrustKeys::anchors,
              "platform, a file name, file:, classpath:, PEM, or an object",
              "The trust anchors in place of the platform's.",
              "A PEM, DER, PKCS12 or JKS file, a resource on the class path (`classpath:ca.pem`), or the PEM text itself.",
              "As an object: a `KeyStore`, an `X509Certificate`, a collection or an array of them.",
              "A file is read again when it changes.")
          .byDefault(TrustRules.defaults().anchors(), PLATFORM)
          .inPolicy()
          .needingMinimum();

  public static final Key<String> TRUST_ANCHORS_PASSWORD =
      Key.of(
              "trust-anchors-password",
              Parser.text(text -> text),
              "text",
              "The password of the PKCS12 or JKS file in `trust-anchors`.",
              "It is never logged.")
          .inPolicy();

  public static final Key<Set<Pin>> PINS =
      Key.of(
              "pins",
              Parser.list(Pin::parse),
              "sha256/Base64, separated by commas or white space",
              "Public keys, one of which must be in the certification path.",
              "All other requirements apply as well.")
          .quoted()
          .inPolicy()
          .needingMinimum();

  static final List<Key<?>> ALL = List.of(TRUST_ANCHORS, TRUST_ANCHORS_PASSWORD, PINS);

  /**
   * Returns the source of the anchors.
   *
   * @throws IllegalArgumentException if the value does not name a source
   */
  static AnchorSource anchors(Setting setting) {
    if (setting.value().equals(PLATFORM)) {
      return new PlatformAnchors();
    }
    if (setting.value() instanceof String) {
      return new AnchorFile(Parser.location().parse(setting), null);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object item :
        setting.value() instanceof KeyStore store
            ? trustedEntries(store)
            : Parser.elements(setting.value())) {
      if (!(item instanceof X509Certificate certificate)) {
        throw new IllegalArgumentException();
      }
      certificates.add(certificate);
    }
    return new GivenAnchors(certificates);
  }

  private static List<Object> trustedEntries(KeyStore store) {
    try {
      List<Object> entries = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)) {
          entries.add(store.getCertificate(alias));
        }
      }
      return entries;
    } catch (KeyStoreException e) {
      return List.of();
    }
  }
}
