package io.github.mailclad.refusal;

import io.github.mailclad.CertificateSummary;
import java.time.Instant;
import java.util.List;

/** A certificate of the path was revoked, or may have been. */
public sealed interface RevocationRefusal extends CertificateRefusal {

  /**
   * A certificate of the path was revoked.
   *
   * @param certificate the certificate
   * @param since the time of the revocation
   * @param reason the reason, by its name in RFC 5280, section 5.3.1
   * @param source the source of the answer, for example {@code the stapled OCSP response}
   */
  record Revoked(CertificateSummary certificate, Instant since, String reason, String source)
      implements RevocationRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "revoked",
          "the certificate of " + certificate.subject() + " was revoked",
          List.of(
              "certificate:   " + certificate,
              "revoked:       " + since + " (" + reason + ")",
              "by:            " + source),
          "do not use this server; ask the operator for a new certificate, and why the old one was revoked");
    }
  }

  /**
   * The certificate demands a stapled OCSP response (RFC 7633), and no good one came.
   *
   * @param certificate the certificate
   * @param problems the problems of the responses that came instead; possibly none
   */
  record MustStaple(CertificateSummary certificate, List<PeerText> problems)
      implements RevocationRefusal {
    public MustStaple {
      problems = List.copyOf(problems);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "must-staple",
          "the certificate of "
              + certificate.subject()
              + " requires a stapled OCSP response, and no valid one came",
          List.of(
              "certificate:   " + certificate,
              "presented:     "
                  + (problems.isEmpty() ? "no OCSP response" : RefusalText.someOf(problems))),
          "ask the operator to enable OCSP stapling, or for a certificate without the TLS feature extension");
    }
  }

  /**
   * The account requires an answer for every certificate that it is not revoked, and one has no
   * such answer.
   *
   * @param certificate the certificate
   * @param consulted the sources that were consulted and could not be used; possibly none
   */
  record RevocationUnknown(CertificateSummary certificate, List<PeerText> consulted)
      implements RevocationRefusal {
    public RevocationUnknown {
      consulted = List.copyOf(consulted);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "revocation-unknown",
          "it is unknown whether the certificate of " + certificate.subject() + " was revoked",
          List.of(
              "certificate:   " + certificate,
              "consulted:     "
                  + (consulted.isEmpty() ? "nothing" : RefusalText.someOf(consulted))),
          "set mail.<protocol>.security.revocation-crls to the authority's lists, or allow fetching with mail.<protocol>.security.revocation-fetch; or remove mail.<protocol>.security.revocation=hard");
    }
  }
}
