package io.github.mailclad.it.discovery;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.it.discovery.AddressOnly.DOMAIN;
import static io.github.mailclad.it.discovery.AddressOnly.ELSEWHERE;
import static io.github.mailclad.it.discovery.AddressOnly.HOST;
import static io.github.mailclad.it.discovery.AddressOnly.srv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.traps.OnTheWire;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests of the server that an account with only an address connects to, and of those that it never
 * does.
 */
class DiscoveredServerIT {
  private final AddressOnly account = new AddressOnly();

  @ParameterizedTest
  @CsvSource({
    "imaps, IMAPS",
    "imap, IMAPS",
    "pop3s, POP3S",
    "pop3, POP3S",
    "submissions, SUBMISSIONS",
    "submission, SUBMISSIONS",
    "smtps, SUBMISSIONS",
    "smtp, SUBMISSIONS"
  })
  @Requirement(
      value = {"D-5-1", "D-5.1-2", "D-5.1-1", "S-21"},
      heldBy = {"ServicePlanner", "ServerFinder"})
  void anAddressIsEnough(String protocol, MailService service) throws Exception {
    try (TlsFront server = account.server(protocol)) {
      account.publishing(SECURE, service.srvLabel(), HOST, server);

      ConnectionSecurity got = account.connect(protocol);

      assertEquals(service, got.service());
      assertEquals(
          new Endpoint(Host.of(HOST), server.port(), Endpoint.Provenance.SRV), got.endpoint());
      account.loggedIn(server);
      assertEquals(
          List.of(srv(service.srvLabel()), srv(service.with(TlsStart.STARTTLS).srvLabel())),
          account.dns.queries(FakeDns.Type.SRV).stream().sorted(this::longestFirst).toList());
    }
  }

  private int longestFirst(String a, String b) {
    return Integer.compare(b.length(), a.length());
  }

  @Test
  @Requirement(value = "D-5.1-2", heldBy = "ServicePlanner")
  void aUserNameWithoutADomainNamesNoServer() {
    Properties properties = account.properties("imap");
    properties.setProperty("mail.imap.user", "alice");

    MessagingException refused = account.failure("imap", properties).orElseThrow();

    assertTrue(String.valueOf(refused.getMessage()).contains("[no-server-named]"));
    assertEquals(List.of(), account.dns.queries());
  }

  @Test
  @Requirement(value = "S-02", heldBy = "ServiceSearch")
  void nothingIsGuessedWhereNothingIsPublished() {
    account.at(SECURE, "imap." + DOMAIN).at(SECURE, DOMAIN);

    account.refused("no-service-records", "imap");

    assertEquals(List.of(), account.dns.queries(FakeDns.Type.A));
  }

  @Test
  @Requirement(value = "S-03", heldBy = "ConnectAttempt")
  void theNextServerIsForWhenThePreferredOneCannotBeReached() throws Exception {
    try (TlsFront second = account.server("imap");
        ServerSocket closed = new ServerSocket(0)) {
      account
          .at(SECURE, HOST)
          .dns
          .srv(
              SECURE,
              srv("imaps"),
              "0 0 " + closed.getLocalPort() + " " + HOST,
              "10 0 " + second.port() + " " + HOST);
      closed.close();

      account.connect("imap");

      account.loggedIn(second);
    }
  }

  @Test
  @Requirement(value = "S-03", heldBy = "ConnectAttempt")
  void thePreferredServerIsTheOnlyOneThatIsConnectedTo() throws Exception {
    try (TlsFront first = account.server("imap");
        TlsFront second = account.server("imap")) {
      account.publishing(SECURE, "imaps", HOST, first, second);

      account.connect("imap");

      account.loggedIn(first);
      OnTheWire.assertNeverConnected(second);
    }
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "ConnectAttempt")
  void aServerThatCannotBeVerifiedLeadsToTheNextOneOfItsKind() throws Exception {
    try (TlsFront first = account.server("imap", account.certificateFor("other.example"));
        TlsFront second = account.server("imap")) {
      account.publishing(SECURE, "imaps", HOST, first, second);

      account.connect("imap");

      account.gotNothing(first);
      account.loggedIn(second);
    }
  }

