package io.github.mailclad.internal.revocation;

import static io.github.mailclad.internal.revocation.Revocations.INTERMEDIATE;
import static io.github.mailclad.internal.revocation.Revocations.NOW;
import static io.github.mailclad.internal.revocation.Revocations.ROOT;
import static io.github.mailclad.internal.revocation.Revocations.SERVER;
import static io.github.mailclad.internal.revocation.Revocations.evidence;
import static io.github.mailclad.internal.revocation.Revocations.pathOf;
import static io.github.mailclad.internal.revocation.Revocations.policy;
import static io.github.mailclad.internal.revocation.Revocations.refusal;
import static io.github.mailclad.internal.revocation.Revocations.stapled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.RevocationEvidence.Good;
import io.github.mailclad.RevocationPolicy.NoCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RevocationRefusal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@io.github.mailclad.fixtures.Requirement(
    value = {"R6960-1", "R9325-7.5-1"},
    heldBy = {"RevocationChecker", "OcspResponse", "Responder"})
class StapledOcspTest {
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
  private static final Issued STRANGER = Revocations.STRANGER;

  /** An OCSP response, and what can be read of it where it is not usable. */
  record Row(String name, Supplier<byte[]> response, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static OcspAnswer answer() {
    return OcspAnswer.about(SERVER, INTERMEDIATE);
  }

  private static CertificateBuilder delegate() {
    return CertificateBuilder.server()
        .subject("CN=Responder")
        .key(KeyKind.EC_P384)
        .extendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning);
  }

  static Stream<Row> goodResponses() {
    Issued responder = delegate().issuedBy(INTERMEDIATE);
    Issued rsa = delegate().key(KeyKind.RSA_2048).issuedBy(INTERMEDIATE);
    Issued edwards = delegate().key(KeyKind.ED25519).issuedBy(INTERMEDIATE);
    return Stream.of(
        new Row("by the issuer", answer()::der, ""),
        new Row("by the issuer, by name", answer().naming(OcspAnswer.Naming.BY_NAME)::der, ""),
        new Row("by a delegate", answer().delegatedTo(responder)::der, ""),
        new Row(
            "by a delegate, by name",
            answer().delegatedTo(responder).naming(OcspAnswer.Naming.BY_NAME)::der,
            ""),
        new Row("RSA", answer().delegatedTo(rsa)::der, ""),
        new Row("RSASSA-PSS", answer().delegatedTo(rsa).signature("SHA256withRSAandMGF1")::der, ""),
        new Row("Ed25519", answer().delegatedTo(edwards)::der, ""),
        new Row("SHA-256 in the CertID", answer().digest("2.16.840.1.101.3.4.2.1")::der, ""),
        new Row("begins in four minutes", answer().times(in(4), TOMORROW)::der, ""),
        new Row("ended four minutes ago", answer().times(HOUR_AGO, in(-4))::der, ""),
        new Row("an hour old, without an end", answer().times(HOUR_AGO, null)::der, ""),
        new Row("said twice", answer().copies(2)::der, ""));
  }

  private static Instant in(int minutes) {
    return NOW.plus(Duration.ofMinutes(minutes));
  }

  @ParameterizedTest
  @MethodSource("goodResponses")
  void anAuthenticResponseInTimeVouches(Row row) {
    RevocationEvidence evidence = evidence(stapled(SERVER, row.response().get()));

    Good good = assertInstanceOf(Good.class, evidence.certificates().get(0).answer());
    assertEquals(AnswerSource.STAPLED_OCSP, good.source());
    assertEquals(List.of(), evidence.certificates().get(0).unusable());
    assertNull(evidence.certificates().get(1).answer());
  }

