package io.github.mailclad.it.discovery;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.it.discovery.AddressOnly.DOMAIN;
import static io.github.mailclad.it.discovery.AddressOnly.HOST;
import static io.github.mailclad.it.discovery.AddressOnly.srv;
import static io.github.mailclad.it.discovery.AddressOnly.tlsa;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.TrustEvidence.DaneFinding;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.traps.OnTheWire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the verdict of TLSA records about a server, by the data that the server received. */
class DaneServerIT {
  private static final String WRONG = "3 1 1 " + "ab".repeat(32);

  private final AddressOnly account = new AddressOnly();

  /** Returns a certificate below an untrusted authority, expired, and with another name. */
  private static Issued nobody() {
    Instant now = Instant.now();
    return CertificateBuilder.server()
        .dns("other.example")
        .validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
        .selfSigned();
  }

  private static String record(TlsaUsage usage, Issued issued) {
    return TlsaRecord.of(usage, TlsaSelector.SPKI, TlsaMatching.SHA2_256, issued.certificate())
        .toString();
  }

  private static String daneEe(Issued issued) {
    return record(TlsaUsage.DANE_EE, issued);
  }

  private void published(TlsFront server, DnssecStatus status, String... records) {
    account.publishing(SECURE, "imaps", HOST, server);
    account.dns.tlsa(status, tlsa(server, HOST), records);
  }

  private static TrustEvidence evidence(ConnectionSecurity got) {
    assertEquals(ConfidentialityLevel.AUTHENTICATED, got.level());
    return ((ConnectionSecurity.Authenticated) got).evidence();
  }

  private static void assertAbsent(DaneFinding finding) {
    assertEquals(
        List.of(), assertInstanceOf(DaneFinding.NoUsableRecords.class, finding).unusable());
  }

  private static DaneFinding finding(ConnectionSecurity got) {
    return assertInstanceOf(TrustEvidence.Pkix.class, evidence(got)).dane();
  }

  private Properties dane(String mode) {
    Properties properties = account.properties("imap");
    properties.setProperty("mail.imap.security.dane", mode);
    return properties;
  }

  @Test
  @Requirement(
      value = {"N-01", "N-41", "L5", "T1", "D-5.3-2"},
      heldBy = {"DaneStep", "ServerLookup", "ServerRecords"})
  void aRecordOfTheServersKeyIsEnough() throws Exception {
    Issued nobody = nobody();
    try (TlsFront server = account.server("imap", nobody)) {
      published(server, SECURE, daneEe(nobody));

      TrustEvidence.Dane evidence =
          assertInstanceOf(TrustEvidence.Dane.class, evidence(account.connect("imap")));

      assertEquals(TlsaUsage.DANE_EE, evidence.usage());
      assertEquals(tlsa(server, HOST), evidence.name());
      account.loggedIn(server);
    }
  }

  @Test
  @Requirement(value = "N-17", heldBy = "DaneStep")
  void aRecordOfAnAuthorityThatNobodyElseTrustsIsEnough() throws Exception {
    Issued authority = CertificateBuilder.root("An authority of its own");
    Issued certificate = CertificateBuilder.server().dns(HOST).issuedBy(authority);
    Issued presented = certificate.presenting(certificate.certificate(), authority.certificate());
    try (TlsFront server = account.server("imap", presented)) {
      published(server, SECURE, record(TlsaUsage.DANE_TA, authority));

      assertInstanceOf(TrustEvidence.Dane.class, evidence(account.connect("imap")));
    }
  }

