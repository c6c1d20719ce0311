package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.DaneRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.EnumSet;
import java.util.List;

/** The common part of the tests of DANE: one name, and records written as their three numbers. */
final class Dane {
  static final String NAME = "_993._tcp.mail.example.net";
  static final DanePolicy PREFER = DanePolicy.of(Mode.PREFER);
  static final DanePolicy ALL_USAGES = PREFER.accepting(EnumSet.allOf(TlsaUsage.class));

  private Dane() {}

  /**
   * The record of a certificate.
   *
   * @param fields for example {@code 3 1 1}
   */
  static TlsaRecord record(String fields, Issued about) {
    TlsaRecord numbers = TlsaRecord.parse(fields);
    return TlsaRecord.of(
        TlsaUsage.of(numbers.usage()).orElseThrow(),
        TlsaSelector.of(numbers.selector()).orElseThrow(),
        TlsaMatching.of(numbers.matchingType()).orElseThrow(),
        about.certificate());
  }

  /** The same fields with the same number of octets that match nothing. */
  static TlsaRecord wrong(String fields) {
    TlsaRecord numbers = TlsaRecord.parse(fields);
    int octets = TlsaMatching.of(numbers.matchingType()).orElseThrow().octets();
    return new TlsaRecord(
        numbers.usage(), numbers.selector(), numbers.matchingType(), new byte[octets]);
  }

  /** The verdict under Secure records, for a client that trusts that root. */
  static Verification verify(Issued root, Issued server, DanePolicy policy, TlsaRecord... records) {
    return verify(root, server, policy, TlsaAnswer.secure(NAME, List.of(records)));
  }

  static Verification verify(Issued root, Issued server, DanePolicy policy, TlsaAnswer answer) {
    return Verdicts.trusting(root)
        .expecting(List.of(Verdicts.NAME))
        .withTlsa(answer, policy)
        .verify(server.chain(), Verdicts.NOW);
  }

  /** The evidence of a verdict that rests on that record. */
  static TrustEvidence.Dane authenticated(Verification verdict, TlsaRecord by) {
    TrustEvidence.Dane evidence =
        assertInstanceOf(TrustEvidence.Dane.class, Verdicts.accepted(verdict).evidence());
    assertEquals(by, evidence.matched());
    assertEquals(NAME, evidence.name());
    assertEquals(ConfidentialityLevel.AUTHENTICATED, evidence.level());
    return evidence;
  }

  static DaneRefusal.DaneMismatch mismatch(Verification verdict) {
    return assertInstanceOf(DaneRefusal.DaneMismatch.class, Verdicts.refusal(verdict));
  }

  /** The code of what stood in the way of a match; empty for nothing. */
  static String despite(Verification verdict) {
    Refusal refusal = mismatch(verdict).despite();
    return refusal == null ? "" : refusal.code();
  }
}
