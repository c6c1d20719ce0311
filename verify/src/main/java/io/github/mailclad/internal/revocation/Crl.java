package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.RevocationEvidence.Good;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate revocation list with the rules for applying it to a certificate (RFC 5280, section
 * 6.3.3). The signer of a complete list must be one of three: the certificate's own issuer with the
 * same key; another key that a certificate of the same path certifies; or the issuer of an indirect
 * list to which the certificate's issuer delegated. A delta CRL only revokes the certificates that
 * it lists. Immutable and thread-safe.
 */
final class Crl implements Statement {
  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String REASON_CODE = "2.5.29.21";
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";
  private static final String CERTIFICATE_ISSUER = "2.5.29.29";
  private static final int CRL_SIGN = 6;

  private static final Set<String> KNOWN_IN_LISTS =
      Set.of(CrlScope.OID, CRL_NUMBER, DELTA_CRL_INDICATOR);

  /**
   * The critical entry extensions that are processed; the platform reads the certificate issuer of
   * an entry.
   */
  private static final Set<String> KNOWN_IN_ENTRIES =
      Set.of(REASON_CODE, INVALIDITY_DATE, CERTIFICATE_ISSUER);

  private final X509CRL list;
  private final AnswerSource source;
  private final CrlScope scope;
  private final Optional<String> defect;

  private Crl(X509CRL list, AnswerSource source, CrlScope scope, Optional<String> defect) {
    this.list = list;
    this.source = source;
    this.scope = scope;
    this.defect = defect;
  }

  /**
   * Creates a list and checks its extensions. A defect is reported only when the list is applied to
   * a certificate.
   *
   * @param source the way in which the list was obtained
   */
  static Crl of(X509CRL list, AnswerSource source) {
    try {
      CrlScope scope = CrlScope.of(list);
      return new Crl(list, source, scope, structuralDefect(list, scope));
    } catch (IOException e) {
      return new Crl(list, source, CrlScope.everything(list), Optional.ofNullable(e.getMessage()));
    }
  }

  private static Optional<String> structuralDefect(X509CRL list, CrlScope scope) {
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (critical != null && !KNOWN_IN_LISTS.containsAll(critical)) {
      return Optional.of("it has an unknown critical extension");
    }
    Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    return entries == null
        ? Optional.empty()
        : entries.stream()
            .filter(entry -> isUnprocessable(entry, scope))
            .findFirst()
            .map(e -> "it has an entry with an unknown critical extension or of another issuer");
  }

  /**
   * Returns whether an entry cannot be processed; one such entry makes the whole list unusable (RFC
   * 5280, section 5.3).
   */
  private static boolean isUnprocessable(X509CRLEntry entry, CrlScope scope) {
    if (!entry.hasExtensions()) {
      return false;
    }
    boolean ofAnother = entry.getExtensionValue(CERTIFICATE_ISSUER) != null;
    Set<String> critical = entry.getCriticalExtensionOIDs();
    return (ofAnother && !scope.isIndirect())
        || (critical != null && !KNOWN_IN_ENTRIES.containsAll(critical));
  }