  @Test
  @Requirement(
      value = {"D-5.2-6", "R9325-3.2-1"},
      heldBy = "ConnectAttempt")
  void allReasonsAreReportedWhereNoServerIsGoodEnough() throws Exception {
    Issued wrong = account.certificateFor("other.example");
    try (TlsFront first = account.server("imap", wrong);
        TlsFront second = account.server("imap", wrong);
        TlsFront starttls = account.starttlsServer("imap", account.certificateFor(HOST))) {
      account
          .publishing(SECURE, "imaps", HOST, first, second)
          .publishing(SECURE, "imap", HOST, starttls);

      MessagingException refused = account.refused("identity-mismatch", "imap");

      assertEquals(1, refused.getSuppressed().length);
      account.gotNothing(first);
      account.gotNothing(second);
      OnTheWire.assertNeverConnected(starttls);
    }
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "ConnectAttempt")
  void aPasswordThatOneServerRefusedIsNotOfferedToTheNext() throws Exception {
    try (TlsFront first =
            account.server(new ImapDialogue().refusingLogin(), account.certificateFor(HOST));
        TlsFront second = account.server("imap")) {
      account.publishing(SECURE, "imaps", HOST, first, second);

      assertInstanceOf(
          AuthenticationFailedException.class,
          account.failure("imap", account.properties("imap")).orElseThrow());

      OnTheWire.assertNeverConnected(second);
    }
  }

  @Test
  @Requirement(
      value = {"S-10", "S-15", "D-5.1-4", "R9325-3.2-1"},
      heldBy = "ServiceSearch")
  void implicitTlsIsPreferredWhateverThePriorities() throws Exception {
    try (TlsFront implicit = account.server("submission");
        TlsFront starttls = account.starttlsServer("submission", account.certificateFor(HOST))) {
      account.dns.srv(SECURE, srv("submissions"), "50 0 " + implicit.port() + " " + HOST);
      account.publishing(SECURE, "submission", HOST, starttls);

      assertEquals(MailService.SUBMISSIONS, account.connect("submission").service());

      account.loggedIn(implicit);
      OnTheWire.assertNeverConnected(starttls);
    }
  }

  @ParameterizedTest
  @CsvSource({"imap, IMAP", "pop3, POP3", "submission, SUBMISSION"})
  @Requirement(
      value = {"S-11", "S-16", "R6186-6-1", "R9325-3.2-2"},
      heldBy = {"ServiceSearch", "ConnectionPlan"})
  void starttlsIsRequiredWhereNothingElseIsPublished(String protocol, MailService service)
      throws Exception {
    try (TlsFront server = account.starttlsServer(protocol, account.certificateFor(HOST))) {
      account.publishing(SECURE, service.srvLabel(), HOST, server);

      assertEquals(service, account.connect(protocol).service());

      server.recorder().awaitEnds(Duration.ofSeconds(5));
      assertEquals(
          List.of(), account.world.sentinels.foundIn(server.recorder().clientClear()), "clear");
      account.loggedIn(server);
    }
  }

  @Test
  @Requirement(
      value = {"S-12", "R6186-6-1", "R9325-3.2-2"},
      heldBy = "StarttlsPreamble")
  void aServerWithoutStarttlsGetsNothing() throws Exception {
    ImapDialogue without = new ImapDialogue().replying("STARTTLS", "{tag} BAD unknown command");
    try (TlsFront server =
        TlsFront.builder()
            .certificate(account.certificateFor(HOST))
            .dialogue(without)
            .mischief(Mischief.EXPECT_STARTTLS)
            .start()) {
      account.publishing(SECURE, "imap", HOST, server);

      account.refused("starttls-unavailable", "imap");

      OnTheWire.assertNoSecret(account.world, server);
      assertEquals(List.of("S1 STARTTLS"), without.commands());
    }
  }

  @ParameterizedTest
  @CsvSource({"BOGUS, S-19", "INDETERMINATE, S-18"})
  @Requirement(
      value = {"S-18", "S-19"},
      heldBy = "ServiceSearch")
  void aFailedLookUpIsNoAbsence(DnssecStatus status, String id) throws Exception {
    try (TlsFront starttls = account.starttlsServer("imap", account.certificateFor(HOST))) {
      account.publishing(SECURE, "imap", HOST, starttls);
      account.dns.fails(FakeDns.Type.SRV, srv("imaps"), status, "it was " + id);

      account.refused("discovery-failed", "imap");

      OnTheWire.assertNeverConnected(starttls);
      assertEquals(List.of(), account.dns.queries(FakeDns.Type.A));
    }
  }

