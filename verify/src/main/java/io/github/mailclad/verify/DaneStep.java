package io.github.mailclad.verify;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Identifier;
import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.dane.KeyStrength;
import io.github.mailclad.internal.dane.NamedAuthorities;
import io.github.mailclad.internal.dane.TlsaEffect;
import io.github.mailclad.internal.dane.UsableRecords;
import io.github.mailclad.internal.identity.PresentedIdentifiers;
import io.github.mailclad.internal.trust.PathValidator;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.DaneRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of presented chains by a TLSA answer. The answer decides alone, or it leaves the
 * decision to the client's trust anchors (RFC 7671, section 5).
 */
final class DaneStep {
  private final TlsaEffect effect;
  private final DanePolicy policy;
  private final Set<Identifier> references;

  DaneStep(TlsaAnswer answer, DanePolicy policy, Collection<? extends Identifier> references) {
    this.effect = TlsaEffect.of(answer, policy);
    this.policy = policy;
    this.references = new LinkedHashSet<>(references);
  }

  /**
   * The verdict of the records, or the finding with which they leave the verdict to the client's
   * trust anchors.
   */
  sealed interface DaneVerdict {
    /** The records decided. */
    record Decided(Verification verdict) implements DaneVerdict {}

    /**
     * The client's trust anchors decide; the finding about the records is added to the evidence.
     */
    record LeftToPkix(DaneFinding finding) implements DaneVerdict {}
  }

  /**
   * Returns the verdict for a chain of at least the end-entity.
   *
   * @param pkix returns the verdict of the client's trust anchors on the chain, for these reference
   *     identifiers
   * @param anchors the client's trust anchors
   */
  DaneVerdict verify(
      List<X509Certificate> chain,
      Instant now,
      Function<Set<Identifier>, Verification> pkix,
      Collection<X509Certificate> anchors) {
    if (effect instanceof TlsaEffect.WithoutEffect silent) {
      return new DaneVerdict.LeftToPkix(silent.finding());
    }
    if (effect instanceof TlsaEffect.RefusedServer refusing) {
      return new DaneVerdict.Decided(new Verification.Refused(refusing.refusal()));
    }
    UsableRecords records = ((TlsaEffect.Decisive) effect).records();
    Verification verdict = new ChainEvaluation(records, chain, now).verdict(pkix, anchors);
    return policy.mode() == DanePolicy.Mode.AUDIT_ONLY
        ? new DaneVerdict.LeftToPkix(audited(verdict))
        : new DaneVerdict.Decided(verdict);
  }

  private static DaneFinding audited(Verification verdict) {
    return new DaneFinding.Audited(
        verdict instanceof Verification.Refused refused
            ? Outcome.refused(refused.refusal())
            : Outcome.of((TrustEvidence.Dane) ((Verification.Accepted) verdict).evidence()));
  }

  private static final RevocationEvidence NOT_CHECKED = new RevocationEvidence(List.of());

  /** The evaluation of one chain. */
  private final class ChainEvaluation {
    private final UsableRecords records;
    private final List<X509Certificate> chain;
    private final X509Certificate endEntity;
    private final Instant now;

    /** The reason why a certificate that a record names was not accepted. */
    private @Nullable Refusal despite;

    private ChainEvaluation(UsableRecords records, List<X509Certificate> chain, Instant now) {
      this.records = records;
      this.chain = chain;
      this.endEntity = chain.get(0);
      this.now = now;
    }

    private Verification verdict(
        Function<Set<Identifier>, Verification> pkix, Collection<X509Certificate> anchors) {
      return daneEe()
          .or(this::daneTa)
          .or(() -> pkix(pkix, anchors))
          .orElseGet(
              () ->
                  new Verification.Refused(
                      new DaneRefusal.DaneMismatch(
                          PeerText.of(records.name()), records.usable(), presented(), despite)));
    }

    /**
     * Checks DANE-EE: names, dates and authorities do not count, but the key must be strong enough.
     */
    private Optional<Verification> daneEe() {
      return records
          .matching(TlsaUsage.DANE_EE, endEntity)
          .map(
              record ->
                  KeyStrength.weakness(endEntity.getPublicKey())
                      .<Verification>map(
                          weak ->
                              new Verification.Refused(
                                  new CertificateRefusal.WeakCertificate(
                                      CertificateSummary.ofServer(endEntity),
                                      PeerText.of(weak),
                                      KeyStrength.REQUIRED)))
                      .orElseGet(
                          () -> accepted(null, record, List.of(endEntity), null, NOT_CHECKED)));
    }

