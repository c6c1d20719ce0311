package io.github.mailclad.verify;

import io.github.mailclad.AccountPin;
import io.github.mailclad.CertificateSummary;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a presented chain belongs to the server that was meant: first a certification path
 * to a trust anchor (RFC 5280, section 6), then, only if there is one, a reference identifier in
 * the end-entity certificate (RFC 7817, section 3; RFC 9525, section 6), then the pins. Immutable
 * and thread-safe; decides from what it is given alone, and throws for nothing that a server
 * presents. Its work is bounded whatever a server presents.
 */
public final class PeerVerifier {
  private final PathValidator paths;
  private final Set<Identifier> references;
  private final Set<Pin> pins;
  private final @Nullable AccountPin accountPin;

  private PeerVerifier(
      PathValidator paths,
      Set<Identifier> references,
      Set<Pin> pins,
      @Nullable AccountPin accountPin) {
    this.paths = paths;
    this.references = references;
    this.pins = pins;
    this.accountPin = accountPin;
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
      return new PeerVerifier(paths, new LinkedHashSet<>(references), Set.of(), null);
    }

    /**
     * A verifier for chains alone: every server with a certificate of a trusted authority is
     * accepted, whoever it is. For looking at chains, not for connections.
     */
    public PeerVerifier dangerouslyExpectingAnyone() {
      return new PeerVerifier(paths, Set.of(), Set.of(), null);
    }
  }

  /**
   * This verifier, which also requires one of these keys in the path; none means no such
   * requirement.
   */
  public PeerVerifier withPins(Collection<Pin> required) {
    return new PeerVerifier(paths, references, Set.copyOf(required), accountPin);
  }

  /**
   * This verifier, which also accepts that one certificate if nothing is wrong with it but that it
   * has expired, that no trust anchor vouches for it, or that it names another server (RFC 8314,
   * section 5.4). The evidence is then {@link TrustEvidence.AcceptedCertificate}, whose level is
   * below the default minimum. A good chain needs no pin, and is accepted as one.
   */
  public PeerVerifier withAccountPin(AccountPin accepted) {
    return new PeerVerifier(paths, references, pins, accepted);
  }

  /**
   * The verdict on certificates alone.
   *
   * @param chain the certificates as presented: the end-entity first, the others in any order
   * @param now the instant of the verdict
   */
  public Verification verify(List<X509Certificate> chain, Instant now) {
    return verify(PresentedChain.of(chain), now);
  }

  /**
   * The verdict.
   *
   * @param presented what the server presented
   * @param now the instant of the verdict
   */
  public Verification verify(PresentedChain presented, Instant now) {
    Optional<X509Certificate> endEntity = presented.endEntity();
    if (endEntity.isEmpty()) {
      return new Verification.Refused(new Refusal.NoCertificate());
    }
    Verification verdict = judge(presented.certificates(), now);
    return verdict instanceof Verification.Refused refused
        ? pinned(endEntity.get(), refused.refusal(), now).orElse(verdict)
        : verdict;
  }

  private Verification judge(List<X509Certificate> chain, Instant now) {
    PathValidator.Result path = paths.validate(chain, now);
    if (path instanceof PathValidator.Result.Invalid invalid) {
      return refused(invalid.refusal());
    }
    TrustEvidence.Pkix evidence = ((PathValidator.Result.Valid) path).evidence();
    PresentedIdentifiers names;
    try {
      names = PresentedIdentifiers.of(chain.get(0));
    } catch (IOException malformed) {
      return refused(
          new Refusal.InvalidCertificate(
              CertificateSummary.ofServer(chain.get(0)), String.valueOf(malformed.getMessage())));
    }
    Optional<Identifier> matched = IdentityMatcher.match(references, names);
    if (matched.isEmpty() && !references.isEmpty()) {
      return refused(
          new Refusal.IdentityMismatch(
              List.copyOf(references), names.shown(), IdentityMatcher.cause(references, names)));
    }
    return pinRefusal(evidence)
        .map(PeerVerifier::refused)
        .orElseGet(() -> new Verification.Accepted(matched.orElse(null), evidence));
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

  /**
   * What the account's pin makes of a refusal; only three reasons can be pinned away: nobody who is
   * trusted vouches for the certificate, whatever is probably behind it; it names another server;
   * it has expired.
   */
  private Optional<Verification> pinned(X509Certificate endEntity, Refusal refusal, Instant now) {
    boolean pinnable =
        refusal instanceof Refusal.UntrustedIssuer
            || refusal instanceof Refusal.SelfSigned
            || refusal instanceof Refusal.MissingIntermediate
            || refusal instanceof Refusal.InspectedConnection
            || refusal instanceof Refusal.IdentityMismatch
            || (refusal instanceof Refusal.OutsideValidity outside
                && now.isAfter(outside.certificate().notAfter()));
    boolean accepted =
        accountPin != null
            && AccountPin.of(endEntity).equals(accountPin)
            && (pins.isEmpty() || pins.contains(Pin.of(endEntity)));
    return accepted && pinnable
        ? Optional.of(
            new Verification.Accepted(
                null, new TrustEvidence.AcceptedCertificate(endEntity, refusal)))
        : Optional.empty();
  }

  /**
   * This verifier as a trust manager for {@code SSLContext.init}: it takes the stapled responses
   * from the handshake, and throws {@link RefusedCertificateException}. A TLS library asks it in
   * full handshakes only; after a resumed one, {@link #verify(PresentedChain, Instant)} is the
   * caller's to ask.
   *
   * @param clock tells the instant of each verdict
   */
  public X509ExtendedTrustManager asTrustManager(Clock clock) {
    return new VerifyingTrustManager(this, clock);
  }

  private static Verification refused(Refusal refusal) {
    return new Verification.Refused(refusal);
  }
}
