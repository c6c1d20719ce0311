package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.trust.WorkCounter.TooMuch;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.PathRefusal.TooMuchWork;
import io.github.mailclad.refusal.PeerText;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Certification path validation (RFC 5280, section 6): a bounded search for paths, our own rules
 * about keys, signatures, usages and names, and the platform's validation of the remaining path.
 * The work is bounded for every input from a server. Immutable except for a memory of accepted
 * chains, and thread-safe.
 */
public final class PathValidator {
  /** The largest number of authorities in a path. */
  public static final int LONGEST_PATH = WorkCounter.LONGEST_PATH;

  private final Authorities known;
  private final int longestPath;
  private final String anchorsName;
  private final PathMemory memory = new PathMemory();

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
    return bounded(chain, presented -> validation(presented, now, new WorkCounter()).ofAuthority());
  }

  /**
   * Validates the path of a key that signs revocation lists (RFC 5280, section 6.3.3 (f)).
   *
   * @param chain the certificate of the key first, the others in any order
   * @param now the instant at which all must be valid
   */
  public Outcome<ValidPath> validateCrlSigner(List<X509Certificate> chain, Instant now) {
    return bounded(chain, presented -> validation(presented, now, new WorkCounter()).ofCrlSigner());
  }

  /** Validates a chain as a server presents it, and counts the work. */
  Outcome<ValidPath> validate(List<X509Certificate> chain, Instant now, WorkCounter work) {
    return bounded(
        chain,
        presented -> {
          Optional<ValidPath> remembered =
              memory.find(presented, now.truncatedTo(ChronoUnit.SECONDS));
          return remembered.isPresent()
              ? Outcome.of(remembered.get())
              : validation(presented, now, work)
                  .ofServer()
                  .map(
                      path -> {
                        memory.keep(presented, path);
                        return path;
                      });
        });
  }

  private PathValidation validation(
      List<X509Certificate> presented, Instant now, WorkCounter work) {
    return new PathValidation(
        presented, now.truncatedTo(ChronoUnit.SECONDS), work, known, longestPath, anchorsName);
  }

  /** A validation whose work is counted. */
  private interface Bounded {
    Outcome<ValidPath> on(List<X509Certificate> presented) throws TooMuch;
  }

  private static Outcome<ValidPath> bounded(List<X509Certificate> chain, Bounded validation) {
    try {
      return validation.on(ReadableChain.of(chain).certificates());
    } catch (TooMuch e) {
      return Outcome.refused(new TooMuchWork(e.what()));
    } catch (CertificateException unreadable) {
      return Outcome.refused(
          new InvalidCertificate(
              CertificateSummary.ofServer(chain.get(0)),
              PeerText.of("a certificate cannot be read: " + unreadable.getMessage())));
    }
  }
}
