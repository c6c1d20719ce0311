package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Pin;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.DaneRefusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DANE-EE: the certificate or the key itself, and nothing else (RFC 7671, section 5.1). */
class DaneEndEntityTest {
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Issued INTERMEDIATE = Verdicts.authority("Intermediate").issuedBy(ROOT);
  private static final Issued GOOD = Verdicts.server().issuedBy(INTERMEDIATE);

  /** Self-signed, expired, and with another name. */
  private static final Issued NOBODY =
      CertificateBuilder.server()
          .dns("other.example.org")
          .validity(Verdicts.FROM, Verdicts.NOW.minus(Duration.ofDays(1)))
          .selfSigned();

  private static Verification verify(Issued server, TlsaRecord... records) {
    return Dane.verify(ROOT, server, Dane.PREFER, records);
  }

  @Test
  @Requirement(value = "N-01", heldBy = "PeerVerifier")
  void theKeyIsEnoughWhateverTheCertificateSays() {
    TlsaRecord record = Dane.record("3 1 1", NOBODY);

    Verification verdict = verify(NOBODY, record);

    TrustEvidence.Dane evidence = Dane.authenticated(verdict, record);
    assertNull(Verdicts.accepted(verdict).matched());
    assertNull(evidence.anchor());
    assertEquals(NOBODY.chain(), evidence.path());
    assertTrue(evidence.toString().startsWith("DANE-EE: " + Dane.NAME + " 3 1 1 "));
  }

  @Test
  @Requirement(value = "N-02", heldBy = "PeerVerifier")
  void noTrustAnchorIsAskedWhereNoRecordMatches() {
    Verdicts.accepted(Verdicts.verify(ROOT, GOOD.chain()));

    DaneRefusal.DaneMismatch refusal = Dane.mismatch(verify(GOOD, Dane.record("3 1 1", NOBODY)));

    assertNull(refusal.despite());
    assertEquals(List.of(Dane.record("3 1 1", NOBODY)), refusal.published());
    assertEquals(
        List.of(Dane.record("3 1 1", GOOD), Dane.record("2 0 1", INTERMEDIATE)),
        refusal.presented());
    String explained = refusal.explain("mail.example.net:993");
    assertTrue(explained.contains("TLSA " + Dane.record("3 1 1", GOOD)), explained);
    Dane.authenticated(verify(GOOD, refusal.presented().get(0)), refusal.presented().get(0));
  }

