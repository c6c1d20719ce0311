package io.github.mailclad.verify;

import static io.github.mailclad.verify.Verdicts.FROM;
import static io.github.mailclad.verify.Verdicts.NOW;
import static io.github.mailclad.verify.Verdicts.TO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.Identifier;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.PathRefusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of the certificates that a server may present, their order, and the anchors. */
class PresentedChainTest {
  private final Issued root = Verdicts.authority("Root").selfSigned();
  private final Issued first = Verdicts.authority("First").issuedBy(root);
  private final Issued second = Verdicts.authority("Second").issuedBy(first);
  private final Issued server = Verdicts.server().issuedBy(second);
  private final Issued stranger = Verdicts.authority("Stranger").selfSigned();

  @Test
  void theOthersMayComeInAnyOrder() {
    List<X509Certificate> others = new ArrayList<>(server.chain().subList(1, 3));
    Collections.reverse(others);
    others.add(0, server.certificate());

    TrustEvidence.Pkix evidence =
        (TrustEvidence.Pkix) Verdicts.accepted(Verdicts.verify(root, others)).evidence();

    assertEquals(server.chain(), evidence.path());
    assertEquals(root.certificate(), evidence.anchor());
  }

  @Test
  void extraCertificatesAndTheAnchorItselfDoNoHarm() {
    List<X509Certificate> chain = new ArrayList<>(server.chain());
    chain.add(1, stranger.certificate());
    chain.add(server.certificate());
    chain.add(root.certificate());

    Verdicts.accepted(Verdicts.verify(root, chain));
  }

  @Test
  void anExpiredTwinOfTheIntermediateDoesNoHarm() {
    Issued expired =
        CertificateBuilder.authority("Second")
            .keyOf(second)
            .validity(FROM, NOW.minus(Duration.ofDays(1)))
            .issuedBy(first);
    List<X509Certificate> chain = new ArrayList<>(server.chain());
    chain.add(1, expired.certificate());

    Verdicts.accepted(Verdicts.verify(root, chain));
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "PathValidator")
  void aMissingIntermediateIsRefusedWithTheIssuerThatIsMissing() {
    List<X509Certificate> incomplete = List.of(server.certificate(), second.certificate());

    PathRefusal.UntrustedIssuer refusal =
        (PathRefusal.UntrustedIssuer) Verdicts.refusal(Verdicts.verify(root, incomplete));

    assertEquals("CN=First", refusal.last().issuer());
    assertEquals("CN=Lab Server", refusal.certificate().subject());
    Verdicts.accepted(Verdicts.verify(root, server.chain()));
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "PathValidator")
  void anUnknownAuthorityIsRefused() {
    assertEquals(
        "untrusted-issuer", Verdicts.refusal(Verdicts.verify(stranger, server.chain())).code());
    Verdicts.accepted(Verdicts.verify(root, server.chain()));
  }

  @Test
  @Requirement(
      value = {"R7817-3-2", "D-5-5"},
      heldBy = "PeerVerifier")
  void aNameThatMatchesNeverRescuesAChainThatIsNotTrusted() {
    Issued other =
        CertificateBuilder.server().dns("other.example.net").validity(FROM, TO).issuedBy(root);
    Verification namedAndUntrusted = Verdicts.verify(stranger, server.chain());
    Verification trustedAndNotNamed = Verdicts.verify(root, other.chain());
    Verification neither = Verdicts.verify(stranger, other.chain());

    assertEquals("untrusted-issuer", Verdicts.refusal(namedAndUntrusted).code());
    assertEquals("identity-mismatch", Verdicts.refusal(trustedAndNotNamed).code());
    assertEquals("untrusted-issuer", Verdicts.refusal(neither).code());
  }

  @Test
  @Requirement(value = "R7817-3-1", heldBy = "PeerVerifier")
  void aNameThatOnlyAnIntermediateCarriesDoesNotCount() {
    Issued named = Verdicts.authority("Named").dns("mail.example.net").issuedBy(root);
    Issued nameless = CertificateBuilder.server().validity(FROM, TO).issuedBy(named);

    assertEquals(
        "identity-mismatch", Verdicts.refusal(Verdicts.verify(root, nameless.chain())).code());
  }

  @Test
  void aPathLenConstraintHoldsForTheCertificatesBelow() {
    Issued none = Verdicts.authority("Of servers only").ca(0).issuedBy(root);
    Issued below = Verdicts.authority("Below").issuedBy(none);

    assertEquals(
        "path-length",
        Verdicts.refusal(Verdicts.verify(root, Verdicts.server().issuedBy(below).chain())).code());
    Verdicts.accepted(Verdicts.verify(root, Verdicts.server().issuedBy(none).chain()));
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "PathValidator")
  void aSelfSignedServerIsAcceptedOnlyWhereItIsTheAnchor() {
    Issued selfSigned = Verdicts.server().selfSigned();

    assertEquals("self-signed", Verdicts.refusal(Verdicts.verify(root, selfSigned.chain())).code());
    TrustEvidence.Pkix evidence =
        (TrustEvidence.Pkix)
            Verdicts.accepted(Verdicts.verify(selfSigned, selfSigned.chain())).evidence();
    assertEquals(selfSigned.chain(), evidence.path());
    assertEquals(selfSigned.certificate(), evidence.anchor());
  }

