package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.Source;
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
 * A certificate revocation list with the rules for what it says about a certificate (RFC 5280,
 * section 6.3.3). A complete list is believed that the certificate's own issuer signed with the
 * same key, with another key that a certificate of the same path vouches for, or that the issuer
 * delegated to the issuer of an indirect list. A delta CRL revokes what it lists, and says nothing
 * else. Immutable and thread-safe.
 */
final class Crl {
  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String REASON_CODE = "2.5.29.21";
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";
  private static final String CERTIFICATE_ISSUER = "2.5.29.29";
  private static final int CRL_SIGN = 6;

  private static final Set<String> KNOWN_IN_LISTS =
      Set.of(CrlScope.OID, CRL_NUMBER, DELTA_CRL_INDICATOR);

  /** What is looked at in an entry; the issuer of its certificate is what the platform reads. */
  private static final Set<String> KNOWN_IN_ENTRIES =
      Set.of(REASON_CODE, INVALIDITY_DATE, CERTIFICATE_ISSUER);

  private final X509CRL list;
  private final CrlScope scope;
  private final Optional<String> defect;

  private Crl(X509CRL list, CrlScope scope, Optional<String> defect) {
    this.list = list;
    this.scope = scope;
    this.defect = defect;
  }

  /** Looks a list through; a defect is told when it is asked about a certificate. */
  static Crl of(X509CRL list) {
    try {
      CrlScope scope = CrlScope.of(list);
      return new Crl(list, scope, structuralDefect(list, scope));
    } catch (IOException e) {
      return new Crl(list, CrlScope.everything(list), Optional.ofNullable(e.getMessage()));
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
            .filter(entry -> isBeyondUs(entry, scope))
            .findFirst()
            .map(e -> "it has an entry with an unknown critical extension or of another issuer");
  }

  /** One such entry spoils the whole list (RFC 5280, section 5.3). */
  private static boolean isBeyondUs(X509CRLEntry entry, CrlScope scope) {
    if (!entry.hasExtensions()) {
      return false;
    }
    boolean ofAnother = entry.getExtensionValue(CERTIFICATE_ISSUER) != null;
    Set<String> critical = entry.getCriticalExtensionOIDs();
    return (ofAnother && !scope.isIndirect())
        || (critical != null && !KNOWN_IN_ENTRIES.containsAll(critical));
  }

  /** When newer information is there at the latest; empty if that is not said. */
  Optional<Instant> end() {
    return Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant);
  }

  /** The name of its issuer. */
  X500Principal issuer() {
    return list.getIssuerX500Principal();
  }

  /**
   * What it says about a certificate.
   *
   * @param signers the signers of lists that are not the issuer of the certificate
   * @param source how it came here
   */
  Finding about(Certified subject, KnownSigners signers, Source source, Instant now) {
    X509Certificate certificate = subject.certificate();
    if (!scope.concerns(certificate)) {
      return new Finding.Silent();
    }
    try {
      checkAuthentic(subject, signers);
      Optional<String> other = scope.kindDefect(certificate);
      if (other.isPresent()) {
        return unusable(source, other.get());
      }
      // also finds the entry of an indirect list, which belongs to the issuer that it names
      X509CRLEntry entry = list.getRevokedCertificate(certificate);
      if (entry != null) {
        return revoked(entry, source, now);
      }
      Optional<String> incomplete = incompleteness(certificate, now);
      return incomplete.isPresent()
          ? unusable(source, incomplete.get())
          : new Finding.Good(
              new RevocationEvidence.Good(
                  source, list.getThisUpdate().toInstant(), end().orElse(null)));
    } catch (IOException e) {
      return unusable(source, String.valueOf(e.getMessage()));
    }
  }

  private void checkAuthentic(Certified subject, KnownSigners signers) throws IOException {
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
    for (Certified signer : signers.find(issuer())) {
      if ((!own || isOfSameAuthority(signer, subject)) && isSignedBy(signer.certificate())) {
        signers.checkNotRevoked(signer);
        return;
      }
    }
    throw new IOException(
        own
            ? "its signature is wrong, or of another key whose certificate is not at hand"
            : "its signer %s has no certificate at hand that leads to the same trust anchor"
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
   * Whether another key of the same name is the same authority's: it stands on the path as a key of
   * the authority, which has several there while it changes keys; or one of those keys certified
   * it, or who certified them did. Any other authority below the anchor could use the name.
   */
  private static boolean isOfSameAuthority(Certified signer, Certified subject) {
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

  private Finding revoked(X509CRLEntry entry, Source source, Instant now) throws IOException {
    RevocationReason reason =
        entry.getRevocationReason() == null
            ? RevocationReason.UNSPECIFIED
            : RevocationReason.of(entry.getRevocationReason());
    if (reason == RevocationReason.REMOVE_FROM_CRL) {
      return unusable(source, "it says removeFromCRL, which takes nothing back here");
    }
    // whether it is complete says something about what is not listed, and nothing about a hold
    Optional<String> untimely =
        reason == RevocationReason.CERTIFICATE_HOLD ? times().defectAt(now) : Optional.empty();
    return untimely.isPresent()
        ? unusable(source, untimely.get())
        : new Finding.Revoked(
            entry.getRevocationDate().toInstant(),
            reason,
            "the " + source + " of " + list.getThisUpdate().toInstant());
  }

  private UpdateTimes times() {
    return new UpdateTimes(list.getThisUpdate().toInstant(), end().orElse(null));
  }

  /** Why it does not vouch for what it does not list; empty if it does. */
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
      return Optional.of("it names no time of the next update");
    }
    return times().defectAt(now).or(() -> scope.partDefect(certificate));
  }

  private static Finding unusable(Source source, String why) {
    return new Finding.Unusable(source + ": " + why);
  }
}