  @Test
  @Requirement(value = "S-20", heldBy = "ServiceSearch")
  void aProvedAbsenceLeadsToStarttls() throws Exception {
    account.dns.absencesAre(SECURE);
    try (TlsFront server = account.starttlsServer("imap", account.certificateFor(HOST))) {
      account.publishing(SECURE, "imap", HOST, server);

      assertEquals(MailService.IMAP, account.connect("imap").service());
    }
  }

  @Test
  @Requirement(
      value = {"S-30", "D-5.1-11"},
      heldBy = "Server")
  void aServerElsewhereIsNotContactedBeforeAPersonConfirmedIt() throws Exception {
    try (TlsFront server = account.server("imap", account.certificateFor(ELSEWHERE))) {
      account.publishing(INSECURE, "imaps", ELSEWHERE, server);

      account.refused("target-not-confirmed", "imap");

      OnTheWire.assertNeverConnected(server);
      assertEquals(List.of(), account.dns.queries(FakeDns.Type.A));
      assertEquals(List.of(), account.dns.queries(FakeDns.Type.AAAA));
    }
  }

  private Properties confirming(String host) {
    Properties properties = account.properties("imap");
    properties.setProperty("mail.imap.security.confirmed-targets", host);
    return properties;
  }

  @Test
  @Requirement(value = "S-31", heldBy = "Server")
  void aConfirmedServerMayProveItsOwnName() throws Exception {
    try (TlsFront server = account.server("imap", account.certificateFor(ELSEWHERE))) {
      account.publishing(INSECURE, "imaps", ELSEWHERE, server);

      ConnectionSecurity got = account.connect("imap", confirming(ELSEWHERE));

      assertEquals(
          new Identifier.DnsId(ELSEWHERE),
          assertInstanceOf(ConnectionSecurity.Authenticated.class, got).matched());
      assertEquals(List.of(ELSEWHERE), serverNames(server));
    }
  }

  @Test
  @Requirement(value = "S-32", heldBy = "Server")
  void aConfirmedServerMayNotProveAnotherName() throws Exception {
    try (TlsFront server = account.server("imap", account.certificateFor("other.example"))) {
      account.publishing(INSECURE, "imaps", ELSEWHERE, server);

      account.refused("identity-mismatch", "imap", confirming(ELSEWHERE));

      account.gotNothing(server);
    }
  }

  @Test
  @Requirement(value = "S-33", heldBy = "Server")
  void aConfirmedServerMayProveTheService() throws Exception {
    Issued certificate =
        CertificateBuilder.server().srv("_imaps." + DOMAIN).issuedBy(account.world.root);
    try (TlsFront server = account.server("imap", certificate)) {
      account.publishing(INSECURE, "imaps", ELSEWHERE, server);

      ConnectionSecurity got = account.connect("imap", confirming(ELSEWHERE));

      assertEquals(
          new Identifier.SrvId("imaps", DOMAIN),
          assertInstanceOf(ConnectionSecurity.Authenticated.class, got).matched());
    }
  }

  @Test
  @Requirement(value = "S-34", heldBy = "Server")
  void signedRecordsMayLeadElsewhere() throws Exception {
    try (TlsFront server = account.server("imap", account.certificateFor(ELSEWHERE))) {
      account.publishing(SECURE, "imaps", ELSEWHERE, server);

      account.connect("imap");

      account.loggedIn(server);
    }
  }

  @Test
  @Requirement(
      value = {"S-35", "R6186-4-2"},
      heldBy = "Server")
  void aServerThatWasOnlyNamedInTheClearMustProveTheDomain() throws Exception {
    try (TlsFront server = account.server("imap")) {
      account.publishing(INSECURE, "imaps", HOST, server);

      account.refused("identity-mismatch", "imap");

      account.gotNothing(server);
      assertEquals(List.of(DOMAIN), serverNames(server));
    }
    AddressOnly other = new AddressOnly();
    try (TlsFront server = other.server("imap", other.certificateFor(DOMAIN))) {
      other.publishing(INSECURE, "imaps", HOST, server);

      other.connect("imap");

      other.loggedIn(server);
    }
  }

