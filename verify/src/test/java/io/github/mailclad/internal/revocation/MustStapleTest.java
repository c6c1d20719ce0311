package io.github.mailclad.internal.revocation;

import static io.github.mailclad.internal.revocation.Revocations.INTERMEDIATE;
import static io.github.mailclad.internal.revocation.Revocations.NOW;
import static io.github.mailclad.internal.revocation.Revocations.ROOT;
import static io.github.mailclad.internal.revocation.Revocations.evidence;
import static io.github.mailclad.internal.revocation.Revocations.pathOf;
import static io.github.mailclad.internal.revocation.Revocations.policy;
import static io.github.mailclad.internal.revocation.Revocations.refusal;
import static io.github.mailclad.internal.revocation.Revocations.stapled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RevocationRefusal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@io.github.mailclad.fixtures.Requirement(
    value = "R7633-1",
    heldBy = {"RevocationChecker", "TlsFeatures"})
class MustStapleTest {
  private static final ASN1ObjectIdentifier TLS_FEATURE =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");
  private static final Issued SERVER =
      CertificateBuilder.server().subject("CN=staples").mustStaple().issuedBy(INTERMEDIATE);
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));

  private static Issued demanding(String features) {
    return CertificateBuilder.server()
        .extension(TLS_FEATURE, HexFormat.of().parseHex(features))
        .issuedBy(INTERMEDIATE);
  }

  @Test
  void aGoodStapleIsWhatWasDemanded() {
    evidence(stapled(SERVER, OcspAnswer.about(SERVER, INTERMEDIATE).der()));
  }

  /** The data that came instead of a good staple. */
  record Row(String name, List<byte[]> staples, String presented) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> bad() {
    OcspAnswer expired = OcspAnswer.about(SERVER, INTERMEDIATE).times(HOUR_AGO, HOUR_AGO);
    Issued other = Revocations.STRANGER;
    return Stream.of(
        new Row("no staple", List.of(), "no OCSP response"),
        new Row("an empty staple", List.of(new byte[0]), "no OCSP response"),
        row("an expired one", expired, "it expired at"),
        row(
            "for another serial",
            OcspAnswer.about(SERVER, INTERMEDIATE).serial(BigInteger.TWO),
            "about another certificate"),
        row(
            "signed by the wrong key",
            OcspAnswer.about(SERVER, INTERMEDIATE).forgedBy(other),
            "its signature is wrong"),
        row(
            "status unknown",
            OcspAnswer.about(SERVER, INTERMEDIATE).unknown(),
            "the responder does not know the certificate"),
        row("for the intermediate only", OcspAnswer.about(INTERMEDIATE, ROOT), "no OCSP response"),
        new Row("tryLater", List.of(OcspAnswer.status(3)), "the responder says tryLater"));
  }

  private static Row row(String name, OcspAnswer answer, String presented) {
    return new Row(name, List.of(answer.der()), presented);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void withoutAGoodStapleItIsRefusedInEveryMode(Row row) {
    // a list that vouches for every certificate is no staple
    GivenCrls lists =
        new GivenCrls(List.of(CrlBuilder.by(INTERMEDIATE).list(), CrlBuilder.by(ROOT).list()));
    for (Requirement requirement : Requirement.values()) {
      RevocationRefusal.MustStaple refusal =
          assertInstanceOf(
              RevocationRefusal.MustStaple.class,
              refusal(
                  "must-staple",
                  Revocations.checker(policy(requirement, lists))
                      .check(pathOf(SERVER, ROOT), row.staples(), NOW, NOW)));
      assertEquals("CN=staples", refusal.certificate().subject());
      assertTrue(refusal.details().get(1).contains(row.presented()), refusal.details()::toString);
    }
  }

  @Test
  void withoutTheExtensionNoStapleIsDemanded() {
    evidence(stapled(Revocations.SERVER));
    evidence(stapled(demanding("3000")));
    // heartbeat, which nobody here offers
    evidence(stapled(demanding("300302010f")));
  }

  @Test
  void aCheckerKeepsNothingOfOnePathForAnother() {
    RevocationChecker checker =
        Revocations.checker(policy(Requirement.SOFT, new RevocationPolicy.NoCrls()));
    for (int i = 0; i < 2; i++) {
      evidence(checker.check(pathOf(Revocations.SERVER, ROOT), List.of(), NOW, NOW));
      refusal("must-staple", checker.check(pathOf(SERVER, ROOT), List.of(), NOW, NOW));
      refusal(
          "invalid-certificate", checker.check(pathOf(demanding("05"), ROOT), List.of(), NOW, NOW));
      byte[] staple = OcspAnswer.about(SERVER, INTERMEDIATE).der();
      assertNotNull(
          evidence(checker.check(pathOf(SERVER, ROOT), List.of(staple), NOW, NOW))
              .certificates()
              .get(0)
              .answer());
    }
  }

  @Test
  void theSecondVersionDemandsTheSame() {
    refusal("must-staple", stapled(demanding("3003020111")));
    refusal("must-staple", stapled(demanding("300602010f020105")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "05", "020105", "3003020105ff", "30030c0141", "3004020105", "30800201050000"})
  void aMalformedExtensionIsRefused(String octets) {
    Issued server = demanding(octets);
    Refusal refusal =
        refusal(
            "invalid-certificate", stapled(server, OcspAnswer.about(server, INTERMEDIATE).der()));

    assertTrue(refusal.summary().endsWith("its TLS feature extension is malformed"));
  }

  @Test
  void whatAnIssuerDemandsItsSubjectsDemandToo() {
    Issued issuer = CertificateBuilder.authority("Demanding").mustStaple().issuedBy(ROOT);
    Issued lax = CertificateBuilder.server().issuedBy(issuer);
    Issued good = CertificateBuilder.server().mustStaple().issuedBy(issuer);
    Issued more =
        CertificateBuilder.server()
            .extension(TLS_FEATURE, HexFormat.of().parseHex("300602010f020105"))
            .issuedBy(issuer);

    Refusal refusal =
        refusal("invalid-certificate", stapled(lax, OcspAnswer.about(lax, issuer).der()));
    assertTrue(refusal.summary().endsWith("TLS features that its issuer demands: [5]"));
    evidence(stapled(good, OcspAnswer.about(good, issuer).der()));
    evidence(stapled(more, OcspAnswer.about(more, issuer).der()));
  }

  @Test
  void onAResumedSessionTheStapleOfTheFullHandshakeCounts() {
    byte[] staple =
        OcspAnswer.about(SERVER, INTERMEDIATE)
            .times(HOUR_AGO, NOW.plus(Duration.ofMinutes(10)))
            .der();
    RevocationChecker soft = Revocations.checker(io.github.mailclad.RevocationPolicy.defaults());
    Instant later = NOW.plus(Duration.ofHours(3));

    evidence(soft.check(pathOf(SERVER, ROOT), List.of(staple), later, NOW));
    refusal("must-staple", soft.check(pathOf(SERVER, ROOT), List.of(staple), later, later));
  }
}
