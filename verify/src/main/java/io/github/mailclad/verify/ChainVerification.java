package io.github.mailclad.verify;

import io.github.mailclad.Identifier;
import io.github.mailclad.Outcome;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.trust.PathValidator;
import io.github.mailclad.internal.trust.ValidPath;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.PathRefusal;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The verification of one presented chain: TLSA records where they decide; else a path and a name,
 * then the pins, then revocation. Last, an account's pin may override a refusal.
 */
final class ChainVerification {
  /**
   * The limit of signers with one name: an authority has one signer of lists, and two while it
   * changes keys.
   */
  private static final int MOST_OF_ONE_NAME = 4;

  private final TrustedAuthorities authorities;
  private final Expected expected;
  private final PresentedChain presented;
  private final Instant now;

  /**
   * Creates a verification.
   *
   * @param presented at least the end-entity
   */
  ChainVerification(
      TrustedAuthorities authorities, Expected expected, PresentedChain presented, Instant now) {
    this.authorities = authorities;
    this.expected = expected;
    this.presented = presented;
    this.now = now;
  }

  /** Returns the verdict. */
  Verification verdict() {
    DaneFinding finding = new DaneFinding.NotAsked();
    if (expected.dane() != null) {
      DaneStep.DaneVerdict dane =
          expected.dane().verify(presented.certificates(), now, this::judge, authorities.anchors());
      if (dane instanceof DaneStep.DaneVerdict.Decided decided) {
        return narrowed(decided.verdict());
      }
      finding = ((DaneStep.DaneVerdict.LeftToPkix) dane).finding();
    }
    Verification verdict = judge(expected.references());
    return verdict instanceof Verification.Refused refused
        ? pinned(refused.refusal()).orElse(verdict)
        : beside(finding, (Verification.Accepted) verdict);
  }

  /** Returns the verdict of the client's trust anchors, for these reference identifiers. */
  private Verification judge(Set<Identifier> references) {
    Verification verdict =
        narrowed(
            new NamedPath(authorities.paths(), authorities.names(), references, expected.srvNames())
                .verify(presented.certificates(), now));
    return verdict instanceof Verification.Accepted accepted
            && accepted.evidence() instanceof TrustEvidence.Pkix pkix
        ? unrevoked(accepted.matched(), pkix)
        : verdict;
  }

  /** Checks revocation last, so that nothing is fetched for a server that is refused anyway. */
  private Verification unrevoked(@Nullable Identifier matched, TrustEvidence.Pkix path) {
    Outcome<RevocationEvidence> revocation = revocation(path);
    return revocation.refusal().isPresent()
        ? new Verification.Refused(revocation.refusal().get())
        : new Verification.Accepted(matched, path.with(revocation.get()));
  }

  private Outcome<RevocationEvidence> revocation(TrustEvidence.Pkix path) {
    Instant received = presented.receivedAt() == null ? now : presented.receivedAt();
    return authorities
        .revocation()
        .check(
            path,
            presented.ocspResponses(),
            now,
            received,
            (name, beside) -> crlSigners(path, name, beside));
  }

  /**
   * Returns the valid paths of signers of revocation lists with a name, below the trust anchor of a
   * path (RFC 5280, section 6.3.3 (f)). Signers are looked for among the presented certificates,
   * the known ones, and those beside the lists.
   *
   * @param path the path whose certificates the lists are about
   * @param beside the certificates beside the lists
   */
  private List<TrustEvidence.Pkix> crlSigners(
      TrustEvidence.Pkix path, X500Principal name, List<X509Certificate> beside) {
    Set<X509Certificate> known = new LinkedHashSet<>(path.path());
    known.addAll(authorities.intermediates());
    known.addAll(beside);
    PathValidator paths =
        new PathValidator(
            Set.of(path.anchor()), known, PathValidator.LONGEST_PATH, "the anchor of the path");
    return Stream.of(List.of(path.anchor()), presented.certificates(), known)
        .flatMap(certificates -> certificates.stream())
        .filter(certificate -> certificate.getSubjectX500Principal().equals(name))
        .distinct()
        .limit(MOST_OF_ONE_NAME)
        .map(signer -> paths.validateCrlSigner(before(signer), now))
        .filter(found -> found.refusal().isEmpty())
        .map(found -> found.get().evidence())
        .toList();
  }