  @Test
  @Requirement(value = "N-03", heldBy = "PeerVerifier")
  void oneOfSeveralRecordsIsEnough() {
    TlsaRecord current = Dane.record("3 1 1", GOOD);

    Dane.authenticated(verify(GOOD, current, Dane.record("3 1 1", NOBODY)), current);
    Dane.authenticated(verify(GOOD, Dane.record("3 1 1", NOBODY), current), current);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3 0 0", "3 0 1", "3 0 2", "3 1 0", "3 1 1", "3 1 2"})
  @Requirement(value = "N-04", heldBy = "UsableRecords")
  void everySelectorAndMatchingTypeMatchesItsCertificateOnly(String fields) {
    Dane.authenticated(verify(GOOD, Dane.record(fields, GOOD)), Dane.record(fields, GOOD));
    Dane.mismatch(verify(GOOD, Dane.record(fields, NOBODY)));
  }

  @Test
  void aSelectorOfTheCertificateTellsARenewalAndOneOfTheKeyDoesNot() {
    Issued renewed = Verdicts.server().keyOf(GOOD).issuedBy(INTERMEDIATE);

    Dane.mismatch(verify(renewed, Dane.record("3 0 1", GOOD)));
    Dane.authenticated(verify(renewed, Dane.record("3 1 1", GOOD)), Dane.record("3 1 1", GOOD));
  }

  @Test
  @Requirement(value = "N-05", heldBy = "UsableRecords")
  void theStrongestDigestCounts() {
    TlsaRecord strong = Dane.record("3 1 2", GOOD);

    Dane.authenticated(verify(GOOD, Dane.wrong("3 1 1"), strong), strong);
  }

  @Test
  @Requirement(value = "N-06", heldBy = "UsableRecords")
  void aWeakerDigestDoesNotCountBesideAStrongerOne() {
    Dane.mismatch(verify(GOOD, Dane.record("3 1 1", GOOD), Dane.wrong("3 1 2")));
  }

  @Test
  @Requirement(value = "N-06", heldBy = "DanePolicy")
  void whichDigestIsStrongerIsThePolicysToSay() {
    TlsaRecord right = Dane.record("3 1 1", GOOD);

    Dane.authenticated(
        Dane.verify(
            ROOT,
            GOOD,
            Dane.PREFER.preferring(List.of(TlsaMatching.SHA2_256, TlsaMatching.SHA2_512)),
            right,
            Dane.wrong("3 1 2")),
        right);
  }

  @Test
  @Requirement(value = "N-07", heldBy = "UsableRecords")
  void aMalformedDigestDoesNotDisableAWeakerOne() {
    TlsaRecord right = Dane.record("3 1 1", GOOD);

    Dane.authenticated(verify(GOOD, right, new TlsaRecord(3, 1, 2, new byte[63])), right);
  }

  @Test
  @Requirement(value = "N-08", heldBy = "UsableRecords")
  void theWholeKeyCountsBesideAnyDigest() {
    TlsaRecord right = Dane.record("3 1 0", GOOD);

    Dane.authenticated(verify(GOOD, right, Dane.wrong("3 1 2")), right);
  }

  @Test
  @Requirement(value = "N-09", heldBy = "UsableRecords")
  void selectorsAreIndependentOfEachOther() {
    TlsaRecord right = Dane.record("3 0 2", GOOD);

    Dane.authenticated(verify(GOOD, Dane.wrong("3 1 1"), right), right);
    TlsaRecord weaker = Dane.record("3 0 1", GOOD);
    Dane.authenticated(verify(GOOD, Dane.wrong("3 1 2"), weaker), weaker);
  }

  @Test
  @Requirement(value = "N-26", heldBy = "PeerVerifier")
  void theKeyOfAnIntermediateIsNotTheServers() {
    Dane.mismatch(verify(GOOD, Dane.record("3 1 1", INTERMEDIATE)));
    Dane.mismatch(verify(GOOD, Dane.record("3 0 0", INTERMEDIATE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA_1024", "DSA_2048"})
  @Requirement(value = "R9325-4.5-1", heldBy = "KeyStrength")
  void aWeakKeyIsRefusedAlthoughItMatches(String kind) {
    Issued weak = Verdicts.server().key(KeyKind.valueOf(kind)).issuedBy(ROOT);

    assertEquals(
        "weak-certificate", Verdicts.refusal(verify(weak, Dane.record("3 1 1", weak))).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA_2048", "EC_P384", "ED25519", "ML_DSA_65"})
  void aStrongKeyOfAnyKindMatches(String kind) {
    Issued server = Verdicts.server().key(KeyKind.valueOf(kind)).selfSigned();
    TlsaRecord record = Dane.record("3 1 0", server);

    Dane.authenticated(verify(server, record), record);
  }

  @Test
  void pinnedKeysAreStillRequired() {
    PeerVerifier verifier =
        Verdicts.trusting(ROOT)
            .expecting(List.of(Verdicts.NAME))
            .withTlsa(
                TlsaAnswer.secure(Dane.NAME, List.of(Dane.record("3 1 1", GOOD))), Dane.PREFER);

    Verdicts.accepted(
        verifier.withPins(List.of(Pin.of(GOOD.certificate()))).verify(GOOD.chain(), Verdicts.NOW));
    assertEquals(
        "pin-mismatch",
        Verdicts.refusal(
                verifier
                    .withPins(List.of(Pin.of(ROOT.certificate())))
                    .verify(GOOD.chain(), Verdicts.NOW))
            .code());
  }
}
