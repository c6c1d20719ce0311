package io.github.mailclad.verify;

import io.github.mailclad.Identifier;
import io.github.mailclad.Pin;
import io.github.mailclad.Refusal;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.identity.IdentityMatcher;
import io.github.mailclad.internal.identity.PresentedIdentifiers;
import io.github.mailclad.internal.trust.PathValidator;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Verifies that a presented chain belongs to the server that was meant: first a certification path
 * to a trust anchor (RFC 5280, section 6), then, only if there is one, a reference identifier in
 * the end-entity certificate (RFC 7817, section 3; RFC 9525, section 6), then the pins. Immutable
 * and thread-safe; decides from what it is given alone, and throws for nothing that a server
 * presents.
 */
public final class PeerVerifier {
  private final PathValidator paths;
  private final Set<Identifier> references;
  private final Set<Pin> pins;

  private PeerVerifier(PathValidator paths, Set<Identifier> references, Set<Pin> pins) {
    this.paths = paths;
    this.references = references;
    this.pins = pins;
  }

  /**
   * The first half of a verifier: the anchors that it trusts. Reusable, which spares preparing the
   * anchors again.
   *
   * @param anchors the trust anchors
   * @param anchorsName where they come from, in words for people, for example {@code the trust
   *     anchors in ca.pem}
   */
  public static Trusting trusting(Collection<X509Certificate> anchors, String anchorsName) {
    return new Trusting(new PathValidator(anchors, anchorsName));
  }

  /** Trust anchors without a server to look for. Immutable and thread-safe. */
  public static final class Trusting {
    private final PathValidator paths;

    private Trusting(PathValidator paths) {
      this.paths = paths;
    }

    /**
     * A verifier that expects one of these reference identifiers.
     *
     * @param references at least one; the order decides which one is reported when several match
     * @throws IllegalArgumentException if there is none
     */
    public PeerVerifier expecting(Collection<? extends Identifier> references) {
      if (references.isEmpty()) {
        throw new IllegalArgumentException(
            "no reference identifier: any trusted server would be accepted");
      }
      return new PeerVerifier(paths, new LinkedHashSet<>(references), Set.of());
    }
  }

  /**
   * This verifier, which also requires one of these keys in the path; none means no such
   * requirement.
   */
  public PeerVerifier withPins(Collection<Pin> required) {
    return new PeerVerifier(paths, references, Set.copyOf(required));
  }

  /**
   * The verdict.
   *
   * @param chain the certificates as presented: the end-entity first, the others in any order
   * @param now the instant of the verdict
   */
  public Verification verify(List<X509Certificate> chain, Instant now) {
    if (chain.isEmpty()) {
      return refused(new Refusal.NoCertificate());
    }
    PathValidator.Result path = paths.validate(chain, now);
    if (path instanceof PathValidator.Result.Invalid invalid) {
      return refused(invalid.refusal());
    }
    TrustEvidence.Pkix evidence = ((PathValidator.Result.Valid) path).evidence();
    PresentedIdentifiers presented;
    try {
      presented = PresentedIdentifiers.of(chain.get(0));
    } catch (IOException malformed) {
      return refused(
          new Refusal.InvalidCertificate(
              chain.get(0).getSubjectX500Principal().getName(),
              String.valueOf(malformed.getMessage())));
    }
    Optional<Identifier> matched = IdentityMatcher.match(references, presented);
    if (matched.isEmpty()) {
      return refused(new Refusal.IdentityMismatch(List.copyOf(references), presented.shown()));
    }
    return pinRefusal(evidence)
        .map(PeerVerifier::refused)
        .orElseGet(() -> new Verification.Accepted(matched.get(), evidence));
  }

  private Optional<Refusal> pinRefusal(TrustEvidence.Pkix evidence) {
    List<Pin> presented =
        Stream.concat(evidence.path().stream(), Stream.of(evidence.anchor()))
            .map(Pin::of)
            .distinct()
            .toList();
    return pins.isEmpty() || presented.stream().anyMatch(pins::contains)
        ? Optional.empty()
        : Optional.of(new Refusal.PinMismatch(pins, presented));
  }

  private static Verification refused(Refusal refusal) {
    return new Verification.Refused(refusal);
  }
}
