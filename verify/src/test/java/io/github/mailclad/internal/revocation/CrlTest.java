package io.github.mailclad.internal.revocation;

import static io.github.mailclad.internal.revocation.Revocations.INTERMEDIATE;
import static io.github.mailclad.internal.revocation.Revocations.NOW;
import static io.github.mailclad.internal.revocation.Revocations.ROOT;
import static io.github.mailclad.internal.revocation.Revocations.SERVER;
import static io.github.mailclad.internal.revocation.Revocations.evidence;
import static io.github.mailclad.internal.revocation.Revocations.listed;
import static io.github.mailclad.internal.revocation.Revocations.pathOf;
import static io.github.mailclad.internal.revocation.Revocations.policy;
import static io.github.mailclad.internal.revocation.Revocations.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.RevocationEvidence.Good;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.RevocationRefusal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@io.github.mailclad.fixtures.Requirement(
    value = "R9325-7.5-1",
    heldBy = {"RevocationChecker", "Crl", "CrlScope"})
class CrlTest {
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
  private static final Issued STRANGER = Revocations.STRANGER;

  private static GivenCrls lists(CrlBuilder... builders) {
    return new GivenCrls(Arrays.stream(builders).map(CrlBuilder::list).toList());
  }

  private static CrlBuilder list() {
    return CrlBuilder.by(INTERMEDIATE);
  }

  private static IssuingDistributionPoint scope(boolean user, boolean authority) {
    return new IssuingDistributionPoint(null, user, authority, null, false, false);
  }

  private static IssuingDistributionPoint onlyFor(int reasons) {
    return new IssuingDistributionPoint(null, false, false, new ReasonFlags(reasons), false, false);
  }

