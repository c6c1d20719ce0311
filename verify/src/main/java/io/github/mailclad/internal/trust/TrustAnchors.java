package io.github.mailclad.internal.trust;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.CertificateSummary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A set of loaded trust anchors.
 *
 * @param certificates the anchors, at least one
 * @param fingerprint the identifier of the set: the SHA-256 over the sorted digests of the anchors,
 *     in hexadecimal
 */
public record TrustAnchors(List<X509Certificate> certificates, String fingerprint) {
  /** Returns the anchors with their fingerprint. */
  public static TrustAnchors of(List<X509Certificate> certificates) {
    SortedSet<String> digests = new TreeSet<>();
    for (X509Certificate certificate : certificates) {
      digests.add(digest(certificate));
    }
    String all = String.join(",", digests);
    return new TrustAnchors(
        List.copyOf(certificates), sha256(all.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Returns a text for people about these anchors: their source, and the names of the authorities
   * if the source is not the platform.
   *
   * @param source the source from which they were loaded
   */
  public String describe(AnchorSource source) {
    if (source instanceof AnchorSource.PlatformAnchors) {
      return source.toString();
    }
    String name =
        source instanceof AnchorSource.AnchorFile file
            ? file.location().toString()
            : "mail.<protocol>.security.trust-anchors";
    return name + " (it contains: " + CertificateSummary.subjectsOf(certificates) + ")";
  }

  private static String digest(X509Certificate certificate) {
    try {
      return sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