  static Stream<Row> badResponses() {
    Issued purposeless = delegate().noExtendedKeyUsage().issuedBy(INTERMEDIATE);
    Issued otherPurpose =
        delegate().extendedKeyUsage(KeyPurposeId.id_kp_serverAuth).issuedBy(INTERMEDIATE);
    Issued expired =
        delegate().validity(NOW.minus(Duration.ofDays(9)), HOUR_AGO).issuedBy(INTERMEDIATE);
    Issued future = delegate().validity(in(60), TOMORROW).issuedBy(INTERMEDIATE);
    Issued elsewhere = delegate().issuedBy(STRANGER);
    Issued above = delegate().issuedBy(ROOT);
    Issued weak = delegate().key(KeyKind.RSA_1024).issuedBy(INTERMEDIATE);
    Issued forged = delegate().brokenSignature().issuedBy(INTERMEDIATE);
    Issued critical =
        delegate()
            .criticalExtension(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.4.1.55555.9"),
                new byte[] {5, 0})
            .issuedBy(INTERMEDIATE);
    Issued encipherer =
        delegate()
            .keyUsage(org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment)
            .issuedBy(INTERMEDIATE);
    Issued rsa = delegate().key(KeyKind.RSA_2048).issuedBy(INTERMEDIATE);
    return Stream.of(
        new Row("forged", answer().forgedBy(STRANGER)::der, "its signature is wrong"),
        new Row("one bit wrong", answer()::derWithBrokenSignature, "its signature is wrong"),
        new Row("SHA-1", answer().signature("SHA1withECDSA")::der, "is not accepted"),
        new Row(
            "PSS with SHA-1",
            answer().delegatedTo(rsa).signature("SHA1withRSAandMGF1")::der,
            "is not accepted"),
        new Row("a stranger", answer().delegatedTo(STRANGER)::der, "not a delegate of the issuer"),
        new Row("without OCSPSigning", answer().delegatedTo(purposeless)::der, "OCSP signing"),
        new Row("serverAuth only", answer().delegatedTo(otherPurpose)::der, "OCSP signing"),
        new Row("delegate expired", answer().delegatedTo(expired)::der, "not valid at that time"),
        new Row("delegate not yet", answer().delegatedTo(future)::der, "not valid at that time"),
        new Row("a stranger's delegate", answer().delegatedTo(elsewhere)::der, "not a delegate"),
        new Row("the root's delegate", answer().delegatedTo(above)::der, "not a delegate"),
        new Row("a weak delegate", answer().delegatedTo(weak)::der, "too weak"),
        new Row("a forged delegate", answer().delegatedTo(forged)::der, "not a delegate"),
        new Row("a strange delegate", answer().delegatedTo(critical)::der, "critical extension"),
        new Row("no signing key", answer().delegatedTo(encipherer)::der, "not for signatures"),
        new Row(
            "delegate not carried",
            () -> answerByUncarried(delegate().issuedBy(INTERMEDIATE)),
            "neither the issuer"),
        new Row("another serial", answer().serial(BigInteger.TEN)::der, "another certificate"),
        new Row(
            "another issuer", answer().naming(STRANGER.certificate())::der, "another certificate"),
        new Row(
            "another issuer's key",
            answer()
                    .naming(
                        CertificateBuilder.authority("Revocation Intermediate")
                            .key(KeyKind.EC_P384)
                            .issuedBy(ROOT)
                            .certificate())
                ::der,
            "another certificate"),
        new Row("begins in six minutes", answer().times(in(6), TOMORROW)::der, "not valid before"),
        new Row("ended six minutes ago", answer().times(HOUR_AGO, in(-6))::der, "it expired"),
        new Row("ends before it begins", answer().times(in(1), HOUR_AGO)::der, "ends before"),
        new Row(
            "two days old, without an end",
            answer().times(NOW.minus(Duration.ofDays(2)), null)::der,
            "it expired"),
        new Row("unknown", answer().unknown()::der, "does not know"),
        new Row("critical extension", answer().criticalExtension()::der, "critical extension"),
        new Row("tryLater", () -> OcspAnswer.status(3), "the responder says tryLater"),
        new Row("unauthorized", () -> OcspAnswer.status(6), "the responder says unauthorized"),
        new Row("status 77", () -> OcspAnswer.status(77), "the responder says"),
        new Row("successful and empty", () -> OcspAnswer.status(0), "not a basic OCSP response"),
        new Row("many answers", answer().copies(33)::der, "more than 32 answers"),
        new Row(
            "many certificates",
            () -> {
              OcspAnswer all = answer();
              Collections.nCopies(5, SERVER.certificate()).forEach(all::carrying);
              return all.der();
            },
            "more than 4 certificates"),
        new Row("truncated", answer()::truncatedDer, "it is malformed"),
        new Row("octets behind it", () -> Arrays.copyOf(answer().der(), 4000), "it is malformed"),
        new Row("oversized", () -> Arrays.copyOf(answer().der(), (64 << 10) + 1), "more than"),
        new Row("garbage", () -> "garbage".getBytes(StandardCharsets.US_ASCII), "it is malformed"),
        new Row("an integer", () -> new byte[] {2, 1, 5}, "it is malformed"),
        new Row("nested without end", StapledOcspTest::nested, "it is malformed"),
        new Row("indefinite length", StapledOcspTest::indefinite, "it is not in DER"));
  }

