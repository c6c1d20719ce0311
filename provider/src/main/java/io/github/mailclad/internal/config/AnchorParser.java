package io.github.mailclad.internal.config;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.AnchorSource.GivenAnchors;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.internal.config.Settings.Setting;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Parses trust anchors: a location, or certificates given by an application as an object. */
final class AnchorParser {
  /** The value for the anchors of the platform. */
  static final String PLATFORM = "platform";

  private AnchorParser() {}

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