    private Optional<Verification> daneTa() {
      NamedAuthorities named = NamedAuthorities.daneTa(records, chain, now);
      return named.anchors().isEmpty()
          ? Optional.empty()
          : through(named, anchoredIn(named), chain, NOT_CHECKED);
    }

    private NamedPath anchoredIn(NamedAuthorities named) {
      PathValidator paths =
          new PathValidator(
              named.anchors(), "the authorities in the TLSA records of " + records.name());
      return new NamedPath(
          paths, new PresentedIdentifiers.Reader(), references, NamedPath.SrvNames.CONSTRAINED);
    }

    /** Returns the verdict on a path that ends at one of the named authorities. */
    private Optional<Verification> through(
        NamedAuthorities named,
        NamedPath path,
        List<X509Certificate> certificates,
        RevocationEvidence revocation) {
      Verification verdict = path.verify(certificates, now);
      if (verdict instanceof Verification.Refused refused) {
        despite = despite == null ? refused.refusal() : despite;
        return Optional.empty();
      }
      Verification.Accepted accepted = (Verification.Accepted) verdict;
      TrustEvidence.Pkix found = (TrustEvidence.Pkix) accepted.evidence();
      NamedAuthorities.NamedAuthority authority = named.behind(found.anchor());
      return Optional.of(
          accepted(
              accepted.matched(),
              authority.record(),
              found.path(),
              authority.certificate(),
              revocation));
    }

    private Optional<Verification> pkix(
        Function<Set<Identifier>, Verification> pkix, Collection<X509Certificate> anchors) {
      if (records.of(TlsaUsage.PKIX_EE).isEmpty() && records.of(TlsaUsage.PKIX_TA).isEmpty()) {
        return Optional.empty();
      }
      Optional<TlsaRecord> endEntityRecord = records.matching(TlsaUsage.PKIX_EE, endEntity);
      Verification verdict = pkix.apply(references);
      if (verdict instanceof Verification.Refused refused) {
        despite = despite == null ? refused.refusal() : despite;
        return Optional.empty();
      }
      Verification.Accepted accepted = (Verification.Accepted) verdict;
      TrustEvidence.Pkix found = (TrustEvidence.Pkix) accepted.evidence();
      return endEntityRecord.isPresent()
          ? Optional.of(
              accepted(
                  accepted.matched(),
                  endEntityRecord.get(),
                  found.path(),
                  found.anchor(),
                  found.revocation()))
          : pkixTa(found, anchors);
    }

    /**
     * The path that the client trusts may end below the authority that a record names, and must be
     * extended then (RFC 7671, section 5.4). So this looks for a path to that authority beside the
     * one to a trust anchor.
     */
    private Optional<Verification> pkixTa(
        TrustEvidence.Pkix trusted, Collection<X509Certificate> anchors) {
      Set<X509Certificate> below = new LinkedHashSet<>(chain);
      below.addAll(trusted.path());
      below.add(trusted.anchor());
      Set<X509Certificate> known = new LinkedHashSet<>(below);
      known.addAll(anchors);
      NamedAuthorities named = NamedAuthorities.pkixTa(records, endEntity, known);
      return named.anchors().isEmpty()
          ? Optional.empty()
          : through(named, anchoredIn(named), new ArrayList<>(below), trusted.revocation());
    }

    private Verification accepted(
        @Nullable Identifier matched,
        TlsaRecord record,
        List<X509Certificate> path,
        @Nullable X509Certificate anchor,
        RevocationEvidence revocation) {
      return new Verification.Accepted(
          matched, new TrustEvidence.Dane(records.name(), record, path, anchor, revocation));
    }

    /**
     * Returns the records that would match: by the end-entity's key, and by the others'
     * certificates.
     */
    private List<TlsaRecord> presented() {
      List<TlsaRecord> presented = new ArrayList<>();
      presented.add(
          TlsaRecord.of(TlsaUsage.DANE_EE, TlsaSelector.SPKI, TlsaMatching.SHA2_256, endEntity));
      chain.stream()
          .skip(1)
          .map(
              other ->
                  TlsaRecord.of(TlsaUsage.DANE_TA, TlsaSelector.CERT, TlsaMatching.SHA2_256, other))
          .forEach(presented::add);
      return presented;
    }
  }
}