  private List<X509Certificate> before(X509Certificate signer) {
    List<X509Certificate> chain = new ArrayList<>(List.of(signer));
    chain.addAll(presented.certificates());
    return chain;
  }

  private static Verification beside(DaneFinding finding, Verification.Accepted verdict) {
    return verdict.evidence() instanceof TrustEvidence.Pkix pkix
        ? new Verification.Accepted(verdict.matched(), pkix.beside(finding))
        : verdict;
  }

  /** Returns the verdict, or a refusal if no pin is among the keys that it rests on. */
  private Verification narrowed(Verification verdict) {
    return !expected.pins().isEmpty() && verdict instanceof Verification.Accepted accepted
        ? pinRefusal(keys(accepted.evidence()))
            .<Verification>map(Verification.Refused::new)
            .orElse(verdict)
        : verdict;
  }

  private static List<Pin> keys(TrustEvidence evidence) {
    Stream<X509Certificate> certificates =
        evidence instanceof TrustEvidence.Pkix pkix
            ? Stream.concat(pkix.path().stream(), Stream.of(pkix.anchor()))
            : evidence instanceof TrustEvidence.Dane dane
                ? Stream.concat(dane.path().stream(), Stream.ofNullable(dane.anchor()))
                : Stream.empty();
    return certificates.map(Pin::of).distinct().toList();
  }

  private Optional<Refusal> pinRefusal(List<Pin> keys) {
    return keys.stream().anyMatch(expected.pins()::contains)
        ? Optional.empty()
        : Optional.of(new PathRefusal.PinMismatch(expected.pins(), keys));
  }

  /**
   * Returns the verdict by which the account's pin overrides a refusal; empty if it does not. It
   * overrides four reasons: no trust anchor leads to the certificate, independent of the probable
   * cause; it names another server; it has expired; it is that of an authority.
   */
  private Optional<Verification> pinned(Refusal refusal) {
    X509Certificate endEntity = presented.certificates().get(0);
    boolean accepted =
        expected.accountPin() != null
            && expected.accountPin().matches(endEntity)
            && (expected.pins().isEmpty() || expected.pins().contains(Pin.of(endEntity)));
    return accepted && isPinnable(refusal)
        ? Optional.of(
            new Verification.Accepted(
                null, new TrustEvidence.AcceptedCertificate(endEntity, refusal)))
        : Optional.empty();
  }

  private boolean isPinnable(Refusal refusal) {
    if (refusal instanceof CertificateRefusal.IdentityMismatch) {
      // a certificate that is accepted under another name must not be revoked
      return judge(Set.of()) instanceof Verification.Accepted;
    }
    if (refusal instanceof CertificateRefusal.InvalidCertificate) {
      // an accepted certificate may be that of an authority, and another authority may revoke it
      return isPinnableAuthority();
    }
    return refusal instanceof CertificateRefusal.OutsideValidity outside
        ? outside.hasExpired() && isSoundButForItsEnd()
        : refusal instanceof PathRefusal.UnknownAuthority;
  }

  private boolean isPinnableAuthority() {
    return authority(now).then(path -> revocation(path.evidence())).refusal().isEmpty();
  }

  private Outcome<ValidPath> authority(Instant at) {
    return authorities.paths().validateAuthority(presented.certificates(), at);
  }

  /**
   * Returns whether the end-entity had, on its last day, no defect except those that a pin
   * overrides.
   */
  private boolean isSoundButForItsEnd() {
    Instant end = presented.certificates().get(0).getNotAfter().toInstant();
    return authorities
        .paths()
        .validate(presented.certificates(), end)
        .refusal()
        .map(
            defect ->
                defect instanceof CertificateRefusal.OutsideValidity
                    || defect instanceof PathRefusal.UnknownAuthority
                    || authority(end).refusal().isEmpty())
        .orElse(true);
  }
}
