package io.github.mailclad.it.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A probe connects as the service would, asks what the server can do, and has nothing to leak. */
class ProbeIT {
  private static final String DOMAIN = "example.org";
  private static final String HOST = "mail.example.org";

  private final World world = new World();

  private static Probe probe(String protocol, Properties properties) throws MessagingException {
    try (Service service = World.service(protocol, properties)) {
      Probe probed = ((SecuredService) service).probe();
      assertFalse(service.isConnected());
      assertTrue(((SecuredService) service).connectionSecurity().isEmpty());
      return probed;
    }
  }

  private static List<String> saidTo(MailService service) {
    return switch (service.protocol()) {
      case IMAP -> List.of("P1 CAPABILITY", "P19 LOGOUT");
      case POP3 -> List.of("CAPA", "QUIT");
      case SUBMISSION -> List.of("EHLO [127.0.0.1]", "QUIT");
    };
  }

  private static String sent(TlsFront server) {
    server.recorder().awaitEnds(OnTheWire.PATIENCE);
    return new String(server.recorder().clientPlain(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "imaps, IMAPS, AUTH=PLAIN",
    "imap, IMAPS, AUTH=PLAIN",
    "pop3s, POP3S, SASL",
    "pop3, POP3S, SASL",
    "submissions, SUBMISSIONS, AUTH",
    "submission, SUBMISSIONS, AUTH",
    "smtps, SUBMISSIONS, AUTH",
    "smtp, SUBMISSIONS, AUTH"
  })
  @Requirement(
      value = {"D-5.1-8", "D-5.2-6"},
      heldBy = {"Probing", "Dialect"})
  void aGoodServerTellsWhatItCanDo(String protocol, MailService service, String capability)
      throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".user", world.sentinels.user());

      Probe.Reached reached = assertInstanceOf(Probe.Reached.class, probe(protocol, properties));

