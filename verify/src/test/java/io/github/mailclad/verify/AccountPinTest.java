package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Identifier;
import io.github.mailclad.Pin;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.TrustEvidence.AcceptedCertificate;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An account's pin widens, and therefore never authenticates. */
class AccountPinTest {
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Issued STRANGER = Verdicts.authority("Stranger").selfSigned();
  private static final Duration DAY = Duration.ofDays(1);

  private static Verification verify(Issued presented, Issued accepted) {
    return verifier(accepted).verify(presented.chain(), Verdicts.NOW);
  }

  private static PeerVerifier verifier(Issued accepted) {
    return verifier(AccountPin.of(accepted.certificate()));
  }

  private static PeerVerifier verifier(AccountPin accepted) {
    return Verdicts.trusting(ROOT).expecting(List.of(Verdicts.NAME)).withAccountPin(accepted);
  }

  /** A server that would be refused. */
  record Case(String what, Issued server, String code) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Case> pinnable() {
    return Stream.of(
        new Case("untrusted", Verdicts.server().issuedBy(STRANGER), "untrusted-issuer"),
        new Case("self-signed", Verdicts.server().selfSigned(), "self-signed"),
        new Case(
            "expired",
            Verdicts.server().validity(Verdicts.FROM, Verdicts.NOW.minus(DAY)).issuedBy(ROOT),
            "certificate-expired"),
        new Case(
            "an authority's",
            Verdicts.server().ca(0).keyUsage(0).issuedBy(ROOT),
            "invalid-certificate"),
        new Case(
            "another name",
            Verdicts.server().rawSan(new byte[] {48, 3, (byte) 0x82, 1, 'x'}).issuedBy(ROOT),
            "identity-mismatch"));
  }

  @ParameterizedTest
  @MethodSource("pinnable")
  @Requirement(
      value = {"D-5.3-4", "D-5.4-2"},
      heldBy = {"PeerVerifier", "TrustEvidence"})
  void fourReasonsCanBePinnedAwayAndReachEncryptedOnly(Case refused) {
    Verification.Accepted accepted = Verdicts.accepted(verify(refused.server(), refused.server()));

    AcceptedCertificate evidence = assertInstanceOf(AcceptedCertificate.class, accepted.evidence());
    assertEquals(ConfidentialityLevel.ENCRYPTED, evidence.level());
    assertEquals(refused.server().certificate(), evidence.certificate());
    assertEquals(refused.code(), evidence.insteadOf().code());
    assertNull(accepted.matched());
  }

  @ParameterizedTest
  @MethodSource("pinnable")
  @Requirement(value = "D-5.4-3", heldBy = "PeerVerifier")
  void anotherCertificateWithTheSameKeyIsNotTheOneThatWasAccepted(Case refused) {
    Issued before = Verdicts.server().keyOf(refused.server()).issuedBy(STRANGER);

    assertEquals(refused.code(), Verdicts.refusal(verify(refused.server(), before)).code());
  }

  @ParameterizedTest
  @MethodSource("pinnable")
  void aPinOfTheKeyAcceptsARenewedCertificateAndNoOtherKey(Case refused) {
    AccountPin key =
        AccountPin.ofKey(
            Verdicts.server().keyOf(refused.server()).issuedBy(STRANGER).certificate());
    AccountPin another =
        AccountPin.ofKey(Verdicts.server().key(KeyKind.EC_P384).selfSigned().certificate());

    Verification.Accepted accepted =
        Verdicts.accepted(verifier(key).verify(refused.server().chain(), Verdicts.NOW));
    assertEquals(ConfidentialityLevel.ENCRYPTED, accepted.evidence().level());
    assertEquals(
        refused.code(),
        Verdicts.refusal(verifier(another).verify(refused.server().chain(), Verdicts.NOW)).code());
  }

  @Test
  void theDigestOfAKeyIsNoDigestOfACertificate() {
    Issued server = Verdicts.server().selfSigned();
    AccountPin key = AccountPin.ofKey(server.certificate());
    AccountPin mixedUp = AccountPin.parse("certificate-sha256/" + key.base64());

    assertEquals(
        "self-signed",
        Verdicts.refusal(verifier(mixedUp).verify(server.chain(), Verdicts.NOW)).code());
    assertEquals("key-sha256/" + Pin.of(server.certificate()).base64(), key.toString());
    assertEquals(key, AccountPin.parse(key.toString()));
    assertThrows(IllegalArgumentException.class, () -> AccountPin.parse("sha256/" + key.base64()));
  }

