package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.trust.WorkCounter.WorkLimitException;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.PathRefusal.TooMuchWork;
import io.github.mailclad.refusal.PeerText;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Certification path validation (RFC 5280, section 6): a bounded search for paths, our own rules
 * about keys, signatures, usages and names, and the platform's validation of the remaining path.
 * The work is bounded for every input from a server. Immutable except for a cache of accepted
 * chains, and thread-safe.
 */
public final class PathValidator {
  /** The largest number of authorities in a path. */
  public static final int LONGEST_PATH = WorkCounter.LONGEST_PATH;

  private final Authorities known;
  private final int longestPath;
  private final String anchorsName;
  private final PathCache cache = new PathCache();

  /**
   * Creates a validator for these anchors.
   *
   * @param anchors the trust anchors
   * @param intermediates certificates of authorities that a server need not present; not trusted
   * @param longestPath the largest number of authorities between server and anchor, self-issued
   *     ones not counted
   * @param anchorsName the source of the anchors, in words for people
   */
  public PathValidator(
      Collection<X509Certificate> anchors,
      Collection<X509Certificate> intermediates,
      int longestPath,
      String anchorsName) {
    this.known = new Authorities(anchors, intermediates);
    this.longestPath = longestPath;
    this.anchorsName = anchorsName;
  }

  /**
   * Creates a validator for these anchors, without intermediates and without a path limit of the
   * account.
   */
  public PathValidator(Collection<X509Certificate> anchors, String anchorsName) {
    this(anchors, List.of(), LONGEST_PATH, anchorsName);
  }

  /**
   * Validates a chain as a server presents it: the end-entity first, the others in any order. Extra
   * certificates are allowed.
   *
   * @param chain the certificates, at least the end-entity
   * @param now the instant at which all must be valid; fractions of a second are ignored
   */
  public Outcome<ValidPath> validate(List<X509Certificate> chain, Instant now) {
    return validate(chain, now, new WorkCounter());
  }

  /**
   * Validates the chain of a server whose certificate is that of an authority. Every rule applies
   * except the one that forbids such a certificate.
   *
   * @param chain the certificate of the server first, the others in any order
   * @param now the instant at which all must be valid
   * @return the path; a refusal also if the first certificate is not that of an authority
   */
  public Outcome<ValidPath> validateAuthority(List<X509Certificate> chain, Instant now) {
    return readable(chain)
        .then(presented -> validation(presented, now, new WorkCounter()).ofAuthority());
  }

  /**
   * Validates the path of a key that signs revocation lists (RFC 5280, section 6.3.3 (f)).
   *
   * @param chain the certificate of the key first, the others in any order
   * @param now the instant at which all must be valid
   */
  public Outcome<ValidPath> validateCrlSigner(List<X509Certificate> chain, Instant now) {
    return readable(chain)
        .then(presented -> validation(presented, now, new WorkCounter()).ofCrlSigner());
  }

  /** Validates a chain as a server presents it, and counts the work. */
  Outcome<ValidPath> validate(List<X509Certificate> chain, Instant now, WorkCounter work) {
    Outcome<List<X509Certificate>> readable = readable(chain);
    if (readable.refusal().isPresent()) {
      return Outcome.refused(readable.refusal().get());
    }
    List<X509Certificate> presented = readable.get();
    Optional<ValidPath> kept = cache.find(presented, now.truncatedTo(ChronoUnit.SECONDS));
    return kept.isPresent() ? Outcome.of(kept.get()) : searched(presented, now, work);
  }

  private Outcome<ValidPath> searched(
      List<X509Certificate> presented, Instant now, WorkCounter work) {
    Outcome<ValidPath> path = validation(presented, now, work).ofServer();
    if (path.refusal().isEmpty()) {
      cache.keep(presented, path.get());
    }
    return path;
  }

  private PathValidation validation(
      List<X509Certificate> presented, Instant now, WorkCounter work) {
    return new PathValidation(
        presented, now.truncatedTo(ChronoUnit.SECONDS), work, known, longestPath, anchorsName);
  }

  /**
   * Returns a presented chain within limits, parsed by the platform from its encoded form. A
   * certificate class that is not the platform's may return one content and encode another.
   */
  private static Outcome<List<X509Certificate>> readable(List<X509Certificate> chain) {
    try {
      WorkCounter.within(chain.size(), WorkCounter.MOST_CERTIFICATES, "more than %d certificates");
      List<X509Certificate> readable = new ArrayList<>(chain.size());
      long octets = 0;
      for (X509Certificate certificate : chain) {
        byte[] encoded = certificate.getEncoded();
        WorkCounter.within(
            encoded.length, WorkCounter.MOST_OCTETS_OF_ONE, "a certificate of more than %d octets");
        octets += encoded.length;
        boolean platforms = certificate.getClass().getModule() == X509Certificate.class.getModule();
        readable.add(platforms ? certificate : parsed(encoded));
      }
      WorkCounter.within(octets, WorkCounter.MOST_OCTETS, "more than %d octets of certificates");
      return Outcome.of(List.copyOf(readable));
    } catch (WorkLimitException e) {
      return Outcome.refused(new TooMuchWork(e.limit()));
    } catch (CertificateException unreadable) {
      return Outcome.refused(
          new InvalidCertificate(
              CertificateSummary.ofServer(chain.get(0)),
              PeerText.of("a certificate cannot be read: " + unreadable.getMessage())));
    }
  }

  private static X509Certificate parsed(byte[] encoded) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
