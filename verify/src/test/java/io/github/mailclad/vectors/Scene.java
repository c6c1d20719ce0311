package io.github.mailclad.vectors;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The inputs of a verdict on a peer.
 *
 * @param purpose what the peer is
 * @param anchors the trust anchors
 * @param chain the end-entity first, then the intermediates in any order
 * @param host the host that was meant, as a person writes it; empty if any server will do
 * @param now the instant of the verdict
 * @param crls the revocation lists that are known
 * @param longestPath how many intermediates there may be, if that is limited; self-issued ones do
 *     not count
 */
record Scene(
    Purpose purpose,
    List<X509Certificate> anchors,
    List<X509Certificate> chain,
    Optional<String> host,
    Instant now,
    List<X509CRL> crls,
    OptionalInt longestPath) {

  /** The purpose of a peer's certificate. */
  enum Purpose {
    SERVER,
    CLIENT
  }
}
