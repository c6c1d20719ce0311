package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Outcome;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of TLSA records that decide, of those that do not, and of the evidence for both. */
class DaneStandingTest {
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Issued GOOD = Verdicts.server().issuedBy(ROOT);
  private static final Issued STRANGER = Verdicts.server().selfSigned();
  private static final TlsaRecord RIGHT = Dane.record("3 1 1", GOOD);
  private static final TlsaRecord WRONG = Dane.wrong("3 1 1");

  private static Verification verify(Issued server, Mode mode, TlsaAnswer answer) {
    return Dane.verify(ROOT, server, DanePolicy.of(mode), answer);
  }

  private static TlsaAnswer secure(TlsaRecord... records) {
    return TlsaAnswer.secure(Dane.NAME, List.of(records));
  }

  /** The records have no say: trust anchors decide, for and against; a requirement is not met. */
  private static DaneFinding.NoUsableRecords leftToPkix(
      String refusalIfRequired, TlsaAnswer answer) {
    TrustEvidence.Pkix evidence =
        assertInstanceOf(
            TrustEvidence.Pkix.class,
            Verdicts.accepted(verify(GOOD, Mode.PREFER, answer)).evidence());
    assertEquals("self-signed", Verdicts.refusal(verify(STRANGER, Mode.PREFER, answer)).code());
    assertEquals(refusalIfRequired, Verdicts.refusal(verify(GOOD, Mode.REQUIRE, answer)).code());
    assertTrue(evidence.toString().contains("; DANE: no "), evidence.toString());
    return assertInstanceOf(DaneFinding.NoUsableRecords.class, evidence.dane());
  }

  /** Records that cannot be used, and their description. */
  record Unusable(TlsaRecord record, String reason) {}

  static Stream<Unusable> unknown() {
    String digest = "00".repeat(32);
    return Stream.of(
        new Unusable(new TlsaRecord(4, 1, 1, digest), "usage is unknown"),
        new Unusable(new TlsaRecord(255, 1, 1, digest), "usage is unknown"),
        new Unusable(new TlsaRecord(3, 2, 1, digest), "selector is unknown"),
        new Unusable(new TlsaRecord(3, 1, 3, digest), "matching type is unknown"));
  }

  static Stream<Unusable> malformed() {
    String der = Dane.record("3 0 0", GOOD).data();
    return Stream.of(
        new Unusable(new TlsaRecord(3, 1, 1, ""), "32 octets, not 0"),
        new Unusable(new TlsaRecord(3, 1, 1, "00".repeat(20)), "32 octets, not 20"),
        new Unusable(new TlsaRecord(3, 1, 2, "00".repeat(32)), "64 octets, not 32"),
        new Unusable(new TlsaRecord(3, 0, 0, ""), "not a certificate"),
        new Unusable(new TlsaRecord(3, 0, 0, der + "00"), "not a certificate"),
        new Unusable(new TlsaRecord(2, 0, 0, der.substring(0, 200)), "not a certificate"),
        new Unusable(new TlsaRecord(3, 1, 0, ""), "not a public key"),
        new Unusable(new TlsaRecord(3, 1, 0, "0500"), "not a public key"),
        new Unusable(
            new TlsaRecord(2, 1, 0, Dane.record("3 1 0", GOOD).data() + "00"), "not a public key"));
  }

  static Stream<Unusable> notCounting() {
    return Stream.of(
        new Unusable(Dane.record("1 1 1", STRANGER), "PKIX-EE is not used for this account"),
        new Unusable(Dane.record("0 0 1", STRANGER), "PKIX-TA is not used for this account"));
  }

