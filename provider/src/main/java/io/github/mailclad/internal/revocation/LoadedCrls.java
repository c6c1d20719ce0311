package io.github.mailclad.internal.revocation;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The content of a source of certificate revocation lists.
 *
 * @param lists the lists
 * @param certificates the certificates beside the lists, of signers that servers do not present;
 *     not trusted
 */
public record LoadedCrls(List<Crl> lists, List<X509Certificate> certificates) {
  public LoadedCrls {
    lists = List.copyOf(lists);
    certificates = List.copyOf(certificates);
  }

  /** Returns an empty content. */
  static LoadedCrls nothing() {
    return new LoadedCrls(List.of(), List.of());
  }
}
