package io.github.mailclad.refusal;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Identifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The server does not prove its identity. For an account to which the server proved it before, the
 * validation has regressed. The refusals of this file are about one certificate: its names, its
 * validity period, its strength and its purpose.
 */
public sealed interface CertificateRefusal extends Refusal
    permits CertificateRefusal.IdentityMismatch,
        CertificateRefusal.SrvNameUnconstrained,
        CertificateRefusal.NoCertificate,
        CertificateRefusal.OutsideValidity,
        CertificateRefusal.WeakCertificate,
        CertificateRefusal.UnsupportedAlgorithm,
        CertificateRefusal.InvalidCertificate,
        CertificateRefusal.KeyUsage,
        PathRefusal,
        RevocationRefusal,
        DaneRefusal {

  /**
   * Returns whether a person may be asked to accept the certificate of the server in spite of this
   * refusal (RFC 8314, section 5.4).
   */
  default boolean mayBeAccepted() {
    return false;
  }

  /**
   * The certificate names other servers, or none.
   *
   * @param expected the reference identifiers
   * @param presented the identifiers of the certificate, as text
   * @param cause the probable cause
   */
  record IdentityMismatch(List<Identifier> expected, List<PeerText> presented, Cause cause)
      implements CertificateRefusal {
    /** The frequent causes. */
    public enum Cause {
      /** Nothing in common: a wrong host, or an attacker on the network path. */
      OTHER_NAME(
          "set the host (mail.<protocol>.host) to a name in the certificate, or ask the operator to add one of the expected names"),
      /** Another host of the same domain. */
      SIBLING(
          "the certificate is for another host of the same domain: set the host (mail.<protocol>.host) to a name in it, or ask the operator to add one of the expected names"),
      /** An address was configured, and the certificate has names. */
      ADDRESS(
          "set the host (mail.<protocol>.host) to a name in the certificate, instead of the address"),
      /** The right domain, but another service, or the other TLS start. */
      OTHER_SERVICE(
          "the certificate is for another service of the domain: check the port and mail.<protocol>.security.tls-start, or ask the operator to add one of the expected names"),
      /** The certificate has no identifier that counts. */
      NO_NAME(
          "ask the operator for a certificate whose subjectAltName has one of the expected names; a common name no longer counts (RFC 9525, section 2)");

      private final String remedy;

      Cause(String remedy) {
        this.remedy = remedy;
      }
    }

    public IdentityMismatch {
      expected = List.copyOf(expected);
      presented = List.copyOf(presented);
    }

    @Override
    public boolean mayBeAccepted() {
      return true;
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "identity-mismatch",
          "the certificate does not name this server",
          List.of(
              "expected any of: "
                  + expected.stream().map(Identifier::toString).collect(Collectors.joining(", ")),
              "presented:       "
                  + (presented.isEmpty() ? "no identifier" : RefusalText.someOf(presented))),
          cause.remedy);
    }
  }

  /**
   * Only a SRV-ID matches, and an authority of the path that is constrained to some domains could
   * issue any SRV-ID: its name constraints do not cover them (RFC 9525, section 7.6).
   *
   * @param certificate the end-entity
   * @param matched the SRV-ID
   */
  record SrvNameUnconstrained(CertificateSummary certificate, Identifier matched)
      implements CertificateRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "srv-name-unconstrained",
          "only the "
              + matched
              + " matches, and the name constraints of an authority in the path do not cover SRV-IDs",
          List.of("presented: " + certificate),
          "ask the operator for a certificate with a DNS-ID, or from an authority whose name constraints cover SRV-IDs (RFC 4985, section 4)");
    }
  }

  /** The server presented no certificate. */
  record NoCertificate() implements CertificateRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "no-certificate",
          "the server presented no certificate",
          "ask the operator to install a server certificate");
    }
  }

  /**
   * A certificate of the path is outside its validity period (RFC 5280, section 4.1.2.5).
   *
   * @param certificate the certificate
   * @param now the instant of the verdict
   * @param suspect the probable cause
   */
  record OutsideValidity(CertificateSummary certificate, Instant now, Suspect suspect)
      implements CertificateRefusal {
    /** The probable cause when a certificate is outside its validity period. */
    public enum Suspect {
      /** The certificate. */
      CERTIFICATE,
      /**
       * This machine's clock: by it, every presented certificate is outside its validity period.
       */
      CLOCK
    }

    /** Returns whether the certificate of the server itself has expired, and nothing else. */
    @Override
    public boolean mayBeAccepted() {
      return certificate.position() == 0 && suspect == Suspect.CERTIFICATE && hasExpired();
    }

    /** Returns whether the end of the validity period has passed. */
    public boolean hasExpired() {
      return now.isAfter(certificate.notAfter());
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          isEarly() ? "certificate-not-yet-valid" : "certificate-expired",
          describe(),
          List.of(
              "valid: " + certificate.notBefore() + " to " + certificate.notAfter(),
              "now:   " + now,
              "presented: " + certificate),
          advise());
    }

    private String describe() {
      String what = "the certificate of " + certificate.subject();
      return isEarly()
          ? what + " becomes valid in " + roughly(now, certificate.notBefore())
          : what + " expired " + roughly(certificate.notAfter(), now) + " ago";
    }

    private String advise() {
      if (suspect == Suspect.CLOCK) {
        return "set this machine's clock: by it, none of the presented certificates is valid now";
      }
      return isEarly()
          ? "check this machine's clock; if it is right, ask the operator for a certificate that is valid now"
          : "ask the operator to renew the certificate; if it was renewed, check this machine's clock";
    }

    private boolean isEarly() {
      return now.isBefore(certificate.notBefore());
    }

    private static String roughly(Instant from, Instant to) {
      Duration between = Duration.between(from, to);
      if (between.toDays() >= 730) {
        return between.toDays() / 365 + " years";
      }
      if (between.toDays() >= 2) {
        return between.toDays() + " days";
      }
      return between.toHours() >= 2
          ? between.toHours() + " hours"
          : between.toSeconds() == 1 ? "1 second" : between.toSeconds() + " seconds";
    }
  }

  /**
   * A certificate's key or signature is too weak (RFC 9325, section 4.5).
   *
   * @param certificate the certificate with the key or signature
   * @param found the weak key or signature, for example {@code a 1024-bit RSA key}
   * @param required the requirement that it misses
   */
  record WeakCertificate(CertificateSummary certificate, PeerText found, String required)
      implements CertificateRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "weak-certificate",
          "the certificate of " + certificate.subject() + " is too weak: it has " + found,
          List.of("required:  " + required, "presented: " + certificate),
          "ask the operator for a certificate with a current key and signature");
    }
  }

  /**
   * A certificate uses an algorithm that is strong, but that this Java platform lacks.
   *
   * @param certificate the certificate with the key or signature
   * @param algorithm the algorithm, for example {@code ML-DSA-65}
   */
  record UnsupportedAlgorithm(CertificateSummary certificate, String algorithm)
      implements CertificateRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "unsupported-algorithm",
          "the certificate of %s uses %s, which this Java platform cannot verify"
              .formatted(certificate.subject(), algorithm),
          List.of("presented: " + certificate),
          "run the application on Java 24 or newer, or ask the operator for certificates with RSA or EC keys");
    }
  }

  /**
   * A certificate of the path breaks a rule of RFC 5280.
   *
   * @param certificate the certificate with the defect
   * @param rule the rule that it breaks
   */
  record InvalidCertificate(CertificateSummary certificate, PeerText rule)
      implements CertificateRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "invalid-certificate",
          "the certificate of " + certificate.subject() + " is not acceptable: " + rule,
          List.of("presented: " + certificate),
          "ask the operator for a correct server certificate");
    }
  }

  /**
   * A certificate may not be used for this purpose (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
   *
   * @param certificate the certificate
   * @param rule the use that it does not allow
   */
  record KeyUsage(CertificateSummary certificate, String rule) implements CertificateRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "key-usage",
          "the certificate of " + certificate.subject() + " is for another purpose: " + rule,
          List.of("presented: " + certificate),
          "ask the operator for a TLS server certificate, from an authority that may issue one");
    }
  }
}