  private static DistributionPointName at(String uri) {
    return new DistributionPointName(
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
  }

  @ParameterizedTest
  @EnumSource(Requirement.class)
  void aListOfEachIssuerVouchesForWhatItDoesNotList(Requirement requirement) {
    RevocationEvidence evidence =
        evidence(listed(requirement, lists(list(), CrlBuilder.by(ROOT), CrlBuilder.by(STRANGER))));

    assertEquals(2, evidence.certificates().size());
    evidence
        .certificates()
        .forEach(
            status -> {
              Good good = assertInstanceOf(Good.class, status.answer());
              assertEquals(AnswerSource.CONFIGURED_CRL, good.source());
              assertEquals(List.of(), status.unusable());
            });
  }

  @Test
  void everyCertificateButTheAnchorNeedsAnAnswerWhereItIsDemanded() {
    RevocationRefusal.RevocationUnknown refusal =
        assertInstanceOf(
            RevocationRefusal.RevocationUnknown.class,
            refusal("revocation-unknown", listed(Requirement.HARD, lists(list()))));

    assertEquals("CN=Revocation Intermediate", refusal.certificate().subject());
    assertEquals(
        PeerText.listOf(
            List.of(
                "configured CRL: none of 1 is by the issuer CN=Revocation Root, or by the issuer of an indirect list that the certificate names")),
        refusal.consulted());
    refusal("revocation-unknown", listed(Requirement.HARD, lists(CrlBuilder.by(ROOT))));
    RevocationEvidence soft = evidence(listed(Requirement.SOFT, lists(list())));
    assertNull(soft.certificates().get(1).answer());
    assertTrue(soft.toString().contains("CN=Revocation Intermediate: no answer"), soft::toString);
    assertTrue(soft.toString().contains("none of 1 is by the issuer CN=Revocation Root"));
  }

  @Test
  void anAnchorThatIsTheServerItselfNeedsNoAnswer() {
    Issued own = CertificateBuilder.server().selfSigned();

    evidence(
        Revocations.checker(policy(Requirement.HARD, lists(list())))
            .check(pathOf(own, own), List.of(), NOW, NOW));
  }

  /** A list, and what can be read of it where it is not usable. */
  record Row(String name, CrlBuilder list, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> usable() {
    return Stream.of(
        new Row("plain", list(), ""),
        new Row("for user certificates", list().scope(scope(true, false)), ""),
        new Row(
            "indirect, of the issuer itself",
            list().scope(new IssuingDistributionPoint(null, false, false, null, true, false)),
            ""),
        new Row("others revoked", list().revoking(STRANGER, HOUR_AGO, 1), ""),
        new Row("begins in four minutes", list().times(in(4), TOMORROW), ""),
        new Row("ended four minutes ago", list().times(HOUR_AGO, in(-4)), ""));
  }

  private static Instant in(int minutes) {
    return NOW.plus(Duration.ofMinutes(minutes));
  }

  @ParameterizedTest
  @MethodSource("usable")
  void aSoundListInTimeVouches(Row row) {
    evidence(listed(Requirement.HARD, lists(row.list(), CrlBuilder.by(ROOT))));
  }

  static Stream<Row> unusable() {
    ASN1ObjectIdentifier strange = new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.3");
    return Stream.of(
        new Row("forged", list().forgedBy(STRANGER), "its signature is wrong"),
        new Row("SHA-1", list().signature("SHA1withECDSA"), "is not accepted"),
        new Row("begins in six minutes", list().times(in(6), TOMORROW), "not valid before"),
        new Row("ended six minutes ago", list().times(HOUR_AGO, in(-6)), "it expired"),
        new Row("without an end", list().times(HOUR_AGO, null), "no time of the next update"),
        new Row("without a number", list().without(Extension.cRLNumber), "CRL number"),
        new Row(
            "a critical number",
            list().extension(Extension.cRLNumber, true, new CRLNumber(BigInteger.ONE)),
            "CRL number"),
        new Row(
            "an unknown critical extension",
            list().extension(strange, true, new ASN1Integer(1)),
            "unknown critical extension"),
        new Row(
            "an entry with an unknown critical extension",
            list().revokingStrangely(STRANGER, HOUR_AGO),
            "unknown critical extension"),
        new Row(
            "delta",
            list().extension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE)),
            "delta CRL"),
        new Row("for authorities", list().scope(scope(false, true)), "another kind"),
        new Row(
            "for attribute certificates",
            list().scope(new IssuingDistributionPoint(null, false, false, null, false, true)),
            "another kind"),
        new Row(
            "for some reasons", list().scope(onlyFor(ReasonFlags.keyCompromise)), "some reasons"),
        new Row(
            "of a distribution point",
            list()
                .scope(
                    new IssuingDistributionPoint(
                        at("http://crl.example/1"), false, false, null, false, false)),
            "does not name"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void aListThatDoesNotPassIsAsNoneAndTold(Row row) {
    GivenCrls lists = lists(row.list(), CrlBuilder.by(ROOT));
    RevocationEvidence.Status status =
        evidence(listed(Requirement.SOFT, lists)).certificates().get(0);

    assertNull(status.answer());
    assertEquals(1, status.unusable().size());
    assertTrue(status.unusable().get(0).startsWith("configured CRL: "), status::toString);
    assertTrue(status.unusable().get(0).contains(row.why()), status::toString);
    RevocationRefusal.RevocationUnknown refusal =
        assertInstanceOf(
            RevocationRefusal.RevocationUnknown.class,
            refusal("revocation-unknown", listed(Requirement.HARD, lists)));
    assertEquals(PeerText.listOf(status.unusable()), refusal.consulted());
  }

  static Stream<Row> revoking() {
    Instant yearAgo = NOW.minus(Duration.ofDays(365));
    return Stream.of(
        new Row("in time", list().revoking(SERVER, HOUR_AGO, 1), "keyCompromise"),
        new Row("without a reason", list().revoking(SERVER, HOUR_AGO), "unspecified"),
        new Row("on hold", list().revoking(SERVER, HOUR_AGO, 6), "certificateHold"),
        new Row(
            "on hold, without a number",
            list().without(Extension.cRLNumber).revoking(SERVER, HOUR_AGO, 6),
            "certificateHold"),
        new Row(
            "on hold, without an end",
            list().times(HOUR_AGO, null).revoking(SERVER, HOUR_AGO, 6),
            "certificateHold"),
        new Row(
            "on hold, for some reasons",
            list().scope(onlyFor(ReasonFlags.certificateHold)).revoking(SERVER, HOUR_AGO, 6),
            "certificateHold"),
        new Row(
            "on hold, of a distribution point",
            list()
                .scope(
                    new IssuingDistributionPoint(
                        at("http://crl.example/1"), false, false, null, false, false))
                .revoking(SERVER, HOUR_AGO, 6),
            "certificateHold"),
        new Row(
            "delta",
            list()
                .extension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE))
                .revoking(SERVER, HOUR_AGO, 1),
            "keyCompromise"),
        new Row(
            "for user certificates",
            list().scope(scope(true, false)).revoking(SERVER, HOUR_AGO, 4),
            "superseded"),
        new Row(
            "for some reasons",
            list().scope(onlyFor(ReasonFlags.keyCompromise)).revoking(SERVER, HOUR_AGO, 1),
            "keyCompromise"),
        new Row(
            "long ago",
            list().times(yearAgo, yearAgo.plusSeconds(60)).revoking(SERVER, yearAgo, 5),
            "cessationOfOperation"),
        new Row(
            "without a number",
            list().without(Extension.cRLNumber).revoking(SERVER, HOUR_AGO, 9),
            "privilegeWithdrawn"));
  }

  @ParameterizedTest
  @MethodSource("revoking")
  void revokedRefusesInEveryModeHoweverOldItIs(Row row) {
    for (Requirement requirement : Requirement.values()) {
      RevocationRefusal.Revoked refusal =
          assertInstanceOf(
              RevocationRefusal.Revoked.class,
              refusal("revoked", listed(requirement, lists(CrlBuilder.by(ROOT), row.list()))));
      assertEquals("CN=mail", refusal.certificate().subject());
      assertEquals(row.why(), refusal.reason());
      assertTrue(refusal.source().startsWith("the configured CRL of "));
    }
  }

  static Stream<Row> notRevoking() {
    Issued namesake =
        CertificateBuilder.authority("Revocation Intermediate")
            .key(KeyKind.EC_P384)
            .issuedBy(STRANGER);
    return Stream.of(
        new Row("forged", list().revoking(SERVER, HOUR_AGO, 1).forgedBy(STRANGER), "wrong"),
        new Row(
            "of a namesake",
            CrlBuilder.by(namesake).revoking(SERVER, HOUR_AGO, 1),
            "its signature is wrong"),
        new Row(
            "a hold of old",
            list().times(HOUR_AGO, in(-30)).revoking(SERVER, HOUR_AGO, 6),
            "it expired"),
        new Row(
            "a hold that begins tomorrow",
            list().times(TOMORROW, TOMORROW.plusSeconds(60)).revoking(SERVER, HOUR_AGO, 6),
            "not valid before"),
        new Row(
            "a hold without an end, of the day before yesterday",
            list().times(NOW.minus(Duration.ofDays(2)), null).revoking(SERVER, HOUR_AGO, 6),
            "it expired"),
        new Row(
            "attribute certificates have other numbers",
            list()
                .scope(new IssuingDistributionPoint(null, false, false, null, false, true))
                .revoking(SERVER, HOUR_AGO, 1),
            "another kind"),
        new Row(
            "with an unknown critical extension in the entry",
            list().revokingStrangely(SERVER, HOUR_AGO),
            "unknown critical extension"),
        new Row("removed", list().revoking(SERVER, HOUR_AGO, 8), "removeFromCRL"));
  }

  @ParameterizedTest
  @MethodSource("notRevoking")
  void whatIsNotBelievedNeitherRevokesNorVouches(Row row) {
    RevocationEvidence.Status status =
        evidence(listed(Requirement.SOFT, lists(row.list()))).certificates().get(0);

    assertNull(status.answer());
    assertTrue(status.unusable().get(0).contains(row.why()), status::toString);
  }

  @Test
  void anIntermediateThatWasRevokedIsRefusedToo() {
    RevocationRefusal.Revoked refusal =
        assertInstanceOf(
            RevocationRefusal.Revoked.class,
            refusal(
                "revoked",
                listed(
                    Requirement.SOFT,
                    lists(list(), CrlBuilder.by(ROOT).revoking(INTERMEDIATE, HOUR_AGO, 2)))));

    assertEquals("CN=Revocation Intermediate", refusal.certificate().subject());
    assertEquals("cACompromise", refusal.reason());
  }

  @Test
  void aRevokingListOutweighsAGoodStaple() {
    refusal(
        "revoked",
        Revocations.checker(policy(Requirement.SOFT, lists(list().revoking(SERVER, HOUR_AGO, 1))))
            .check(
                pathOf(SERVER, ROOT),
                List.of(OcspAnswer.about(SERVER, INTERMEDIATE).der()),
                NOW,
                NOW));
  }

  @Test
  void theKeyOfTheIssuerMustBeForLists() {
    Issued signsNoLists =
        CertificateBuilder.authority("No Lists").keyUsage(KeyUsage.keyCertSign).issuedBy(ROOT);
    Issued saysNothing = CertificateBuilder.authority("Any Use").keyUsage(0).issuedBy(ROOT);
    for (Issued issuer : List.of(signsNoLists, saysNothing)) {
      Issued server = CertificateBuilder.server().issuedBy(issuer);
      var result =
          Revocations.checker(
                  policy(Requirement.HARD, lists(CrlBuilder.by(issuer), CrlBuilder.by(ROOT))))
              .check(pathOf(server, ROOT), List.of(), NOW, NOW);
      if (issuer.equals(saysNothing)) {
        evidence(result);
      } else {
        assertTrue(
            refusal("revocation-unknown", result)
                .details()
                .get(1)
                .contains("not for signing CRLs"));
      }
    }
  }

  @Test
  void aPartOfAListCountsForTheCertificatesThatNameIt() {
    GeneralName other = new GeneralName(GeneralName.uniformResourceIdentifier, "http://b.example/");
    Issued server =
        CertificateBuilder.server()
            .extension(Extension.cRLDistributionPoints, points("http://a.example/1"))
            .issuedBy(INTERMEDIATE);
    CrlBuilder part =
        list()
            .scope(
                new IssuingDistributionPoint(
                    new DistributionPointName(
                        new GeneralNames(
                            new GeneralName[] {
                              other,
                              new GeneralName(
                                  GeneralName.uniformResourceIdentifier, "http://a.example/1")
                            })),
                    false,
                    false,
                    null,
                    false,
                    false));
    CrlBuilder elsewhere =
        list()
            .scope(
                new IssuingDistributionPoint(
                    at("http://a.example/2"), false, false, null, false, false));

    evidence(check(server, part));
    refusal("revocation-unknown", check(server, elsewhere));
  }

  private static Outcome<RevocationEvidence> check(Issued server, CrlBuilder list) {
    return Revocations.checker(policy(Requirement.HARD, lists(list, CrlBuilder.by(ROOT))))
        .check(pathOf(server, ROOT), List.of(), NOW, NOW);
  }

  private static byte[] points(String uri) {
    try {
      return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(at(uri), null, null)})
          .getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final Issued RSA =
      CertificateBuilder.authority("RSA").key(KeyKind.RSA_2048).issuedBy(ROOT);
  private static final Issued BELOW_RSA = CertificateBuilder.server().issuedBy(RSA);

  @Test
  void aListWithRsassaPssCountsByTheDigestInItsParameters() {
    CrlBuilder strong = CrlBuilder.by(RSA).signature("SHA256withRSAandMGF1");
    CrlBuilder weak = CrlBuilder.by(RSA).signature("SHA1withRSAandMGF1");

    evidence(check(BELOW_RSA, strong));
    assertTrue(
        refusal("revocation-unknown", check(BELOW_RSA, weak))
            .details()
            .get(1)
            .contains("RSASSA-PSS with a weak digest"));
    refusal("revoked", check(BELOW_RSA, strong.revoking(BELOW_RSA, HOUR_AGO, 1)));
    refusal("revocation-unknown", check(BELOW_RSA, weak.revoking(BELOW_RSA, HOUR_AGO, 1)));
  }
}