  @Test
  @Requirement(
      value = {"S-24", "R6186-4-2"},
      heldBy = "Offer")
  void theServerIsGreetedByTheNameThatItMayProve() throws Exception {
    try (TlsFront server = account.server("imap")) {
      account.publishing(SECURE, "imaps", HOST, server);

      account.connect("imap");

      assertEquals(List.of(HOST), serverNames(server));
    }
  }

  private static List<String> serverNames(TlsFront server) {
    return server.recorder().connections().stream()
        .flatMap(connection -> connection.clientHello().stream())
        .map(ClientHello::serverNames)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  @Test
  @Requirement(
      value = {"S-25", "D-5.1-12", "R6186-4-5"},
      heldBy = "ServerFinder")
  void recordsThatAreNotSignedAreLookedUpOnce() throws Exception {
    try (TlsFront server = account.server("imap", account.certificateFor(DOMAIN))) {
      account.publishing(INSECURE, "imaps", HOST, server);
      account.connect("imap");
      int before = account.dns.queries(FakeDns.Type.SRV).size();

      for (int i = 0; i < 20; i++) {
        account.connect("imap");
      }

      assertEquals(2, before);
      assertEquals(before, account.dns.queries(FakeDns.Type.SRV).size());
      System.out.printf(
          "lookups: 21 connects, %d SRV queries, %d TLSA queries%n",
          account.dns.queries(FakeDns.Type.SRV).size(),
          account.dns.queries(FakeDns.Type.TLSA).size());
    }
  }

  @Test
  @Requirement(
      value = {"S-26", "D-5.1-12"},
      heldBy = "ServerFinder")
  void signedRecordsAreFollowedUntilNothingSignsThem() throws Exception {
    Properties following = account.properties("imap");
    following.setProperty("mail.imap.security.srv-lookup", "follow-secure");
    try (TlsFront first = account.server("imap");
        TlsFront second = account.server("imap");
        TlsFront third = account.server("imap", account.certificateFor(HOST, DOMAIN))) {
      account.publishing(SECURE, "imaps", HOST, first);
      assertEquals(first.port(), account.connect("imap", following).endpoint().port());
      account.publishing(SECURE, "imaps", HOST, second);
      assertEquals(second.port(), account.connect("imap", following).endpoint().port());

      account.dns.srv(INSECURE, srv("imaps"), "0 0 " + third.port() + " " + HOST);
      assertEquals(second.port(), account.connect("imap", following).endpoint().port());
      account.dns.fails(FakeDns.Type.SRV, srv("imaps"), BOGUS, "forged");
      assertEquals(second.port(), account.connect("imap", following).endpoint().port());
      OnTheWire.assertNeverConnected(third);
    }
  }

  @Test
  @Requirement(
      value = {"S-37", "R6186-4-4"},
      heldBy = "ConnectAttempt")
  void theLocalPartIsTriedOnceAndKept() throws Exception {
    ImapDialogue dialogue =
        new ImapDialogue()
            .accepting(account.world.sentinels.user(), account.world.sentinels.password());
    try (TlsFront server = account.server(dialogue, account.certificateFor(HOST))) {
      account.publishing(SECURE, "imaps", HOST, server);

      account.connect("imap");
      assertEquals(2, server.recorder().connections().size());
      account.connect("imap");
      assertEquals(3, server.recorder().connections().size(), "the name that worked comes first");
    }
  }

  @Test
  @Requirement(value = "S-37", heldBy = "ConnectAttempt")
  void aLoginThatIsRefusedTwiceIsNotTriedAgain() throws Exception {
    try (TlsFront server =
        account.server(new ImapDialogue().refusingLogin(), account.certificateFor(HOST))) {
      account.publishing(SECURE, "imaps", HOST, server);
      assertInstanceOf(
          AuthenticationFailedException.class,
          account.failure("imap", account.properties("imap")).orElseThrow());
      assertEquals(2, server.recorder().connections().size());

      Properties addressOnly = account.properties("imap");
      addressOnly.setProperty("mail.imap.security.discovered-user", "address");
      assertInstanceOf(
          AuthenticationFailedException.class, account.failure("imap", addressOnly).orElseThrow());
      assertEquals(3, server.recorder().connections().size());
    }
  }
}
