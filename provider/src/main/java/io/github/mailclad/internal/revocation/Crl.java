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
import java.util.Optional;
import java.util.Set;

/**
 * A certificate revocation list with the rules for what it says about a certificate (RFC 5280,
 * section 6.3.3). A complete list that the certificate's own issuer signed with the same key is
 * believed, and no other: neither indirect nor delta lists. Immutable and thread-safe.
 */
final class Crl {
  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String REASON_CODE = "2.5.29.21";
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";
  private static final String CERTIFICATE_ISSUER = "2.5.29.29";
  private static final int CRL_SIGN = 6;

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
      return new Crl(list, CrlScope.of(list), structuralDefect(list));
    } catch (IOException e) {
      return new Crl(list, CrlScope.everything(), Optional.ofNullable(e.getMessage()));
    }
  }

  private static Optional<String> structuralDefect(X509CRL list) {
    if (list.getExtensionValue(DELTA_CRL_INDICATOR) != null) {
      return Optional.of("it is a delta CRL");
    }
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (critical != null
        && !critical.stream().allMatch(o -> o.equals(CrlScope.OID) || o.equals(CRL_NUMBER))) {
      return Optional.of("it has an unknown critical extension");
    }
    Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    return entries == null
        ? Optional.empty()
        : entries.stream()
            .filter(Crl::isBeyondUs)
            .findFirst()
            .map(e -> "it has an entry with an unknown critical extension or of another issuer");
  }

  /** One such entry spoils the whole list (RFC 5280, section 5.3). */
  private static boolean isBeyondUs(X509CRLEntry entry) {
    if (!entry.hasExtensions()) {
      return false;
    }
    Set<String> critical = entry.getCriticalExtensionOIDs();
    return entry.getExtensionValue(CERTIFICATE_ISSUER) != null
        || (critical != null
            && !critical.stream()
                .allMatch(o -> o.equals(REASON_CODE) || o.equals(INVALIDITY_DATE)));
  }

  /** When newer information is there at the latest; empty if that is not said. */
  Optional<Instant> end() {
    return Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant);
  }

  /**
   * What it says about a certificate.
   *
   * @param source how it came here
   */
  Finding about(Certified subject, Source source, Instant now) {
    X509Certificate certificate = subject.certificate();
    if (!list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
      return new Finding.Silent();
    }
    try {
      checkAuthentic(subject.issuer());
      Optional<String> other = scope.kindDefect(certificate);
      if (other.isPresent()) {
        return unusable(source, other.get());
      }
      X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
      Optional<String> incomplete = incompleteness(certificate, now);
      if (entry != null) {
        return revoked(entry, source, incomplete);
      }
      return incomplete.isPresent()
          ? unusable(source, incomplete.get())
          : new Finding.Good(
              new RevocationEvidence.Good(
                  source, list.getThisUpdate().toInstant(), end().orElse(null)));
    } catch (IOException e) {
      return unusable(source, String.valueOf(e.getMessage()));
    }
  }

  private void checkAuthentic(X509Certificate issuer) throws IOException {
    if (defect.isPresent()) {
      throw new IOException(defect.get());
    }
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      throw new IOException("its issuer's key is not for signing CRLs");
    }
    StrongSignature.checkAlgorithm(list.getSigAlgOID());
    try {
      list.verify(issuer.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new IOException("its signature is wrong", e);
    }
  }

  private Finding revoked(X509CRLEntry entry, Source source, Optional<String> incomplete) {
    RevocationReason reason =
        entry.getRevocationReason() == null
            ? RevocationReason.UNSPECIFIED
            : RevocationReason.of(entry.getRevocationReason());
    if (reason == RevocationReason.REMOVE_FROM_CRL) {
      return unusable(source, "it says removeFromCRL and is no delta CRL");
    }
    return reason == RevocationReason.CERTIFICATE_HOLD && incomplete.isPresent()
        ? unusable(source, incomplete.get())
        : new Finding.Revoked(
            entry.getRevocationDate().toInstant(),
            reason,
            "the " + source + " of " + list.getThisUpdate().toInstant());
  }

  /** Why it does not vouch for what it does not list; empty if it does. */
  private Optional<String> incompleteness(X509Certificate certificate, Instant now)
      throws IOException {
    Set<String> plain = list.getNonCriticalExtensionOIDs();
    if (plain == null || !plain.contains(CRL_NUMBER)) {
      return Optional.of("it lacks a non-critical CRL number");
    }
    if (list.getNextUpdate() == null) {
      return Optional.of("it names no time of the next update");
    }
    return new Validity(list.getThisUpdate().toInstant(), list.getNextUpdate().toInstant())
        .defectAt(now)
        .or(() -> scope.partDefect(certificate));
  }

  private static Finding unusable(Source source, String why) {
    return new Finding.Unusable(source + ": " + why);
  }
}
