package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results of the revocation check of an accepted path. No certificate of the path is known to
 * be revoked. Each status holds the answer for one certificate and the sources that could not be
 * used. Immutable.
 *
 * @param certificates a status for each certificate of the path but the anchor, the end-entity's
 *     first
 */
public record RevocationEvidence(List<Status> certificates) {
  public RevocationEvidence {
    certificates = List.copyOf(certificates);
  }

  /** Returns whether there is a good answer for each certificate of a path. */
  boolean isGoodForEachOf(List<X509Certificate> path) {
    return certificates.isEmpty()
        ? path.isEmpty()
        : certificates.stream().allMatch(status -> status.answer() != null);
  }

  /** The source of an answer. */
  public enum AnswerSource {
    /** An OCSP response in the TLS handshake. */
    STAPLED_OCSP,
    /** A certificate revocation list that is configured. */
    CONFIGURED_CRL,
    /** An OCSP response that was fetched. */
    FETCHED_OCSP,
    /** A certificate revocation list that was fetched. */
    FETCHED_CRL;

    @Override
    public String toString() {
      return switch (this) {
        case STAPLED_OCSP -> "stapled OCSP response";
        case CONFIGURED_CRL -> "configured CRL";
        case FETCHED_OCSP -> "fetched OCSP response";
        case FETCHED_CRL -> "fetched CRL";
      };
    }
  }

  /**
   * The issuer states that the certificate is not revoked.
   *
   * @param source the source of the answer
   * @param thisUpdate the time at which the answer was known to be correct
   * @param nextUpdate the time by which newer information is available; null if it is not given
   */
  public record Good(AnswerSource source, Instant thisUpdate, @Nullable Instant nextUpdate) {
    @Override
    public String toString() {
      return nextUpdate == null
          ? String.format(Locale.ROOT, "good by %s of %s", source, thisUpdate)
          : String.format(Locale.ROOT, "good by %s of %s until %s", source, thisUpdate, nextUpdate);
    }
  }

  /**
   * The revocation status of one certificate.
   *
   * @param certificate the certificate
   * @param answer the good answer; null if there was no answer, or none that could be trusted
   * @param unusable the sources that were consulted and could not be used, with the reason;
   *     possibly none
   */
  public record Status(X509Certificate certificate, @Nullable Good answer, List<String> unusable) {
    private static final int MOST = 12;

    /** Copies and limits the list, and escapes text that others wrote. */
    public Status {
      unusable =
          unusable.isEmpty()
              ? List.of()
              : unusable.stream().limit(MOST).map(Escaped::text).toList();
    }

    /** Returns the subject of the certificate. */
    public String subject() {
      return Escaped.text(certificate.getSubjectX500Principal().getName());
    }

    /** Returns the serial number of the certificate, in hexadecimal. */
    public String serial() {
      return certificate.getSerialNumber().toString(16);
    }

    @Override
    public String toString() {
      return subject()
          + ": "
          + (answer == null ? "no answer" : answer)
          + (unusable.isEmpty() ? "" : " (not usable: " + String.join("; ", unusable) + ")");
    }
  }

  @Override
  public String toString() {
    return certificates.stream()
        .map(Status::toString)
        .collect(Collectors.joining("; ", "revocation: ", ""));
  }
}