  @Test
  void aTrustedSelfSignedServerStillHasToBeValidAndNamed() {
    Issued expired = Verdicts.server().validity(FROM, NOW.minusSeconds(1)).selfSigned();
    Issued other = CertificateBuilder.server().dns("b.example").validity(FROM, TO).selfSigned();
    Issued weak = Verdicts.server().key(KeyKind.RSA_1024).selfSigned();

    assertEquals(
        "certificate-expired", Verdicts.refusal(Verdicts.verify(expired, expired.chain())).code());
    assertEquals(
        "identity-mismatch", Verdicts.refusal(Verdicts.verify(other, other.chain())).code());
    assertEquals("weak-certificate", Verdicts.refusal(Verdicts.verify(weak, weak.chain())).code());
  }

  @Test
  void aServerWithoutExtendedKeyUsageIsGoodForAnyUse() {
    Verdicts.accepted(
        Verdicts.verify(root, Verdicts.server().noExtendedKeyUsage().issuedBy(root).chain()));
  }

  @Test
  @Requirement(value = "R9325-4.5-2", heldBy = "CertificateStrength")
  void theSignatureOfTheAnchorOnItselfDoesNotCount() {
    Issued old = Verdicts.authority("Old Root").signature("SHA1withECDSA").selfSigned();

    Verdicts.accepted(Verdicts.verify(old, Verdicts.server().issuedBy(old).chain()));
  }

  @Test
  @Requirement(value = "R9325-4.5-1", heldBy = "CertificateStrength")
  void everyStrongKindOfKeyIsAccepted() {
    for (KeyKind kind :
        List.of(KeyKind.EC_P256, KeyKind.EC_P384, KeyKind.RSA_2048, KeyKind.ED25519)) {
      Issued authority = Verdicts.authority("Strong").key(kind).issuedBy(root);
      Verdicts.accepted(
          Verdicts.verify(root, Verdicts.server().key(kind).issuedBy(authority).chain()));
    }
  }

  @Test
  void sixtyFiveCertificatesAreTooMany() {
    List<X509Certificate> most = new ArrayList<>(server.chain());
    while (most.size() < 64) {
      most.add(stranger.certificate());
    }
    Verdicts.accepted(Verdicts.verify(root, most));

    List<X509Certificate> oneMore = new ArrayList<>(most);
    oneMore.add(stranger.certificate());
    assertEquals("too-much-work", Verdicts.refusal(Verdicts.verify(root, oneMore)).code());
  }

  @Test
  void intermediatesThatAreKnownNeedNotBePresented() {
    List<X509Certificate> alone = List.of(server.certificate());
    List<X509Certificate> known = List.of(first.certificate(), second.certificate());
    List<Identifier> name = List.of(Verdicts.NAME);

    Verdicts.accepted(
        Verdicts.trusting(root).withIntermediates(known).expecting(name).verify(alone, NOW));
    assertEquals(
        "untrusted-issuer",
        Verdicts.refusal(
                Verdicts.trusting(stranger)
                    .withIntermediates(known)
                    .expecting(name)
                    .verify(alone, NOW))
            .code());
  }

  @Test
  void thePathIsNoLongerThanTheAccountAllows() {
    PeerVerifier.Trusting trusting = Verdicts.trusting(root);
    List<Identifier> name = List.of(Verdicts.NAME);

    Verdicts.accepted(trusting.withLongestPath(2).expecting(name).verify(server.chain(), NOW));
    assertEquals(
        "path-length",
        Verdicts.refusal(trusting.withLongestPath(1).expecting(name).verify(server.chain(), NOW))
            .code());
    Verdicts.accepted(
        trusting
            .withLongestPath(0)
            .expecting(name)
            .verify(Verdicts.server().issuedBy(root).chain(), NOW));
    Verdicts.accepted(trusting.withLongestPath(16).expecting(name).verify(server.chain(), NOW));
    assertThrows(IllegalArgumentException.class, () -> trusting.withLongestPath(-1));
    assertThrows(IllegalArgumentException.class, () -> trusting.withLongestPath(17));
  }

  @Test
  void itIsShownByItsNumbers() {
    PresentedChain chain =
        new PresentedChain(server.chain(), List.of(new byte[] {1}, new byte[0]), NOW);

    assertEquals("3 certificates, 2 stapled responses", chain.toString());
  }

  @Test
  void noCertificateIsARefusal() {
    assertEquals("no-certificate", Verdicts.refusal(Verdicts.verify(root, List.of())).code());
  }

  @Test
  void noAnchorTrustsNobody() {
    Verification verdict =
        PeerVerifier.trusting(List.of(), "nothing")
            .expecting(List.of(Verdicts.NAME))
            .verify(server.chain(), NOW);

    assertFalse(verdict instanceof Verification.Accepted);
  }

  @Test
  @Requirement(value = "R7817-3-1", heldBy = "PeerVerifier")
  void aVerifierWithoutReferenceIdentifierCannotBeMade() {
    List<Identifier> none = List.of();

    assertThrows(IllegalArgumentException.class, () -> Verdicts.trusting(root).expecting(none));
  }

  @Test
  void theVerdictIsAboutTheInstantThatWasAsked() {
    PeerVerifier verifier = Verdicts.trusting(root).expecting(List.of(Verdicts.NAME));

    Verdicts.accepted(verifier.verify(server.chain(), FROM));
    Verdicts.accepted(verifier.verify(server.chain(), TO));
    assertEquals(
        "certificate-not-yet-valid",
        Verdicts.refusal(verifier.verify(server.chain(), FROM.minusSeconds(1))).code());
    assertEquals(
        "certificate-expired",
        Verdicts.refusal(verifier.verify(server.chain(), TO.plusSeconds(1))).code());
  }
}