      assertEquals(service, reached.security().service());
      assertEquals(ConfidentialityLevel.AUTHENTICATED, reached.security().level());
      assertTrue(
          reached.capabilities().stream().anyMatch(c -> c.startsWith(capability)),
          () -> reached.capabilities().toString());
      OnTheWire.assertNoSecret(world, server);
      assertEquals(saidTo(service), sent(server).lines().toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"imap, IMAP", "pop3, POP3", "smtp, SUBMISSION"})
  @Requirement(value = "D-5.2-6", heldBy = "Probing")
  void whatAServerSaysInTheClearCountsForNothing(String protocol, MailService service)
      throws Exception {
    TlsFront.Builder front = TlsFront.builder().certificate(world.certificate);
    try (TlsFront server =
        front
            .mischief(Mischief.EXPECT_STARTTLS)
            .dialogue(
                switch (protocol) {
                  case "imap" -> new ImapDialogue().capabilitiesInClear("IMAP4rev1", "EVIL");
                  case "pop3" -> new Pop3Dialogue().capabilitiesInClear("STLS", "EVIL");
                  default -> new SmtpDialogue().capabilitiesInClear("STARTTLS", "EVIL");
                })
            .start()) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");

      Probe.Reached reached = assertInstanceOf(Probe.Reached.class, probe(protocol, properties));

      assertEquals(service, reached.security().service());
      assertFalse(reached.capabilities().contains("EVIL"));
      assertFalse(reached.capabilities().isEmpty());
    }
  }

  static List<FailingServer> failing() {
    return FailingServer.all();
  }

  @ParameterizedTest
  @MethodSource("failing")
  @Requirement(
      value = {"D-5.1-8", "D-5.2-6", "D-5-5"},
      heldBy = {"Probing", "SecuredSocket"})
  void aServerThatMayNotBeLoggedInAtIsRefusedAsAConnectionWouldBe(FailingServer each)
      throws Exception {
    try (TlsFront server = each.start().apply(world)) {
      Probe outcome = probe(each.protocol(), each.properties(world, server));

      Probe.Refused refused = assertInstanceOf(Probe.Refused.class, outcome);
      assertEquals(each.code(), refused.refusal().code());
      assertEquals(
          new Endpoint(Host.of("localhost"), server.port(), Endpoint.Provenance.CONFIGURED),
          refused.endpoint());
      OnTheWire.assertNoSecret(world, server);
      assertEquals("", sent(server));
    }
  }

  @Test
  @Requirement(value = "D-5.4-1", heldBy = "RefusedException")
  void theCertificateOfARefusedServerIsThere() throws Exception {
    Issued other = CertificateBuilder.server().dns("other.example").issuedBy(world.root);
    try (TlsFront server = world.server("imaps").certificate(other).start();
        TlsFront plain = world.server("imaps").mischief(Mischief.PLAINTEXT).start()) {
      assertEquals(
          other.certificate(),
          assertInstanceOf(Probe.Refused.class, probe("imaps", world.trusting("imaps", server)))
              .certificate());
      assertNull(
          assertInstanceOf(Probe.Refused.class, probe("imaps", world.trusting("imaps", plain)))
              .certificate());
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() throws Exception {
    Properties properties = new Properties();
    try (ServerSocket closed = new ServerSocket(0)) {
      properties.setProperty("mail.imaps.host", "localhost");
      properties.setProperty("mail.imaps.port", Integer.toString(closed.getLocalPort()));
    }
    assertInstanceOf(Probe.Unreachable.class, probe("imaps", properties));
  }

  @Test
  void aServerThatTurnsPeopleAwayIsUnreachable() throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(new ImapDialogue().greeting("* BYE [UNAVAILABLE] later"))
            .start()) {
      Probe outcome = probe("imaps", world.trusting("imaps", server));
      String problem = assertInstanceOf(Probe.Unreachable.class, outcome).problem();
      assertTrue(problem.contains("* BYE [UNAVAILABLE]"), problem);
    }
  }

  @Test
  void anotherProtocolIsNoMailServer() throws Exception {
    try (TlsFront server = world.server("smtps").start()) {
      Probe outcome = probe("imaps", world.trusting("imaps", server));
      assertEquals(
          new TlsStartRefusal.OtherProtocol("IMAP", "SMTP"),
          assertInstanceOf(Probe.Refused.class, outcome).refusal());
    }
  }

  @Test
  @Requirement(value = "P-IMAP-4", heldBy = "Probing")
  void aServerThatClaimsALoginIsRefused() throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(new ImapDialogue().greeting("* PREAUTH welcome"))
            .start()) {
      Probe outcome = probe("imaps", world.trusting("imaps", server));
      assertEquals(
          "unexpected-preauth", assertInstanceOf(Probe.Refused.class, outcome).refusal().code());
    }
  }

  @Test
  @Requirement(value = "D-5-1", heldBy = "Probing")
  void anAddressLeadsToTheServersOfItsDomainEachTime() throws Exception {
    Issued mail = CertificateBuilder.server().dns(HOST).issuedBy(world.root);
    try (TlsFront server = world.server("imaps").certificate(mail).start()) {
      FakeDns dns = new FakeDns();
      dns.srv(DnssecStatus.SECURE, "_imaps._tcp." + DOMAIN, "0 0 " + server.port() + " " + HOST);
      dns.addresses(DnssecStatus.SECURE, HOST, "127.0.0.1");
      Properties properties = FailingServer.trusting(world);
      properties.put("mail.security.resolver", dns);
      properties.setProperty("mail.imaps.user", world.sentinels.user() + "@" + DOMAIN);

      Probe.Reached reached = assertInstanceOf(Probe.Reached.class, probe("imaps", properties));
      probe("imaps", properties);

      assertEquals(HOST, reached.security().endpoint().host().text());
      assertTrue(
          dns.queries(FakeDns.Type.SRV).size() > 2, "a probe is no login: nothing is remembered");
      OnTheWire.assertNoSecret(world, server);
    }
  }

  @Test
  @Requirement(value = "D-5.3-2", heldBy = "Probing")
  void aServerWithoutItsTlsaRecordIsRefused() throws Exception {
    Issued mail = CertificateBuilder.server().dns(HOST).issuedBy(world.root);
    try (TlsFront server = world.server("imaps").certificate(mail).start()) {
      FakeDns dns = new FakeDns();
      dns.addresses(DnssecStatus.SECURE, HOST, "127.0.0.1");
      dns.tlsa(
          DnssecStatus.SECURE, "_" + server.port() + "._tcp." + HOST, "3 1 1 " + "ab".repeat(32));
      Properties properties = world.trusting("imaps", server);
      properties.put("mail.security.resolver", dns);
      properties.setProperty("mail.imaps.host", HOST);

      Probe.Refused refused = assertInstanceOf(Probe.Refused.class, probe("imaps", properties));

      assertEquals("dane-mismatch", refused.refusal().code());
      assertEquals(mail.certificate(), refused.certificate());
      assertEquals("", sent(server));
    }
  }

  @Test
  void withoutHostAndAddressNoServerIsGuessed() throws Exception {
    for (String protocol : World.PROTOCOLS) {
      Probe.Refused refused =
          assertInstanceOf(Probe.Refused.class, probe(protocol, new Properties()));
      assertEquals("no-server-named", refused.refusal().code());
    }
  }

  @Test
  @Requirement(value = "D-5.1-8", heldBy = "MailConnector")
  void anAccountWithoutAMinimumIsNotProbed() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      Properties properties = world.trusting("imaps", server);
      properties.setProperty("mail.imaps.security.minimum-level", "none");

      String problem =
          assertInstanceOf(Probe.Unreachable.class, probe("imaps", properties)).problem();

      assertTrue(problem.contains("minimum level"), problem);
      OnTheWire.assertNeverConnected(server);
    }
  }

  @Test
  void theListenerReceivesEvents() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    SecurityListener listener =
        new SecurityListener() {
          @Override
          public void onConnected(ConnectionSecurity security) {
            told.add(security.level().name());
          }

          @Override
          public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
            told.add(refusal.code());
          }
        };
    World stranger = new World();
    try (TlsFront good = world.server("imaps").start();
        TlsFront bad = stranger.server("imaps").start()) {
      for (TlsFront server : List.of(good, bad)) {
        Properties properties = world.trusting("imaps", server);
        properties.put("mail.security.listener", listener);
        probe("imaps", properties);
      }
    }
    assertEquals(List.of("AUTHENTICATED", "untrusted-issuer"), told);
  }

  @Test
  void aConnectedServiceStaysConnected() throws Exception {
    try (TlsFront server = world.server("imaps").start();
        Service service = world.connect("imaps", world.trusting("imaps", server))) {
      assertInstanceOf(Probe.Reached.class, ((SecuredService) service).probe());
      assertTrue(service.isConnected());
    }
  }
}