  private static void unusable(Unusable expected) {
    List<String> reasons = leftToPkix("dane-unusable", secure(expected.record())).unusable();
    assertEquals(1, reasons.size());
    assertTrue(reasons.get(0).contains(expected.reason()), reasons.get(0));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  @Requirement(
      value = "N-10",
      heldBy = {"TlsaEffect", "UsableRecords"})
  void aRecordWithAnUnknownFieldIsUnusable(Unusable expected) {
    unusable(expected);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  @Requirement(
      value = "N-11",
      heldBy = {"TlsaEffect", "UsableRecords"})
  void aRecordWithMalformedDataIsUnusable(Unusable expected) {
    unusable(expected);
  }

  @ParameterizedTest
  @MethodSource("notCounting")
  @Requirement(
      value = "N-12",
      heldBy = {"TlsaEffect", "UsableRecords"})
  void aUsageThatDoesNotCountIsUnusable(Unusable expected) {
    unusable(expected);
  }

  @Test
  void aDigestThatDoesNotCountIsUnusable() {
    DanePolicy sha512Only = Dane.PREFER.preferring(List.of(TlsaMatching.SHA2_512));

    Verification verdict = Dane.verify(ROOT, GOOD, sha512Only, WRONG);

    TrustEvidence.Pkix evidence = (TrustEvidence.Pkix) Verdicts.accepted(verdict).evidence();
    assertEquals(
        1, assertInstanceOf(DaneFinding.NoUsableRecords.class, evidence.dane()).unusable().size());
  }

  @Test
  void oneUsableRecordAmongUnusableOnesDecides() {
    TlsaRecord unusable = new TlsaRecord(3, 1, 3, "00");

    Dane.mismatch(verify(GOOD, Mode.PREFER, secure(unusable, WRONG)));
    Dane.authenticated(verify(GOOD, Mode.REQUIRE, secure(unusable, RIGHT)), RIGHT);
  }

  @Test
  @Requirement(value = "N-29", heldBy = "TlsaEffect")
  void recordsThatAreNotSecureCountAsNone() {
    for (TlsaRecord record : List.of(WRONG, Dane.record("3 1 1", STRANGER))) {
      TlsaAnswer answer = TlsaAnswer.insecure(Dane.NAME, List.of(record), "the zone is not signed");
      DaneFinding.NoUsableRecords finding = leftToPkix("dane-absent", answer);
      assertEquals(List.of(), finding.unusable());
      assertEquals(List.of(record), finding.answer().records());
      assertEquals(DnssecStatus.INSECURE, finding.answer().status());
    }
  }

  @Test
  @Requirement(value = "N-30", heldBy = "TlsaEffect")
  void aProvedAbsenceLeavesItToTrustAnchors() {
    assertEquals(List.of(), leftToPkix("dane-absent", secure()).unusable());
  }

  @ParameterizedTest
  @EnumSource(
      value = DnssecStatus.class,
      names = {"BOGUS", "INDETERMINATE"})
  void aFailedLookUpRefusesEveryServer(DnssecStatus status) {
    TlsaAnswer failed = TlsaAnswer.failed(Dane.NAME, status, "no answer in 2 s");

    for (Mode mode : List.of(Mode.PREFER, Mode.REQUIRE)) {
      assertEquals("dane-lookup-failed", Verdicts.refusal(verify(GOOD, mode, failed)).code());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new TlsaAnswer(Dane.NAME, status, List.of(RIGHT), ""),
        "records that nobody may use");
  }

  @Test
  void anAnswerMeansNothingWhereTheModeIsOff() {
    Verification without = Verdicts.verify(ROOT, GOOD.chain());

    for (TlsaAnswer answer :
        List.of(secure(WRONG), secure(), TlsaAnswer.failed(Dane.NAME, DnssecStatus.BOGUS, ""))) {
      assertEquals(without, verify(GOOD, Mode.OFF, answer));
    }
    assertEquals(
        "self-signed",
        Verdicts.refusal(verify(STRANGER, Mode.OFF, secure(Dane.record("3 1 1", STRANGER))))
            .code());
  }

  /** Returns the verdict that the records would have led to. */
  private static Outcome<TrustEvidence.Dane> verdict(TlsaAnswer answer) {
    return assertInstanceOf(DaneFinding.Audited.class, audited(answer)).verdict();
  }

  private static DaneFinding audited(TlsaAnswer answer) {
    Verification.Accepted accepted = Verdicts.accepted(verify(GOOD, Mode.AUDIT_ONLY, answer));
    assertEquals(Verdicts.NAME, accepted.matched());
    return assertInstanceOf(TrustEvidence.Pkix.class, accepted.evidence()).dane();
  }

  @Test
  @Requirement(
      value = "N-50",
      heldBy = {"DaneStep", "DaneFinding"})
  void anAuditTellsWhatRecordsWouldHaveSaid() {
    assertEquals("dane-mismatch", verdict(secure(WRONG)).refusal().orElseThrow().code());
    assertEquals(
        "dane-lookup-failed",
        verdict(TlsaAnswer.failed(Dane.NAME, DnssecStatus.BOGUS, ""))
            .refusal()
            .orElseThrow()
            .code());
    assertEquals(RIGHT, verdict(secure(RIGHT)).get().matched());
    assertEquals(
        List.of(),
        assertInstanceOf(DaneFinding.NoUsableRecords.class, audited(secure())).unusable());
  }

  @Test
  @Requirement(value = "N-50", heldBy = "DaneStep")
  void anAuditAuthenticatesNobody() {
    assertEquals(
        "self-signed",
        Verdicts.refusal(verify(STRANGER, Mode.AUDIT_ONLY, secure(Dane.record("3 1 1", STRANGER))))
            .code());
  }

  @Test
  @Requirement(
      value = {"N-51", "PIN-7"},
      heldBy = "PeerVerifier")
  void anAccountPinNeverOverridesARecord() {
    PeerVerifier pinned =
        Verdicts.trusting(ROOT)
            .expecting(List.of(Verdicts.NAME))
            .withAccountPin(AccountPin.of(STRANGER.certificate()));

    assertInstanceOf(
        TrustEvidence.AcceptedCertificate.class,
        Verdicts.accepted(pinned.verify(STRANGER.chain(), Verdicts.NOW)).evidence());
    for (TlsaAnswer answer :
        List.of(secure(WRONG), TlsaAnswer.failed(Dane.NAME, DnssecStatus.BOGUS, ""))) {
      assertTrue(
          Verdicts.refusal(
                  pinned.withTlsa(answer, Dane.PREFER).verify(STRANGER.chain(), Verdicts.NOW))
              .code()
              .startsWith("dane-"));
    }
    // in any order of asking for both
    Dane.mismatch(
        Verdicts.trusting(ROOT)
            .expecting(List.of(Verdicts.NAME))
            .withTlsa(secure(WRONG), Dane.PREFER)
            .withAccountPin(AccountPin.of(STRANGER.certificate()))
            .verify(STRANGER.chain(), Verdicts.NOW));
  }

  @Test
  void aPolicyUnderWhichNothingCouldBeUsableIsNoPolicy() {
    DanePolicy policy = Dane.PREFER;
    assertThrows(IllegalArgumentException.class, () -> policy.accepting(Set.of()));
    for (List<TlsaMatching> digests :
        List.of(
            List.<TlsaMatching>of(),
            List.of(TlsaMatching.FULL),
            List.of(TlsaMatching.SHA2_256, TlsaMatching.SHA2_256))) {
      assertThrows(IllegalArgumentException.class, () -> policy.preferring(digests));
    }
  }
}
