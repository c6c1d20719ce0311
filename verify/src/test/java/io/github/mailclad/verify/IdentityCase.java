package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.CertificateRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One row of the truth table of server identity: reference identifiers, a certificate below a
 * trusted root, and what must come of it.
 *
 * @param row the number of the row
 * @param references the reference identifiers
 * @param presented the names of the certificate
 * @param verdict what must come of it
 */
record IdentityCase(
    int row,
    List<Identifier> references,
    UnaryOperator<CertificateBuilder> presented,
    Verdict verdict) {
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();

  /** The verdict on a certificate. */
  enum Verdict {
    /** The first reference identifier that a presented one matches is reported. */
    MATCH,
    /** The certificate is good and names another server. */
    NO,
    /** The certificate itself is defective. */
    REJECT
  }

  static IdentityCase match(
      int row, List<Identifier> references, UnaryOperator<CertificateBuilder> presented) {
    return new IdentityCase(row, references, presented, Verdict.MATCH);
  }

  static IdentityCase no(
      int row, List<Identifier> references, UnaryOperator<CertificateBuilder> presented) {
    return new IdentityCase(row, references, presented, Verdict.NO);
  }

  static IdentityCase reject(
      int row, List<Identifier> references, UnaryOperator<CertificateBuilder> presented) {
    return new IdentityCase(row, references, presented, Verdict.REJECT);
  }

  /** The reference identifiers of hosts that a person wrote. */
  static List<Identifier> hosts(String... written) {
    return List.of(written).stream().map(Host::of).map(Host::identifier).toList();
  }

  /** The reference identifiers of a service that was discovered for a domain. */
  static List<Identifier> discovered(String service, String domain, String... further) {
    List<Identifier> references = new ArrayList<>();
    references.add(new SrvId(service, domain));
    references.add(new DnsId(domain));
    references.addAll(hosts(further));
    return references;
  }

  void hold() {
    CertificateBuilder good =
        CertificateBuilder.server().validity(Verdicts.FROM, Verdicts.TO).subject("CN=Nobody");
    Verification verification =
        Verdicts.trusting(ROOT)
            .expecting(references)
            .verify(presented.apply(good).issuedBy(ROOT).chain(), Verdicts.NOW);
    switch (verdict) {
      case MATCH -> Verdicts.accepted(verification);
      case NO ->
          assertInstanceOf(
              CertificateRefusal.IdentityMismatch.class, Verdicts.refusal(verification));
      case REJECT -> assertEquals("invalid-certificate", Verdicts.refusal(verification).code());
    }
  }

  @Override
  public String toString() {
    return "row " + row + ", " + references + ": " + verdict;
  }
}
