package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DANE-TA: an authority that issues below its own rules (RFC 7671, section 5.2). */
class DaneAuthorityTest {
  /** Trusted by the client, and of no use here. */
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();

  /** Its key is of another kind than those below, which come from a small pool. */
  private static final Issued AUTHORITY = authority("Authority").selfSigned();

  private static final Issued SERVER = Verdicts.server().issuedBy(AUTHORITY);
  private static final Duration DAY = Duration.ofDays(1);

  private static CertificateBuilder authority(String name) {
    return Verdicts.authority(name).key(KeyKind.EC_P384);
  }

  private static Verification verify(Issued server, TlsaRecord... records) {
    return Dane.verify(ROOT, server, Dane.PREFER, records);
  }

  /** The server's chain with the self-signed authority at its end. */
  private static Issued with(Issued authority, Issued server) {
    List<X509Certificate> chain = new ArrayList<>(server.chain());
    chain.add(authority.certificate());
    return server.presenting(chain.toArray(new X509Certificate[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 0 0", "2 0 1", "2 0 2", "2 1 0", "2 1 1", "2 1 2"})
  @Requirement(value = "N-17", heldBy = "NamedAuthorities")
  void aPresentedAuthorityVouchesForWhatItIssued(String fields) {
    TlsaRecord record = Dane.record(fields, AUTHORITY);

    Verification verdict = verify(with(AUTHORITY, SERVER), record);

    TrustEvidence.Dane evidence = Dane.authenticated(verdict, record);
    assertEquals(Verdicts.NAME, Verdicts.accepted(verdict).matched());
    assertEquals(AUTHORITY.certificate(), evidence.anchor());
    assertEquals(SERVER.chain(), evidence.path());
  }

  @Test
  void anIntermediateCanBeTheAuthority() {
    Issued intermediate = Verdicts.authority("Intermediate").issuedBy(AUTHORITY);
    Issued server = Verdicts.server().issuedBy(intermediate);
    TlsaRecord record = Dane.record("2 1 1", intermediate);

    assertEquals(
        intermediate.certificate(), Dane.authenticated(verify(server, record), record).anchor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 0 1", "2 0 2", "2 1 1", "2 1 2"})
  @Requirement(value = "N-18", heldBy = "NamedAuthorities")
  void aDigestNamesPresentedAuthoritiesOnly(String fields) {
    Dane.mismatch(verify(SERVER, Dane.record(fields, AUTHORITY)));
    // not even if the client knows it otherwise
    Dane.mismatch(Dane.verify(AUTHORITY, SERVER, Dane.PREFER, Dane.record(fields, AUTHORITY)));
  }

  @Test
  @Requirement(value = "N-19", heldBy = "NamedAuthorities")
  void anAuthorityThatStandsInTheRecordNeedNotBePresented() {
    TlsaRecord record = Dane.record("2 0 0", AUTHORITY);

    TrustEvidence.Dane evidence = Dane.authenticated(verify(SERVER, record), record);

    assertEquals(AUTHORITY.certificate(), evidence.anchor());
    Dane.mismatch(verify(SERVER, Dane.record("2 0 0", ROOT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC_P384", "RSA_2048", "ED25519"})
  @Requirement(
      value = "N-20",
      heldBy = {"NamedAuthorities", "FullContent"})
  void aKeyThatStandsInTheRecordVouchesForWhatItSigned(String kind) {
    Issued authority = Verdicts.authority("Key").key(KeyKind.valueOf(kind)).selfSigned();
    Issued top = Verdicts.authority("Top").issuedBy(authority);
    TlsaRecord record = Dane.record("2 1 0", authority);

    for (Issued issuer : List.of(authority, top)) {
      Issued server = Verdicts.server().issuedBy(issuer);
      Verification verdict = verify(server, record);
      TrustEvidence.Dane evidence = Dane.authenticated(verdict, record);
      assertEquals(Verdicts.NAME, Verdicts.accepted(verdict).matched());
      assertNull(evidence.anchor());
      assertEquals(server.chain(), evidence.path());
    }
    Issued namesake = Verdicts.authority("Key").selfSigned();
    Dane.mismatch(verify(Verdicts.server().issuedBy(namesake), record));
  }

  @Test
  @Requirement(
      value = "N-20",
      heldBy = {"NamedAuthorities", "FullContent"})
  void anExpiredTopCertificateIsRefused() {
    Issued top =
        Verdicts.authority("Top")
            .validity(Verdicts.FROM, Verdicts.NOW.minus(DAY))
            .issuedBy(AUTHORITY);
    Issued expired =
        Verdicts.authority("Authority")
            .keyOf(AUTHORITY)
            .validity(Verdicts.FROM, Verdicts.NOW.minus(DAY))
            .selfSigned();

    Dane.mismatch(verify(Verdicts.server().issuedBy(top), Dane.record("2 1 0", AUTHORITY)));
    Dane.mismatch(verify(with(expired, SERVER), Dane.record("2 1 0", AUTHORITY)));
    Dane.mismatch(verify(with(expired, SERVER), Dane.record("2 0 1", expired)));
    Dane.mismatch(verify(SERVER, Dane.record("2 0 0", expired)));
  }

  @Test
  @Requirement(value = "N-21", heldBy = "PeerVerifier")
  void theDomainThatLedToTheServerIsExpectedToo() {
    Issued server =
        CertificateBuilder.server()
            .dns("example.net")
            .validity(Verdicts.FROM, Verdicts.TO)
            .issuedBy(AUTHORITY);
    TlsaRecord record = Dane.record("2 0 1", AUTHORITY);
    Identifier domain = Host.of("example.net").identifier();
    PeerVerifier plain = Verdicts.trusting(ROOT).expecting(List.of(Verdicts.NAME));

    Verification verdict =
        plain
            .withTlsa(
                TlsaAnswer.secure(Dane.NAME, List.of(record)),
                Dane.PREFER,
                List.of(Verdicts.NAME, domain))
            .verify(with(AUTHORITY, server).chain(), Verdicts.NOW);

    Dane.authenticated(verdict, record);
    assertEquals(domain, Verdicts.accepted(verdict).matched());
    assertEquals("identity-mismatch", Dane.despite(verify(with(AUTHORITY, server), record)));
    assertThrows(
        IllegalArgumentException.class,
        () -> plain.withTlsa(TlsaAnswer.secure(Dane.NAME, List.of()), Dane.PREFER, List.of()));
  }

  @Test
  @Requirement(value = "N-22", heldBy = "PeerVerifier")
  void theNameIsRequired() {
    Issued other =
        CertificateBuilder.server()
            .dns("other.example.net")
            .validity(Verdicts.FROM, Verdicts.TO)
            .issuedBy(AUTHORITY);

    assertEquals(
        "identity-mismatch",
        Dane.despite(verify(with(AUTHORITY, other), Dane.record("2 0 1", AUTHORITY))));
    assertEquals("identity-mismatch", Dane.despite(verify(other, Dane.record("2 1 0", AUTHORITY))));
  }

  @Test
  @Requirement(value = "N-23", heldBy = "PeerVerifier")
  void theDatesOfTheServersCertificateCount() {
    Issued expired =
        Verdicts.server().validity(Verdicts.FROM, Verdicts.NOW.minus(DAY)).issuedBy(AUTHORITY);

    for (String fields : List.of("2 0 0", "2 0 1", "2 1 0")) {
      assertEquals(
          "certificate-expired",
          Dane.despite(verify(with(AUTHORITY, expired), Dane.record(fields, AUTHORITY))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 0 0", "2 0 1", "2 1 0", "2 1 1"})
  @Requirement(value = "N-24", heldBy = "NamedAuthorities")
  void theServersCertificateIsNotItsOwnAuthority(String fields) {
    Issued selfSigned = Verdicts.server().selfSigned();

    Dane.mismatch(verify(SERVER, Dane.record(fields, SERVER)));
    Dane.mismatch(verify(selfSigned, Dane.record(fields, selfSigned)));
    Dane.mismatch(verify(with(selfSigned, selfSigned), Dane.record(fields, selfSigned)));
  }

  static Stream<Issued> unfit() {
    return Stream.of(
        authority("Unfit").ca(0).selfSigned(),
        authority("Unfit").keyUsage(KeyUsage.digitalSignature).selfSigned(),
        authority("Unfit").noBasicConstraints().selfSigned(),
        authority("Unfit").validity(Verdicts.NOW.plus(DAY), Verdicts.TO).selfSigned(),
        authority("Unfit").key(KeyKind.RSA_1024).selfSigned());
  }

  @ParameterizedTest
  @MethodSource("unfit")
  @Requirement(
      value = "N-25",
      heldBy = {"PeerVerifier", "PathValidator"})
  void whatTheAuthoritySaysAboutItselfCounts(Issued authority) {
    Issued below = Verdicts.authority("Below").issuedBy(authority);
    Issued server = Verdicts.server().issuedBy(Verdicts.authority("Lower").issuedBy(below));

    for (String fields : List.of("2 0 0", "2 0 1", "2 1 1")) {
      Dane.mismatch(verify(with(authority, server), Dane.record(fields, authority)));
    }
  }

  @Test
  void anAuthorityWithRoomBelowIsFit() {
    Issued authority = authority("Fit").ca(2).selfSigned();
    Issued below = Verdicts.authority("Below").issuedBy(authority);
    Issued server = Verdicts.server().issuedBy(Verdicts.authority("Lower").issuedBy(below));
    TlsaRecord record = Dane.record("2 0 1", authority);

    Dane.authenticated(verify(with(authority, server), record), record);
  }

  @Test
  void anAuthorityBesideThePathVouchesForNothing() {
    Issued stranger = Verdicts.server().issuedBy(ROOT);

    Dane.mismatch(verify(with(AUTHORITY, stranger), Dane.record("2 0 1", AUTHORITY)));
    Dane.mismatch(verify(stranger, Dane.record("2 0 0", AUTHORITY)));
    Dane.mismatch(verify(stranger, Dane.record("2 1 0", AUTHORITY)));
  }
}
