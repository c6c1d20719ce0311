package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import io.github.mailclad.SecuredService;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.it.World;
import io.github.mailclad.it.dns.SignedWorld;
import io.github.mailclad.it.dns.Tampering;
import io.github.mailclad.it.dns.TamperingProxy;
import io.github.mailclad.it.dns.Zone;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Accounts of which an address is all that is known, at Dovecot and Postfix, by way of real SRV,
 * TLSA and address records that are validated here, or by way of files. Each way to prove the
 * server is broken once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoundInDnsIT {
  private static final Issued AUTHORITY = CertificateBuilder.root("An authority of its own");
  private static final Issued OTHER = CertificateBuilder.root("Another authority");

  private final World world = new World();
  private @Nullable MailHost trusted;
  private @Nullable MailHost nobody;
  private @Nullable MailHost anchored;
  private @Nullable SignedWorld dns;
  private @Nullable FilesOfDomains files;
  private @Nullable TamperingProxy counting;
  private @Nullable Path anchors;

  @BeforeAll
  void start(
      @TempDir Path ofTrusted,
      @TempDir Path ofNobody,
      @TempDir Path ofAnchored,
      @TempDir Path directory)
      throws Exception {
    Issued known =
        CertificateBuilder.server()
            .key(KeyKind.RSA_2048)
            .dns("mail.pkix.test")
            .dns(FilesOfDomains.NAMES.toArray(String[]::new))
            .srv(
                "_imaps.srvid.test",
                "_pop3s.srvid.test",
                "_submissions.srvid.test",
                "_imap.othersrvid.test",
                "_pop3.othersrvid.test",
                "_submission.othersrvid.test")
            .issuedBy(world.root);
    Instant lastWeek = Instant.now().minus(Duration.ofDays(7));
    Issued nameless =
        CertificateBuilder.server()
            .key(KeyKind.RSA_2048)
            .validity(lastWeek.minus(Duration.ofDays(7)), lastWeek)
            .selfSigned();
    Issued ofItsOwn =
        CertificateBuilder.server().key(KeyKind.RSA_2048).dns("mail.ta.test").issuedBy(AUTHORITY);
    trusted =
        MailHost.start(
            world, known, ofTrusted, Dovecot.atRegisteredPorts(FilesOfDomains.address()));
    files = new FilesOfDomains(world, trusted);
    nobody = MailHost.start(world, nameless, ofNobody);
    anchored =
        MailHost.start(
            world,
            ofItsOwn.presenting(ofItsOwn.certificate(), AUTHORITY.certificate()),
            ofAnchored);
    TlsaRecord daneEe = record(TlsaUsage.DANE_EE, TlsaSelector.SPKI, nameless);
    TlsaRecord daneTa = record(TlsaUsage.DANE_TA, TlsaSelector.CERT, AUTHORITY);
    TlsaRecord wrong = record(TlsaUsage.DANE_TA, TlsaSelector.CERT, OTHER);
    SignedWorld.Builder zones = SignedWorld.builder();
    for (String domain : List.of("pkix.test", "othername.test", "srvid.test", "othersrvid.test")) {
      zones.zone(domain, zone -> publish(zone, trusted(), List.of()));
    }
    zones.zone("ee.test", zone -> publish(zone, nobody(), List.of(daneEe)));
    zones.zone(
        "otheree.test",
        zone ->
            publish(
                zone, nobody(), List.of(record(TlsaUsage.DANE_EE, TlsaSelector.SPKI, ofItsOwn))));
    zones.zone("noee.test", zone -> publish(zone.unsigned(), nobody(), List.of(daneEe)));
    zones.zone("ta.test", zone -> publish(zone, anchored(), List.of(daneTa)));
    zones.zone("otherta.test", zone -> publish(zone, anchored(), List.of(wrong)));
    zones.zone("othertaname.test", zone -> publish(zone, anchored(), List.of(daneTa)));
    FilesOfDomains.publish(zones);
    Path folder = Files.createDirectory(directory.resolve("dns"));
    dns = zones.start(folder);
    counting = new TamperingProxy(dns.resolver(), Tampering.NOTHING);
    anchors = Files.writeString(directory.resolve("anchors"), dns.anchor() + "\n");
  }

  @AfterAll
  void stop() {
    for (MailHost host : new MailHost[] {trusted, nobody, anchored}) {
      if (host != null) {
        host.close();
      }
    }
    if (files != null) {
      files.close();
    }
    if (counting != null) {
      counting.close();
    }
    if (dns != null) {
      dns.close();
    }
  }

  private MailHost trusted() {
    return Objects.requireNonNull(trusted);
  }

  private MailHost nobody() {
    return Objects.requireNonNull(nobody);
  }

  private MailHost anchored() {
    return Objects.requireNonNull(anchored);
  }

  private FilesOfDomains files() {
    return Objects.requireNonNull(files);
  }

  private TamperingProxy counting() {
    return Objects.requireNonNull(counting);
  }

  private static TlsaRecord record(TlsaUsage usage, TlsaSelector selector, Issued issued) {
    return TlsaRecord.of(usage, selector, TlsaMatching.SHA2_256, issued.certificate());
  }

  /** IMAP and POP3 at Dovecot, submission at Postfix, all of them at {@code mail} in the zone. */
  private static void publish(Zone zone, MailHost host, List<TlsaRecord> records) {
    zone.address("mail", Loopback.V4);
    for (Listener listener : host.listeners()) {
      String server = listener.submits() ? "Postfix" : "Dovecot";
      if (listener.server().equals(server) && listener.protocol().endsWith("s")) {
        zone.srv("_" + listener.protocol() + "._tcp", 0, 0, listener.port(), "mail");
        records.forEach(record -> zone.tlsa("_" + listener.port() + "._tcp.mail", record));
      }
    }
  }

  private Properties at(String domain, String protocol) {
    Properties properties = new Properties();
    properties.setProperty("mail." + protocol + ".user", world.sentinels.user() + "@" + domain);
    properties.setProperty("mail." + protocol + ".auth", "true");
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.setProperty("mail.security.dns-servers", "127.0.0.1:" + counting().port());
    properties.setProperty("mail.security.dns-anchors", String.valueOf(anchors));
    return properties;
  }

  private ConnectionSecurity.Authenticated connect(String domain, String protocol)
      throws MessagingException {
    try (Service service = World.service(protocol, at(domain, protocol))) {
      service.connect(null, world.sentinels.password());
      return assertInstanceOf(
          ConnectionSecurity.Authenticated.class,
          ((SecuredService) service).connectionSecurity().orElseThrow());
    }
  }

  /** The code of the refusal; and no server has heard of the account. */
  private String refused(String domain, String protocol) {
    try {
      return "connected: " + connect(domain, protocol);
    } catch (MessagingException e) {
      assertFalse(heardOf(domain), "a server has heard of the account");
      return Refusal.in(e).map(Refusal::code).orElse(String.valueOf(e));
    }
  }

  /**
   * Returns whether an account of the domain tried to log in, by the log of the server that knows
   * the users.
   */
  private boolean heardOf(String domain) {
    String address = world.sentinels.user() + "@" + domain;
    return Stream.of(trusted(), nobody(), anchored())
        .map(host -> host.process(host.listeners().get(0)).logAfter(0))
        .anyMatch(log -> log.contains(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "submission", "smtp"})
  @Requirement(
      value = {"S-34", "D-5-1", "D-5.1-10", "L7", "T7"},
      heldBy = {"ServicePlanner", "ServerFinder", "ServerLookup"})
  void byTheTrustAnchors(String protocol) throws Exception {
    ConnectionSecurity.Authenticated got = connect("pkix.test", protocol);

    assertTrue(heardOf("pkix.test"), "the log tells of logins");
    assertEquals("mail.pkix.test", got.endpoint().host().text());
    assertEquals(Endpoint.Provenance.SRV, got.endpoint().provenance());
    assertEquals(new Identifier.DnsId("mail.pkix.test"), got.matched());
    assertInstanceOf(TrustEvidence.Pkix.class, got.evidence());
    assertEquals("identity-mismatch", refused("othername.test", protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "submission"})
  @Requirement(
      value = {"S-33", "R6186-4-3"},
      heldBy = {"Server", "IdentityMatcher"})
  void byTheServicesOwnName(String protocol) throws Exception {
    assertInstanceOf(Identifier.SrvId.class, connect("srvid.test", protocol).matched());
    assertEquals("identity-mismatch", refused("othersrvid.test", protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "submission"})
  @Requirement(
      value = {"N-01", "N-02", "L5", "D-5.3-2"},
      heldBy = {"DaneStep", "ServerLookup", "ServerRecords"})
  void byItsKey(String protocol) throws Exception {
    TrustEvidence.Dane evidence =
        assertInstanceOf(TrustEvidence.Dane.class, connect("ee.test", protocol).evidence());

    assertEquals(TlsaUsage.DANE_EE, evidence.usage());
    assertEquals("dane-mismatch", refused("otheree.test", protocol));
    assertNotEquals("dane-mismatch", refused("noee.test", protocol));
    assertTrue(!refused("noee.test", protocol).startsWith("connected"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "submission"})
  @Requirement(
      value = {"N-17", "N-22"},
      heldBy = {"DaneStep", "ServerLookup", "ServerRecords"})
  void byAnAuthorityOfItsOwn(String protocol) throws Exception {
    TrustEvidence.Dane evidence =
        assertInstanceOf(TrustEvidence.Dane.class, connect("ta.test", protocol).evidence());

    assertEquals(TlsaUsage.DANE_TA, evidence.usage());
    assertEquals("dane-mismatch", refused("otherta.test", protocol));
    assertEquals("dane-mismatch", refused("othertaname.test", protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"altered.test", "expired.test"})
  @Requirement(
      value = {"S-19", "L1", "N-33", "N-49"},
      heldBy = {"ServiceSearch", "DnsjavaResolver"})
  void recordsWhoseSignaturesAreWrongLeadNowhere(String domain) {
    assertEquals("discovery-failed", refused(domain, "imap"));
  }

  @Test
  void byAFileWithASignedDigest() throws Exception {
    files().assertProvedLogins(Objects.requireNonNull(dns));
    files().assertMismatch(Objects.requireNonNull(dns));
  }

  @Test
  void byAFileOfTheDomain() throws Exception {
    files().assertLoginsByFile(Objects.requireNonNull(dns));
  }

  @Test
  @Requirement(
      value = {"S-25", "D-5.1-12"},
      heldBy = {"ServerFinder", "DnsjavaResolver"})
  void connectionsAskTheDnsOnce() throws Exception {
    connect("ee.test", "imap");
    int before = counting().queries();

    for (int i = 0; i < 20; i++) {
      connect("ee.test", "imap");
    }

    System.out.printf(
        "lookups: 20 connects by SRV and DANE, %d DNS queries%n", counting().queries() - before);
    assertEquals(before, counting().queries());
  }
}
