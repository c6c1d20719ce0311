package io.github.mailclad.internal.config;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Certificates that an application gave as an object. */
final class GivenCertificates {
  private GivenCertificates() {}

  /**
   * The certificates in a key store, a certificate, a collection or an array; empty if it is none
   * of these or has none.
   */
  static Optional<List<X509Certificate>> in(Object value) {
    Collection<?> items;
    if (value instanceof KeyStore store) {
      items = trustedEntries(store);
    } else if (value instanceof Collection<?> collection) {
      items = collection;
    } else if (value instanceof Object[] array) {
      items = Arrays.asList(array);
    } else {
      items = List.of(value);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof X509Certificate certificate)) {
        return Optional.empty();
      }
      certificates.add(certificate);
    }
    return certificates.isEmpty() ? Optional.empty() : Optional.of(certificates);
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