  private static byte[] answerByUncarried(Issued responder) {
    return OcspAnswer.about(SERVER, responder).naming(INTERMEDIATE.certificate()).der();
  }

  /** Sequences in sequences, as deep as fits. */
  private static byte[] nested() {
    byte[] nested = new byte[64 << 10];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    return nested;
  }

  /** The same content in BER. */
  private static byte[] indefinite() {
    byte[] der = answer().der();
    int head = (der[1] & 0xff) == 0x82 ? 4 : 3;
    byte[] ber = new byte[der.length - head + 4];
    ber[0] = 0x30;
    ber[1] = (byte) 0x80;
    System.arraycopy(der, head, ber, 2, der.length - head);
    return ber;
  }

  @ParameterizedTest
  @MethodSource("badResponses")
  void aResponseThatDoesNotPassIsAsNoneAndTold(Row row) {
    RevocationEvidence evidence =
        assertTimeout(
            Duration.ofSeconds(20), () -> evidence(stapled(SERVER, row.response().get())));

    RevocationEvidence.Status status = evidence.certificates().get(0);
    assertNull(status.answer());
    assertEquals(1, status.unusable().size());
    assertTrue(
        status.unusable().get(0).startsWith("stapled OCSP response: ")
            && status.unusable().get(0).contains(row.why()),
        status::toString);
    assertTrue(evidence.toString().contains(status.unusable().get(0)));
  }

  @ParameterizedTest
  @MethodSource("badResponses")
  void aResponseThatDoesNotPassIsNoAnswerWhereOneIsDemanded(Row row) {
    Issued alone = SERVER.presenting(SERVER.certificate());
    refusal(
        "revocation-unknown",
        Revocations.checker(policy(Requirement.HARD, new NoCrls()))
            .check(pathOf(alone, INTERMEDIATE), List.of(row.response().get()), NOW, NOW));
  }

  @Test
  void aGoodResponseIsTheAnswerWhereOneIsDemanded() {
    Issued alone = SERVER.presenting(SERVER.certificate());
    evidence(
        Revocations.checker(policy(Requirement.HARD, new NoCrls()))
            .check(pathOf(alone, INTERMEDIATE), List.of(answer().der()), NOW, NOW));
  }

  static Stream<Row> revokingResponses() {
    Issued responder = delegate().issuedBy(INTERMEDIATE);
    Instant yearAgo = NOW.minus(Duration.ofDays(365));
    return Stream.of(
        new Row("in time", answer().revoked(HOUR_AGO, 1)::der, "keyCompromise"),
        new Row("without a reason", answer().revoked(HOUR_AGO, -1)::der, "unspecified"),
        new Row("unknown reason", answer().revoked(HOUR_AGO, 42)::der, "unspecified"),
        new Row("on hold", answer().revoked(HOUR_AGO, 6)::der, "certificateHold"),
        new Row(
            "by a delegate",
            answer().revoked(HOUR_AGO, 4).delegatedTo(responder)::der,
            "superseded"),
        new Row(
            "long ago",
            answer().revoked(yearAgo, 1).times(yearAgo, yearAgo.plusSeconds(60))::der,
            "keyCompromise"),
        new Row(
            "by a clock that is ahead",
            answer().revoked(HOUR_AGO, 1).times(in(60), TOMORROW)::der,
            "keyCompromise"));
  }

  @ParameterizedTest
  @MethodSource("revokingResponses")
  void revokedRefusesInEveryModeHoweverOldItIs(Row row) {
    for (Requirement requirement : Requirement.values()) {
      Refusal refusal =
          refusal(
              "revoked",
              Revocations.checker(policy(requirement, new NoCrls()))
                  .check(pathOf(SERVER, ROOT), List.of(row.response().get()), NOW, NOW));
      RevocationRefusal.Revoked revoked =
          assertInstanceOf(RevocationRefusal.Revoked.class, refusal);
      assertEquals("CN=mail", revoked.certificate().subject());
      assertEquals(
          SERVER.certificate().getSerialNumber().toString(16), revoked.certificate().serial());
      assertEquals(row.why(), revoked.reason());
      assertEquals("the stapled OCSP response", revoked.source());
    }
  }