  @Override
  public Optional<Instant> end() {
    return Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant);
  }

  /** Returns the name of its issuer. */
  X500Principal issuer() {
    return list.getIssuerX500Principal();
  }

  @Override
  public Optional<StatusFinding> about(PathCertificate subject, KnownSigners signers, Instant now) {
    if (!scope.concerns(subject.certificate())) {
      return Optional.empty();
    }
    try {
      checkAuthentic(subject, signers);
      return Optional.of(finding(subject.certificate(), now));
    } catch (IOException e) {
      return Optional.of(unusable(String.valueOf(e.getMessage())));
    }
  }

  private StatusFinding finding(X509Certificate certificate, Instant now) throws IOException {
    Optional<String> other = scope.kindDefect(certificate);
    if (other.isPresent()) {
      return unusable(other.get());
    }
    // also finds an entry of an indirect list, which belongs to the issuer named in the entry
    X509CRLEntry entry = list.getRevokedCertificate(certificate);
    if (entry != null) {
      return revoked(entry, now);
    }
    return incompleteness(certificate, now)
        .map(this::unusable)
        .orElseGet(
            () ->
                new StatusFinding.NotRevoked(
                    new Good(source, list.getThisUpdate().toInstant(), end().orElse(null))));
  }

  private void checkAuthentic(PathCertificate subject, KnownSigners signers) throws IOException {
    if (defect.isPresent()) {
      throw new IOException(defect.get());
    }
    StrongSignature.checkAlgorithm(list.getSigAlgOID(), list.getSigAlgParams());
    X509Certificate issuer = subject.issuer();
    boolean own = issuer().equals(issuer.getSubjectX500Principal());
    if (own && isSignedBy(issuer)) {
      checkPurpose(issuer);
      return;
    }
    for (PathCertificate signer : signers.find(issuer())) {
      if ((!own || isOfSameAuthority(signer, subject)) && isSignedBy(signer.certificate())) {
        signers.checkNotRevoked(signer);
        return;
      }
    }
    throw new IOException(
        own
            ? "its signature is wrong, or of another key whose certificate is not available"
            : "its signer %s has no available certificate that leads to the same trust anchor"
                .formatted(issuer().getName()));
  }

  private boolean isSignedBy(X509Certificate signer) {
    try {
      list.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void checkPurpose(X509Certificate signer) throws IOException {
    boolean[] usage = signer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      throw new IOException("its issuer's key is not for signing CRLs");
    }
  }

  /**
   * Returns whether another key of the same name belongs to the same authority. It does if it is on
   * the path as a key of the authority, which has several keys there during a key change. It also
   * does if one of those keys, or the key that certified them, certified it. Any other authority
   * below the anchor could use the same name.
   */
  private static boolean isOfSameAuthority(PathCertificate signer, PathCertificate subject) {
    List<X509Certificate> above = subject.above();
    int keys = 1;
    while (keys < above.size() && isOfOneName(above.get(keys), subject.issuer())) {
      keys++;
    }
    return above.subList(0, keys).contains(signer.certificate())
        || above.stream()
            .limit(keys + 1L)
            .anyMatch(a -> a.getPublicKey().equals(signer.issuer().getPublicKey()));
  }

  private static boolean isOfOneName(X509Certificate a, X509Certificate b) {
    return a.getSubjectX500Principal().equals(b.getSubjectX500Principal());
  }

  private StatusFinding revoked(X509CRLEntry entry, Instant now) {
    RevocationReason reason =
        entry.getRevocationReason() == null
            ? RevocationReason.UNSPECIFIED
            : RevocationReason.of(entry.getRevocationReason());
    if (reason == RevocationReason.REMOVE_FROM_CRL) {
      return unusable("it says removeFromCRL, which has no effect here");
    }
    // completeness matters only for certificates that are not listed, and not for a hold
    Optional<String> untimely =
        reason == RevocationReason.CERTIFICATE_HOLD ? times().defectAt(now) : Optional.empty();
    return untimely.isPresent()
        ? unusable(untimely.get())
        : new StatusFinding.RevokedSince(
            entry.getRevocationDate().toInstant(),
            reason,
            "the " + source + " of " + list.getThisUpdate().toInstant());
  }

  private UpdateTimes times() {
    return new UpdateTimes(list.getThisUpdate().toInstant(), end().orElse(null));
  }

  /**
   * Returns the reason why the absence of a certificate from the list does not prove that it is
   * good; empty if it does.
   */
  private Optional<String> incompleteness(X509Certificate certificate, Instant now)
      throws IOException {
    if (list.getExtensionValue(DELTA_CRL_INDICATOR) != null) {
      return Optional.of("it is a delta CRL, which says nothing about what it does not list");
    }
    Set<String> plain = list.getNonCriticalExtensionOIDs();
    if (plain == null || !plain.contains(CRL_NUMBER)) {
      return Optional.of("it lacks a non-critical CRL number");
    }
    if (list.getNextUpdate() == null) {
      return Optional.of("it has no time of the next update");
    }
    return times().defectAt(now).or(() -> scope.partDefect(certificate));
  }

  private StatusFinding unusable(String defect) {
    return new StatusFinding.UnusableSource(source, defect);
  }
}
