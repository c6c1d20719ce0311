package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Revocation lists that another key than the issuer's signed (RFC 5280, section 6.3.3 (f)). */
class CrlSignersTest {
  private static final Instant HOUR_AGO = Verdicts.NOW.minus(Duration.ofHours(1));
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Issued OTHER_ROOT = Verdicts.authority("Other Root").selfSigned();
  private static final Issued CA = Verdicts.authority("CA").issuedBy(ROOT);
  private static final Issued SIBLING = Verdicts.authority("Sibling").issuedBy(ROOT);
  private static final Issued SERVER = Verdicts.server().issuedBy(CA);

  /** The certificate of a key that signs lists, of a kind that no authority here has. */
  private static CertificateBuilder signer(String name) {
    return CertificateBuilder.server()
        .subject("CN=" + name)
        .validity(Verdicts.FROM, Verdicts.TO)
        .key(KeyKind.EC_P384)
        .noExtendedKeyUsage()
        .keyUsage(KeyUsage.cRLSign);
  }

  private static CrlBuilder listOf(Issued issuer, Issued signer) {
    return CrlBuilder.by(issuer)
        .times(HOUR_AGO, Verdicts.NOW.plus(Duration.ofDays(1)))
        .forgedBy(signer);
  }

  private static Verification verify(Issued server, Crls lists, Issued... alsoPresented) {
    List<X509Certificate> chain = new ArrayList<>(server.chain());
    Arrays.stream(alsoPresented).map(Issued::certificate).forEach(chain::add);
    RevocationPolicy defaults = RevocationPolicy.defaults();
    return Verdicts.trusting(ROOT, OTHER_ROOT)
        .withRevocation(
            new RevocationPolicy(
                RevocationPolicy.Requirement.SOFT, lists, defaults.fetch(), defaults.timeout()))
        .expecting(List.of(Verdicts.NAME))
        .verify(chain, Verdicts.NOW);
  }

  private static GivenCrls lists(CrlBuilder... lists) {
    return new GivenCrls(Arrays.stream(lists).map(CrlBuilder::list).toList());
  }

  private static void assertRevoked(Verification verdict) {
    assertEquals("revoked", Verdicts.refusal(verdict).code());
  }

  private static RevocationEvidence.Status status(Verification verdict) {
    return assertInstanceOf(TrustEvidence.Pkix.class, Verdicts.accepted(verdict).evidence())
        .revocation()
        .certificates()
        .get(0);
  }

  private static void assertGood(Verification verdict) {
    RevocationEvidence.Status status = status(verdict);
    assertInstanceOf(RevocationEvidence.Good.class, status.answer(), status::toString);
  }

  private static void assertUnusable(String why, Verification verdict) {
    RevocationEvidence.Status status = status(verdict);
    assertNull(status.answer());
    assertTrue(status.unusable().stream().anyMatch(line -> line.contains(why)), status::toString);
  }

  /** Returns the issuers that may certify another key of an authority. */
  static Stream<Issued> certifiersOfTheAuthority() {
    return Stream.of(CA, ROOT);
  }

  @ParameterizedTest
  @MethodSource("certifiersOfTheAuthority")
  void anotherKeyOfTheSameAuthoritySignsLists(Issued certifier) {
    Issued signer = signer("CA").issuedBy(certifier);

    assertGood(verify(SERVER, lists(listOf(CA, signer)), signer));
    assertRevoked(verify(SERVER, lists(listOf(CA, signer).revoking(SERVER, HOUR_AGO, 1)), signer));
  }

  @Test
  void anAuthorityThatChangesItsKeySignsListsWithEither() {
    Issued next = Verdicts.authority("CA").key(KeyKind.EC_P384).issuedBy(CA);
    Issued server = Verdicts.server().issuedBy(next);
    CrlBuilder byTheKeyBefore = listOf(CA, CA);

    assertGood(verify(server, lists(byTheKeyBefore), next, CA));
    assertGood(verify(server, lists(listOf(next, next)), next, CA));
    assertRevoked(verify(server, lists(byTheKeyBefore.revoking(server, HOUR_AGO, 1)), next, CA));
    assertRevoked(verify(SERVER, lists(listOf(CA, next).revoking(SERVER, HOUR_AGO, 1)), next, CA));
  }

  @Test
  void aListOfAnotherKeyWhoseCertificateIsNotAtHandIsReported() {
    Issued signer = signer("CA").issuedBy(CA);

    assertUnusable(
        "its signature is wrong, or of another key whose certificate is not available",
        verify(SERVER, lists(listOf(CA, signer).revoking(SERVER, HOUR_AGO, 1))));
  }

