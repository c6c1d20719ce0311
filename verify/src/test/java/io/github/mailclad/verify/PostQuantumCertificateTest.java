package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.internal.der.MlDsa;
import io.github.mailclad.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains with ML-DSA. Each test states the verdict of a platform that verifies ML-DSA (Java 24 and
 * newer), and of one that does not.
 */
class PostQuantumCertificateTest {
  private static final boolean VERIFIABLE = MlDsa.ML_DSA_65.isVerifiable();
  private static final KeyKind EC = KeyKind.EC_P256;
  private static final KeyKind ML_DSA = KeyKind.ML_DSA_65;
  private static final Instant NOW = Verdicts.NOW;
  private static final Duration HOUR = Duration.ofHours(1);

  /** The kinds of the keys of a chain. */
  record Mix(KeyKind root, KeyKind intermediate, KeyKind server) {
    Issued rootCertificate() {
      return Verdicts.authority("Root").key(root).selfSigned();
    }

    Issued chain(Issued anchor) {
      Issued authority = Verdicts.authority("Authority").key(intermediate).issuedBy(anchor);
      return Verdicts.server().key(server).issuedBy(authority);
    }
  }

  static List<Mix> mixes() {
    return List.of(
        new Mix(ML_DSA, ML_DSA, ML_DSA),
        new Mix(ML_DSA, ML_DSA, EC),
        new Mix(ML_DSA, EC, EC),
        new Mix(EC, ML_DSA, EC),
        new Mix(KeyKind.RSA_2048, EC, ML_DSA),
        new Mix(EC, EC, ML_DSA));
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void aChainWithMlDsaIsAcceptedAndNamedWhereThePlatformVerifiesIt(Mix mix) {
    Issued root = mix.rootCertificate();
    Verification verdict = Verdicts.verify(root, mix.chain(root).chain());

    if (VERIFIABLE) {
      String evidence = Verdicts.accepted(verdict).evidence().toString();
      assertTrue(evidence.contains("CN=Root with ML-DSA-65"), evidence);
    } else {
      Refusal refusal = Verdicts.refusal(verdict);
      assertEquals("unsupported-algorithm", refusal.code());
      assertTrue(refusal.summary().contains("ML-DSA-65"), refusal.summary());
      assertTrue(refusal.text().remedy().contains("Java 24"), refusal.text().remedy());
    }
  }

  @Test
  void otherEvidenceNamesNoMlDsa() {
    Issued root = new Mix(EC, EC, EC).rootCertificate();
    assertEquals(
        "PKIX: CN=Root",
        Verdicts.accepted(Verdicts.verify(root, new Mix(EC, EC, EC).chain(root).chain()))
            .evidence()
            .toString());
  }

  @Test
  void aBrokenSignatureOfMlDsaIsRefused() {
    Issued root = Verdicts.authority("Root").key(ML_DSA).selfSigned();
    Issued broken = Verdicts.server().brokenSignature().issuedBy(root);

    assertEquals(
        VERIFIABLE ? "broken-signature" : "unsupported-algorithm",
        Verdicts.refusal(Verdicts.verify(root, broken.chain())).code());
  }

  @Test
  void anotherAuthorityOfTheSameNameIsRefused() {
    Issued root = Verdicts.authority("Root").key(ML_DSA).selfSigned();
    Issued other = Verdicts.authority("Root").key(ML_DSA).selfSigned();
    Issued server = Verdicts.server().issuedBy(other);

    assertEquals(
        VERIFIABLE ? "untrusted-issuer" : "unsupported-algorithm",
        Verdicts.refusal(Verdicts.verify(root, server.chain())).code());
  }

  @Test
  void theSummaryNamesTheKeyOnEveryPlatform() {
    Issued server = Verdicts.server().key(ML_DSA).selfSigned();

    assertEquals("ML-DSA-65", CertificateSummary.ofServer(server.certificate()).key());
  }

  @Test
  void revocationStatementsSignedWithMlDsaCount() throws Exception {
    Issued root = Verdicts.authority("Root").key(ML_DSA).selfSigned();
    Issued server = Verdicts.server().issuedBy(root);
    byte[] staple =
        OcspAnswer.about(server, root)
            .revoked(NOW.minus(HOUR), 1)
            .times(NOW.minus(HOUR), NOW.plus(HOUR))
            .der();
    CrlBuilder list =
        CrlBuilder.by(root)
            .revoking(server, NOW.minus(HOUR))
            .times(NOW.minus(HOUR), NOW.plus(HOUR));
    String code = VERIFIABLE ? "revoked" : "unsupported-algorithm";

    assertEquals(
        code,
        Verdicts.refusal(
                Verdicts.trusting(root)
                    .expecting(List.of(Verdicts.NAME))
                    .verify(new PresentedChain(server.chain(), List.of(staple), NOW), NOW))
            .code());
    assertEquals(
        code,
        Verdicts.refusal(
                Verdicts.trusting(root)
                    .withRevocation(
                        new RevocationPolicy(
                            RevocationPolicy.Requirement.SOFT,
                            new RevocationPolicy.GivenCrls(List.of(list.list())),
                            RevocationPolicy.Fetch.NEVER,
                            Duration.ofSeconds(5)))
                    .expecting(List.of(Verdicts.NAME))
                    .verify(server.chain(), NOW))
            .code());
  }
}