  @Test
  void anOldHoldMayHaveBeenLiftedAndIsNoAnswer() {
    byte[] old = answer().revoked(HOUR_AGO, 6).times(HOUR_AGO, in(-30)).der();

    assertNull(evidence(stapled(SERVER, old)).certificates().get(0).answer());
  }

  @Test
  void nobodyElseCanRevoke() {
    byte[] forged = answer().revoked(HOUR_AGO, 1).forgedBy(STRANGER).der();

    evidence(stapled(SERVER, forged));
  }

  @Test
  void oneRevokingResponseOutweighsEveryGoodOne() {
    refusal("revoked", stapled(SERVER, answer().der(), answer().revoked(HOUR_AGO, 1).der()));
    refusal("revoked", stapled(SERVER, answer().revoked(HOUR_AGO, 1).der(), answer().der()));
  }

  @Test
  void responsesAreMatchedToTheCertificatesByWhatTheySay() {
    byte[] aboutIntermediate = OcspAnswer.about(INTERMEDIATE, ROOT).der();
    RevocationEvidence evidence =
        evidence(stapled(SERVER, aboutIntermediate, new byte[0], answer().der()));

    evidence
        .certificates()
        .forEach(
            status -> {
              assertInstanceOf(Good.class, status.answer());
              assertEquals(List.of(), status.unusable());
            });
    refusal(
        "revoked",
        stapled(
            SERVER,
            answer().der(),
            OcspAnswer.about(INTERMEDIATE, ROOT).revoked(HOUR_AGO, 2).der()));
  }

  @Test
  void aResponseIsJudgedWhenItCame() {
    byte[] brief = answer().times(HOUR_AGO, in(10)).der();
    RevocationChecker hard = Revocations.checker(policy(Requirement.HARD, new NoCrls()));
    var path = pathOf(SERVER.presenting(SERVER.certificate()), INTERMEDIATE);
    Instant later = in(120);

    evidence(hard.check(path, List.of(brief), later, NOW));
    refusal("revocation-unknown", hard.check(path, List.of(brief), later, later));
  }

  @Test
  void aFloodOfResponsesCostsLittle() {
    byte[] signedByStranger = answer().forgedBy(STRANGER).copies(32).der();
    List<byte[]> flood = new ArrayList<>(Collections.nCopies(5000, signedByStranger));
    flood.add(answer().der());

    RevocationEvidence evidence =
        assertTimeout(
            Duration.ofSeconds(20), () -> evidence(stapled(SERVER, flood.toArray(new byte[0][]))));
    assertNull(evidence.certificates().get(0).answer());
    assertEquals(12, evidence.certificates().get(0).unusable().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 100, 300})
  void everyChangedBitIsAResponseThatIsNotBelieved(int from) {
    byte[] good = answer().der();
    for (int i = from; i < Math.min(good.length, from + 60); i++) {
      byte[] bad = good.clone();
      bad[i] ^= 4;
      assertNull(evidence(stapled(SERVER, bad)).certificates().get(0).answer(), "" + i);
    }
  }

  @Test
  void aDelegateCountsByTheDigestOfTheSignatureThatMadeIt() {
    Issued issuer = CertificateBuilder.authority("RSA").key(KeyKind.RSA_2048).issuedBy(ROOT);
    Issued server = CertificateBuilder.server().issuedBy(issuer);
    Issued strong = delegate().signature("SHA256withRSAandMGF1").issuedBy(issuer);
    Issued weak = delegate().signature("SHA1withRSAandMGF1").issuedBy(issuer);

    assertInstanceOf(
        Good.class,
        evidence(
                Revocations.stapled(
                    server, OcspAnswer.about(server, issuer).delegatedTo(strong).der()))
            .certificates()
            .get(0)
            .answer());
    RevocationEvidence.Status status =
        evidence(
                Revocations.stapled(
                    server, OcspAnswer.about(server, issuer).delegatedTo(weak).der()))
            .certificates()
            .get(0);
    assertNull(status.answer());
    assertTrue(status.unusable().get(0).contains("RSASSA-PSS with a weak digest"));
  }
}