  @Test
  @Requirement(value = "N-02", heldBy = "DaneStep")
  void aRecordThatDoesNotMatchIsFinalWhateverElseVouches() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE, WRONG);

      account.refused("dane-mismatch", "imap");

      account.gotNothing(server);
    }
  }

  @Test
  @Requirement(
      value = {"N-02", "D-5.2-6"},
      heldBy = {"ConnectAttempt", "DaneStep"})
  void aMismatchLeadsToTheNextServer() throws Exception {
    try (TlsFront first = account.server("imap");
        TlsFront second = account.server("imap")) {
      account.publishing(SECURE, "imaps", HOST, first, second);
      account.dns.tlsa(SECURE, tlsa(first, HOST), WRONG);

      account.connect("imap");

      account.gotNothing(first);
      account.loggedIn(second);
    }
  }

  @Test
  @Requirement(
      value = {"N-27", "N-28", "L9"},
      heldBy = {"ServerLookup", "ConnectAttempt"})
  void aServerWhoseRecordsCannotBeFoundIsNotContacted() throws Exception {
    for (DnssecStatus status : List.of(BOGUS, INDETERMINATE)) {
      AddressOnly other = new AddressOnly();
      try (TlsFront first = other.server("imap");
          TlsFront second = other.server("imap")) {
        other.publishing(SECURE, "imaps", HOST, first, second);
        other.dns.fails(FakeDns.Type.TLSA, tlsa(first, HOST), status, "told so");

        other.connect("imap");

        other.loggedIn(second);

        other.dns.fails(FakeDns.Type.TLSA, tlsa(second, HOST), status, "told so");
        other.refused("dane-lookup-failed", "imap");
        OnTheWire.assertNeverConnected(first);
      }
    }
  }

  @Test
  @Requirement(
      value = {"N-29", "L8"},
      heldBy = {"ServerLookup", "TlsaEffect"})
  void recordsThatNothingSignsAreReportedAndIgnored() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, INSECURE, WRONG);

      assertAbsent(finding(account.connect("imap")));
    }
  }

  @Test
  @Requirement(
      value = {"N-30", "N-34", "L7", "T7"},
      heldBy = {"ServerLookup", "TlsaEffect"})
  void withoutRecordsTheTrustAnchorsDecide() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE);

      assertAbsent(finding(account.connect("imap")));
    }
    AddressOnly other = new AddressOnly();
    Issued nobody = nobody();
    try (TlsFront server = other.server("imap", nobody)) {
      other.publishing(SECURE, "imaps", HOST, server);
      other.dns.tlsa(SECURE, tlsa(server, HOST));

      assertTrue(other.failure("imap", other.properties("imap")).isPresent());
      other.gotNothing(server);
    }
  }

  @Test
  @Requirement(
      value = {"N-31", "L4"},
      heldBy = "ServerLookup")
  void recordsAreNotAskedForWhereNothingSignsTheAddresses() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE, WRONG);
      account.at(INSECURE, HOST);

      account.connect("imap");

      assertEquals(List.of(), account.dns.queries(FakeDns.Type.TLSA));
    }
  }

  @Test
  @Requirement(
      value = {"N-32", "L3"},
      heldBy = "ServerLookup")
  void aServerWithABogusAddressIsNotContacted() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE);
      account.dns.fails(FakeDns.Type.AAAA, HOST, BOGUS, "forged");

      account.refused("address-lookup-failed", "imap");

      OnTheWire.assertNeverConnected(server);
    }
  }

  @Test
  @Requirement(
      value = {"N-33", "L1"},
      heldBy = "ServiceSearch")
  void bogusServiceRecordsLeadNowhere() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE);
      account.dns.fails(FakeDns.Type.SRV, srv("imaps"), BOGUS, "forged");

      account.refused("discovery-failed", "imap");

      OnTheWire.assertNeverConnected(server);
      assertEquals(List.of(), account.dns.queries(FakeDns.Type.A));
    }
  }

  @Test
  @Requirement(
      value = {"N-35", "L2", "T8"},
      heldBy = {"ServerLookup", "Server"})
  void recordsOfAServerThatNothingSignedDecideNothing() throws Exception {
    Issued certificate = account.certificateFor(HOST);
    try (TlsFront server = account.server("imap", certificate)) {
      published(server, SECURE, daneEe(certificate));
      account.dns.srv(INSECURE, srv("imaps"), "0 0 " + server.port() + " " + HOST);

      account.refused("identity-mismatch", "imap");

      account.gotNothing(server);
      assertEquals(List.of(), account.dns.queries(FakeDns.Type.TLSA));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expanded.example.org", HOST})
  @Requirement(
      value = {"N-36", "N-37", "T2"},
      heldBy = {"ServerLookup", "Offer"})
  void theServerIsGreetedByTheNameThatHasTheRecords(String base) throws Exception {
    Issued nobody = nobody();
    try (TlsFront server = account.server("imap", nobody)) {
      account.publishing(SECURE, "imaps", HOST, server);
      account.at(SECURE, "expanded.example.org");
      account.dns.alias(SECURE, HOST, "expanded.example.org");
      account.dns.absencesAre(SECURE).tlsa(SECURE, tlsa(server, base), daneEe(nobody));

      account.connect("imap");

      assertEquals(
          List.of(base),
          server.recorder().connections().stream()
              .flatMap(connection -> connection.clientHello().stream())
              .map(ClientHello::serverNames)
              .flatMap(List::stream)
              .toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"INSECURE, SECURE", "SECURE, INSECURE"})
  @Requirement(
      value = {"N-43", "L2", "L4"},
      heldBy = {"ServerLookup", "TlsaEffect"})
  void whatIsRequiredMustBeSigned(DnssecStatus srv, DnssecStatus address) throws Exception {
    Issued certificate = account.certificateFor(DOMAIN);
    try (TlsFront server = account.server("imap", certificate)) {
      account.publishing(srv, "imaps", HOST, server).at(address, HOST);
      account.dns.tlsa(SECURE, tlsa(server, HOST), daneEe(certificate));

      account.refused("dane-absent", "imap", dane("require"));

      OnTheWire.assertNeverConnected(server);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3 1 1 ab, dane-unusable",
    "'', dane-absent",
  })
  @Requirement(
      value = {"N-43", "L6", "L7"},
      heldBy = {"ServerLookup", "TlsaEffect"})
  void whatIsRequiredMustBeThere(String record, String code) throws Exception {
    try (TlsFront server = account.server("imap", account.certificateFor(DOMAIN))) {
      published(server, SECURE, record.isEmpty() ? new String[0] : new String[] {record});

      account.refused(code, "imap", dane("require"));

      OnTheWire.assertNeverConnected(server);
    }
  }

  @Test
  @Requirement(
      value = {"N-44", "L10"},
      heldBy = "ServerLookup")
  void withDaneOffNoRecordsAreLookedUp() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE, WRONG);

      account.connect("imap", dane("off"));

      assertEquals(List.of(), account.dns.queries(FakeDns.Type.TLSA));
    }
  }

  @Test
  @Requirement(
      value = "N-45",
      heldBy = {"TlsContexts", "SecuredConnector"})
  void anOldMatchIsWorthNothingOnAResumedSession() throws Exception {
    Issued nobody = nobody();
    try (TlsFront server = account.server("imap", nobody)) {
      published(server, SECURE, daneEe(nobody));
      account.connect("imap");
      account.connect("imap");
      assertEquals(1, server.resumedSessions(), "sessions are resumed");
      server.recorder().awaitEnds(Duration.ofSeconds(5));
      int before = server.recorder().clientPlain().length;

      account.dns.tlsa(SECURE, tlsa(server, HOST), WRONG);
      account.refused("dane-mismatch", "imap");

      server.recorder().awaitEnds(Duration.ofSeconds(5));
      assertEquals(before, server.recorder().clientPlain().length, "application data");
    }
  }

  @Test
  @Requirement(value = "N-46", heldBy = "ConnectAttempt")
  void aKeyThatWasRolledOverIsLookedUpOnceMore() throws Exception {
    Issued nobody = nobody();
    try (TlsFront server = account.server("imap", nobody)) {
      published(server, SECURE, WRONG);
      account.dns.onForget(name -> account.dns.tlsa(SECURE, tlsa(server, HOST), daneEe(nobody)));

      account.connect("imap");

      assertEquals(List.of(tlsa(server, HOST)), account.dns.forgotten());
      assertEquals(2, server.recorder().connections().size());
      account.loggedIn(server);
    }
  }

  @Test
  @Requirement(value = "N-46", heldBy = "ConnectAttempt")
  void aKeyThatMatchesNeitherTimeIsRefused() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE, WRONG);

      account.refused("dane-mismatch", "imap");

      assertEquals(List.of(tlsa(server, HOST)), account.dns.forgotten());
      assertEquals(1, server.recorder().connections().size(), "nothing has changed");
    }
  }

  @Test
  @Requirement(value = "N-50", heldBy = "DaneStep")
  void anAuditReportsAndDecidesNothing() throws Exception {
    try (TlsFront server = account.server("imap")) {
      published(server, SECURE, WRONG);

      assertTrue(
          assertInstanceOf(
                  DaneFinding.Audited.class, finding(account.connect("imap", dane("audit-only"))))
              .verdict()
              .refusal()
              .isPresent());
    }
  }

  @Test
  @Requirement(value = "N-51", heldBy = "PeerVerifier")
  void anAccountPinOverridesNoRecord() throws Exception {
    Issued nobody = nobody();
    Properties pinned = account.properties("imap");
    pinned.setProperty(
        "mail.imap.security.account-pin", AccountPin.of(nobody.certificate()).toString());
    pinned.setProperty("mail.imap.security.minimum-level", "encrypted");
    try (TlsFront server = account.server("imap", nobody)) {
      published(server, SECURE);
      assertEquals(ConfidentialityLevel.ENCRYPTED, account.connect("imap", pinned).level());
      server.recorder().awaitEnds(Duration.ofSeconds(5));
      int before = server.recorder().clientPlain().length;

      account.dns.tlsa(SECURE, tlsa(server, HOST), WRONG);
      account.refused("dane-mismatch", "imap", pinned);

      server.recorder().awaitEnds(Duration.ofSeconds(5));
      assertEquals(before, server.recorder().clientPlain().length, "application data");
    }
  }

  @Test
  @Requirement(
      value = {"T4", "L5", "G7"},
      heldBy = {"ServicePlanner", "ServerLookup"})
  void aServerThatWasNamedHasRecordsTooWhereAResolverIsConfigured() throws Exception {
    Issued nobody = nobody();
    try (TlsFront server = account.server("imap", nobody)) {
      account.at(SECURE, HOST).dns.tlsa(SECURE, tlsa(server, HOST), daneEe(nobody));
      Properties named = account.properties("imap");
      named.setProperty("mail.imap.host", HOST);
      named.setProperty("mail.imap.port", Integer.toString(server.port()));

      assertInstanceOf(TrustEvidence.Dane.class, evidence(account.connect("imap", named)));
      assertEquals(List.of(), account.dns.queries(FakeDns.Type.SRV));
    }
  }
}