  /** A certificate that makes no other key the authority's. */
  record Stranger(String what, Issued signer) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Stranger> strangers() {
    return Stream.of(
        new Stranger("of another authority below the root", signer("CA").issuedBy(SIBLING)),
        new Stranger("below another root", signer("CA").issuedBy(OTHER_ROOT)),
        new Stranger("self-signed", signer("CA").selfSigned()),
        new Stranger(
            "not for lists", signer("CA").keyUsage(KeyUsage.digitalSignature).issuedBy(CA)),
        new Stranger("without keyUsage", signer("CA").keyUsage(0).issuedBy(CA)),
        new Stranger("expired", signer("CA").validity(Verdicts.FROM, HOUR_AGO).issuedBy(CA)),
        new Stranger("weak", signer("CA").key(KeyKind.RSA_1024).issuedBy(CA)),
        new Stranger("of another name", signer("Other CA").issuedBy(CA)));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void noOtherKeySpeaksForTheAuthority(Stranger stranger) {
    CrlBuilder list = listOf(CA, stranger.signer());

    assertUnusable(
        "its signature is wrong", verify(SERVER, lists(list), stranger.signer(), SIBLING));
    assertUnusable(
        "its signature is wrong",
        verify(SERVER, lists(list.revoking(SERVER, HOUR_AGO, 1)), stranger.signer(), SIBLING));
  }

  @Test
  void aSignerThatWasRevokedSignsNothing() {
    Issued signer = signer("CA").issuedBy(ROOT);

    assertUnusable(
        "the certificate of its signer was revoked",
        verify(
            SERVER,
            lists(listOf(CA, signer), listOf(ROOT, ROOT).revoking(signer, HOUR_AGO, 1)),
            signer));
  }

  @Test
  void theCertificateOfASignerMayStandBesideTheLists(@TempDir Path folder) throws IOException {
    Issued signer = signer("CA").issuedBy(CA);
    Files.writeString(
        folder.resolve("ca.pem"),
        listOf(CA, signer).revoking(SERVER, HOUR_AGO, 1).pem() + signer.pem());

    assertRevoked(verify(SERVER, new CrlFiles(folder)));
    assertRevoked(verify(SERVER, new CrlFiles(folder.resolve("ca.pem"))));
  }

  private static byte[] pointsTo(Issued crlIssuer) {
    X500Name name =
        X500Name.getInstance(crlIssuer.certificate().getSubjectX500Principal().getEncoded());
    try {
      return new CRLDistPoint(
              new DistributionPoint[] {
                new DistributionPoint(null, null, new GeneralNames(new GeneralName(name)))
              })
          .getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CrlBuilder indirect(CrlBuilder list) {
    return list.scope(new IssuingDistributionPoint(null, false, false, null, true, false));
  }

  @Test
  void anIndirectListSpeaksForCertificatesThatNameItsIssuer() {
    Issued signer = signer("Lists").issuedBy(SIBLING);
    Issued server =
        Verdicts.server().extension(Extension.cRLDistributionPoints, pointsTo(signer)).issuedBy(CA);
    CrlBuilder list = indirect(listOf(signer, signer));

    assertGood(verify(server, lists(list), signer, SIBLING));
    assertRevoked(
        verify(
            server,
            lists(indirect(listOf(signer, signer)).revokingOf(CA, server, HOUR_AGO, 1)),
            signer,
            SIBLING));
    assertGood(
        verify(
            server,
            lists(indirect(listOf(signer, signer)).revokingOf(SIBLING, server, HOUR_AGO, 1)),
            signer,
            SIBLING));
  }

  @Test
  void anIndirectListSaysNothingAboutCertificatesThatDoNotNameItsIssuer() {
    Issued signer = signer("Lists").issuedBy(SIBLING);
    CrlBuilder list = indirect(listOf(signer, signer)).revokingOf(CA, SERVER, HOUR_AGO, 1);

    assertUnusable(
        "none of 1 is by the issuer CN=CA", verify(SERVER, lists(list), signer, SIBLING));
  }

  @Test
  void aListOfAnIssuerThatACertificateNamesMustSayThatItIsIndirect() {
    Issued signer = signer("Lists").issuedBy(SIBLING);
    Issued server =
        Verdicts.server().extension(Extension.cRLDistributionPoints, pointsTo(signer)).issuedBy(CA);

    assertUnusable(
        "none of 1 is by the issuer CN=CA",
        verify(server, lists(listOf(signer, signer)), signer, SIBLING));
  }

  @Test
  void theSignerOfAnIndirectListMustLeadToTheSameTrustAnchor() {
    Issued signer = signer("Lists").issuedBy(OTHER_ROOT);
    Issued server =
        Verdicts.server().extension(Extension.cRLDistributionPoints, pointsTo(signer)).issuedBy(CA);

    assertUnusable(
        "its signer CN=Lists has no available certificate that leads to the same trust anchor",
        verify(
            server,
            lists(indirect(listOf(signer, signer)).revokingOf(CA, server, HOUR_AGO, 1)),
            signer));
  }
}
