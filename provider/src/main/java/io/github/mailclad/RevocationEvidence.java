package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was learned about the revocation of an accepted path: no certificate of it is known to be
 * revoked; for which of them somebody said so, and what could not be used. Immutable.
 *
 * @param certificates one for each certificate of the path but the anchor, the end-entity's first
 */
public record RevocationEvidence(List<Status> certificates) {
  public RevocationEvidence {
    certificates = List.copyOf(certificates);
  }

  /** Whether somebody said of each certificate of a path that it is not revoked. */
  boolean vouchesForEachOf(List<X509Certificate> path) {
    return certificates.isEmpty()
        ? path.isEmpty()
        : certificates.stream().allMatch(status -> status.answer() instanceof Good);
  }

  /** Where an answer came from. */
  public enum Source {
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

  /** Whether somebody vouched for a certificate. */
  public sealed interface Answer {}

  /**
   * The certificate is not revoked, says its issuer.
   *
   * @param source where the answer came from
   * @param thisUpdate when it was known to be right
   * @param nextUpdate when newer information is there at the latest; null if that is not said
   */
  public record Good(Source source, Instant thisUpdate, @Nullable Instant nextUpdate)
      implements Answer {
    @Override
    public String toString() {
      return nextUpdate == null
          ? String.format(Locale.ROOT, "good by %s of %s", source, thisUpdate)
          : String.format(Locale.ROOT, "good by %s of %s until %s", source, thisUpdate, nextUpdate);
    }
  }

  /** Nobody told, or nobody who could be believed. */
  public record NoAnswer() implements Answer {
    @Override
    public String toString() {
      return "no answer";
    }
  }

  /**
   * What was learned about one certificate.
   *
   * @param subject whose certificate
   * @param serial its serial number, in hexadecimal
   * @param answer whether somebody vouched for it
   * @param unusable what was consulted and could not be used, with the reason; possibly none
   */
  public record Status(String subject, String serial, Answer answer, List<String> unusable) {
    private static final int MOST = 12;

    /** Copies the list, bounds it, and escapes what others wrote. */
    public Status {
      subject = Escaped.text(subject);
      unusable = unusable.stream().limit(MOST).map(Escaped::text).toList();
    }

    @Override
    public String toString() {
      return subject
          + ": "
          + answer
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