  static Stream<Case> neverPinnable() {
    return Stream.of(
        new Case(
            "not yet valid",
            Verdicts.server().validity(Verdicts.NOW.plus(DAY), Verdicts.TO).issuedBy(ROOT),
            "certificate-not-yet-valid"),
        new Case(
            "weak and untrusted",
            Verdicts.server().key(KeyKind.RSA_1024).issuedBy(STRANGER),
            "weak-certificate"),
        new Case(
            "weak and expired",
            Verdicts.server()
                .key(KeyKind.RSA_1024)
                .validity(Verdicts.FROM, Verdicts.NOW.minus(DAY))
                .issuedBy(ROOT),
            "certificate-expired"),
        new Case(
            "not for servers",
            Verdicts.server()
                .extendedKeyUsage(KeyPurposeId.id_kp_emailProtection)
                .issuedBy(STRANGER),
            "key-usage"),
        new Case(
            "malformed names",
            Verdicts.server().rawSan(new byte[] {48, 9, 1}).issuedBy(ROOT),
            "invalid-certificate"));
  }

  @ParameterizedTest
  @MethodSource("neverPinnable")
  @Requirement(
      value = {"D-5.4-2", "PIN-7"},
      heldBy = "PeerVerifier")
  void noOtherReasonCanBePinnedAway(Case refused) {
    assertEquals(
        refused.code(), Verdicts.refusal(verify(refused.server(), refused.server())).code());
  }

  @Test
  void aGoodChainNeedsNoPinAndIsAuthenticated() {
    Issued good = Verdicts.server().issuedBy(ROOT);

    for (Issued accepted : List.of(good, STRANGER)) {
      Verification.Accepted verdict = Verdicts.accepted(verify(good, accepted));
      assertInstanceOf(TrustEvidence.Pkix.class, verdict.evidence());
      assertEquals(ConfidentialityLevel.AUTHENTICATED, verdict.evidence().level());
    }
  }

  @Test
  void pinnedKeysAreStillRequired() {
    // of another kind of key than the root's: keys of one kind may be the same
    Issued server = Verdicts.server().key(KeyKind.EC_P384).issuedBy(STRANGER);
    PeerVerifier verifier = verifier(server);

    Verdicts.accepted(
        verifier
            .withPins(List.of(Pin.of(server.certificate())))
            .verify(server.chain(), Verdicts.NOW));
    assertEquals(
        "untrusted-issuer",
        Verdicts.refusal(
                verifier
                    .withPins(List.of(Pin.of(ROOT.certificate())))
                    .verify(server.chain(), Verdicts.NOW))
            .code());
  }

  @Test
  void anAccountPinIsTheBase64OfThirtyTwoOctets() {
    String text = AccountPin.of(ROOT.certificate()).toString();

    assertEquals(AccountPin.of(ROOT.certificate()), AccountPin.parse(text));
    for (String bad :
        List.of("", "certificate-sha256/", Pin.of(ROOT.certificate()).toString(), text + "AAAA")) {
      assertThrows(IllegalArgumentException.class, () -> AccountPin.parse(bad), bad);
    }
  }

  @Test
  void aVerifierForAnyoneAsksForNoName() {
    Issued other = Verdicts.server().rawSan(new byte[] {48, 3, (byte) 0x82, 1, 'x'}).issuedBy(ROOT);
    PeerVerifier anyone = Verdicts.trusting(ROOT).dangerouslyExpectingAnyone();

    assertNull(Verdicts.accepted(anyone.verify(other.chain(), Verdicts.NOW)).matched());
    assertEquals(
        "untrusted-issuer",
        Verdicts.refusal(anyone.verify(Verdicts.server().issuedBy(STRANGER).chain(), Verdicts.NOW))
            .code());
    assertThrows(
        IllegalArgumentException.class,
        () -> Verdicts.trusting(ROOT).expecting(List.<Identifier>of()));
  }
}
