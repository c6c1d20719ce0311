package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PKIX-EE and PKIX-TA, which narrow what trust anchors accept (RFC 7671, sections 5.3, 5.4). */
class DanePkixTest {
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Issued INTERMEDIATE = Verdicts.authority("Intermediate").issuedBy(ROOT);
  private static final Issued SERVER = Verdicts.server().issuedBy(INTERMEDIATE);
  private static final Issued OTHER_ROOT = Verdicts.authority("Other").selfSigned();
  private static final Issued OTHER =
      CertificateBuilder.server()
          .dns("other.example.net")
          .validity(Verdicts.FROM, Verdicts.TO)
          .issuedBy(INTERMEDIATE);

  private static Verification verify(Issued server, TlsaRecord... records) {
    return Dane.verify(ROOT, server, Dane.ALL_USAGES, records);
  }

  private static Verification trusting(List<Issued> anchors, Issued server, TlsaRecord record) {
    return Verdicts.trusting(anchors.toArray(new Issued[0]))
        .expecting(List.of(Verdicts.NAME))
        .withTlsa(TlsaAnswer.secure(Dane.NAME, List.of(record)), Dane.ALL_USAGES)
        .verify(server.chain(), Verdicts.NOW);
  }

  @Test
  @Requirement(value = "N-13", heldBy = "PeerVerifier")
  void pkixEeAsksForTheNameToo() {
    assertEquals("identity-mismatch", Dane.despite(verify(OTHER, Dane.record("1 1 1", OTHER))));
    assertEquals("", Dane.despite(verify(SERVER, Dane.record("1 1 1", OTHER))));

    TlsaRecord record = Dane.record("1 1 1", SERVER);
    Verification verdict = verify(SERVER, record);
    TrustEvidence.Dane evidence = Dane.authenticated(verdict, record);
    assertEquals(Verdicts.NAME, Verdicts.accepted(verdict).matched());
    assertEquals(SERVER.chain(), evidence.path());
    assertEquals(ROOT.certificate(), evidence.anchor());
  }

  @Test
  @Requirement(value = "N-14", heldBy = "PeerVerifier")
  void pkixEeAsksForATrustAnchorToo() {
    assertEquals(
        "untrusted-issuer",
        Dane.despite(
            Dane.verify(OTHER_ROOT, SERVER, Dane.ALL_USAGES, Dane.record("1 1 1", SERVER))));
    assertEquals(
        "untrusted-issuer",
        Dane.despite(Dane.verify(OTHER_ROOT, SERVER, Dane.ALL_USAGES, Dane.record("0 0 1", ROOT))));
  }

  @Test
  @Requirement(
      value = "N-15",
      heldBy = {"DaneStep", "NamedAuthorities"})
  void aPathIsExtendedBeyondATrustedIntermediate() {
    TlsaRecord record = Dane.record("0 0 1", ROOT);
    Issued presentingAll =
        SERVER.presenting(SERVER.certificate(), INTERMEDIATE.certificate(), ROOT.certificate());

    assertEquals(
        ROOT.certificate(),
        Dane.authenticated(trusting(List.of(INTERMEDIATE), presentingAll, record), record)
            .anchor());
    // the root is not presented, but known
    Dane.authenticated(trusting(List.of(INTERMEDIATE, ROOT), SERVER, record), record);
    Dane.mismatch(trusting(List.of(INTERMEDIATE), SERVER, record));
  }

  @Test
  @Requirement(value = "N-16", heldBy = "NamedAuthorities")
  void anAuthorityThatIsNotInThePathDoesNotCount() {
    TlsaRecord record = Dane.record("0 0 1", OTHER_ROOT);
    Issued presentingIt =
        SERVER.presenting(
            SERVER.certificate(), INTERMEDIATE.certificate(), OTHER_ROOT.certificate());

    Dane.mismatch(verify(SERVER, record));
    Dane.mismatch(verify(presentingIt, record));
    Dane.mismatch(trusting(List.of(ROOT, OTHER_ROOT), presentingIt, record));
    Dane.mismatch(verify(SERVER, Dane.record("0 0 1", SERVER)));
  }

  @Test
  void everyAuthorityOfThePathCounts() {
    for (Issued authority : List.of(INTERMEDIATE, ROOT)) {
      for (String fields : List.of("0 0 0", "0 0 1", "0 1 0", "0 1 2")) {
        TlsaRecord record = Dane.record(fields, authority);
        Dane.authenticated(verify(SERVER, record), record);
      }
    }
    assertEquals("identity-mismatch", Dane.despite(verify(OTHER, Dane.record("0 0 1", ROOT))));
  }

  @Test
  void theUsagesAreAlternatives() {
    TlsaRecord ee = Dane.record("3 1 1", SERVER);
    TlsaRecord ta = Dane.record("0 0 1", ROOT);

    Dane.authenticated(verify(SERVER, ta, ee), ee);
    Dane.authenticated(verify(SERVER, Dane.wrong("3 1 1"), Dane.wrong("1 1 1"), ta), ta);
  }
}
