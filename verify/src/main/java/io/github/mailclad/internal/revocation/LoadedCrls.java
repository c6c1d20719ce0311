package io.github.mailclad.internal.revocation;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
    Map<Path, CrlStamp> files, List<Crl> lists, List<X509Certificate> certificates) {
  /** The state of a file; another one means that the file must be read again. */
  record CrlStamp(FileTime modified, long size) {}

  public LoadedCrls {
    files = Map.copyOf(files);
    lists = List.copyOf(lists);
    certificates = List.copyOf(certificates);
  }
}
