package io.github.mailclad.internal.revocation;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * The content of a source of certificate revocation lists.
 *
 * @param files the state of each file that was read; empty for given lists
 * @param lists the lists
 * @param certificates the certificates beside the lists, of signers that servers do not present;
 *     not trusted
 */
public record LoadedCrls(
    Map<Path, CrlLoader.CrlStamp> files, List<Crl> lists, List<X509Certificate> certificates) {
  public LoadedCrls {
    files = Map.copyOf(files);
    lists = List.copyOf(lists);
    certificates = List.copyOf(certificates);
  }
}
