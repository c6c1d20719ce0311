package io.github.mailclad.it.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecuredService;
import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.dns.SignedWorld;
import io.github.mailclad.it.dns.Zone;
import io.github.mailclad.it.https.WebSites;
import io.github.mailclad.it.servers.Installed;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.resolver.ValidatingResolver;
import io.github.mailclad.verify.PeerVerifier;
import jakarta.mail.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an address to a login by configuration files, with digests in zones that are really signed,
 * or not, and validated here. The mail servers of a PACC configuration have the registered ports.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedConfigurationIT {
  private static final String MAIL = "mail.proved.test";

  private final World world = new World();
  private final WebSites web = new WebSites();
  private final List<TlsFront> mail = new ArrayList<>();
  private @Nullable SignedWorld dns;

  /** One for all tests, which need not validate the zones above again. */
  private @Nullable ValidatingResolver resolver;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Installed.rootOrSkip();
    InetAddress ownAddress = InetAddress.getByAddress(new byte[] {127, 0, 0, 93});
    Issued certificate =
        CertificateBuilder.server()
            .dns(MAIL, "mail.unproved.test", "mail.filed.test")
            .issuedBy(world.root);
    for (String protocol : List.of("imap", "submission")) {
      mail.add(
          TlsFront.builder()
              .certificate(certificate)
              .dialogue(World.dialogue(protocol))
              .address(ownAddress)
              .port(protocol.equals("imap") ? 993 : 465)
              .start());
    }
    String proved = Published.pacc(MAIL, MAIL);
    String inDomain = Published.pacc("mail.unproved.test", "mail.unproved.test");
    page("proved.test", proved);
    page("changed.test", Published.pacc("mail.attacker.test", "mail.attacker.test"));
    page("unproved.test", inDomain);
    page("elsewhere.test", proved);
    SignedWorld.Builder zones = SignedWorld.bare();
    zones.zone("proved.test", zone -> publish(zone, ownAddress, proved));
    zones.zone("changed.test", zone -> publish(zone, ownAddress, proved));
    zones.zone("unproved.test", zone -> publish(zone.unsigned(), ownAddress, inDomain));
    zones.zone("elsewhere.test", zone -> publish(zone.unsigned(), ownAddress, proved));
    zones.zone("filed.test", zone -> zone.unsigned().address("mail", ownAddress));
    zones.zone(
        "expired.test", zone -> zone.expired().records("_ua-auto-config IN TXT \"v=UAAC1\""));
    site("autoconfig.filed.test", Published.AUTOCONFIG_PATH, file("mail.filed.test"));
    site("autoconfig.expired.test", Published.AUTOCONFIG_PATH, file("mail.expired.test"));
    dns = zones.start(folder);
    resolver =
        ValidatingResolver.asking(
            List.of(new InetSocketAddress(Loopback.V4, dns.resolver())),
            dns.anchor(),
            Clock.systemUTC());
  }

  private static void publish(Zone zone, InetAddress mail, String configuration) {
    zone.address("mail", mail)
        .records("_ua-auto-config IN TXT \"" + Published.digest(configuration) + "\"");
  }

  private void page(String domain, String configuration) {
    site("ua-auto-config." + domain, Published.PACC_PATH, configuration);
  }

  private void site(String host, String path, String text) {
    web.add(host, CertificateBuilder.server().dns(host).issuedBy(world.root))
        .page(path, "text/plain", text);
  }

  private static String file(String host) {
    return Published.autoconfig(
        Published.incoming("imap", host, 143, "plain"),
        Published.incoming("imap", host, 993, "SSL"),
        Published.outgoing(host, 465, "SSL"));
  }

  @AfterAll
  void stop() {
    mail.forEach(TlsFront::close);
    web.close();
    if (dns != null) {
      dns.close();
    }
  }

  private ValidatingResolver resolver() {
    return Objects.requireNonNull(resolver);
  }

  private Discovery discover(String domain) {
    PeerVerifier.Trusting trusting =
        PeerVerifier.trusting(List.of(world.root.certificate()), "the authority of the test");
    return new MailDiscovery(resolver())
        .withConfigurationFiles(
            ConfigurationFiles.all(trusting, resolver(), Clock.systemUTC())
                .withSockets(web.sockets()))
        .discover(world.sentinels.user() + "@" + domain);
  }

  private static Optional<String> refusal(Outcome<?> outcome) {
    return outcome.refusal().map(Refusal::code);
  }

  private void logIn(ServerSettings settings) throws Exception {
    Properties properties = new Properties();
    properties.putAll(settings.propertiesOfServer().orElseThrow());
    properties.put("mail.security.resolver", resolver());
    properties.put("mail.security.trust-anchors", world.root.certificate());
    try (Service service = World.service(settings.protocol(), properties)) {
      service.connect(null, world.sentinels.password());
      assertTrue(((SecuredService) service).connectionSecurity().isPresent());
    }
  }

  @Test
  void aSignedDigestCountsLikeSignedRecords() throws Exception {
    Discovery found = discover("proved.test");

    for (Outcome<Proposal> purpose : List.of(found.access(), found.submission())) {
      Proposal proposal = purpose.get();
      assertEquals(List.of(DiscoverySource.PACC), proposal.sources());
      assertEquals(DnssecStatus.SECURE, proposal.dnssecStatus());
      assertFalse(proposal.needsConfirmation());
      ServerSettings settings = proposal.accept().get();
      assertEquals(Approval.DNSSEC, settings.targets().get(0).approval());
      assertEquals(MAIL, settings.endpoint().host().text());
      logIn(settings);
    }
    mail.forEach(server -> OnTheWire.assertLeaked(world, server));
    assertTrue(
        web.requests("ua-auto-config.proved.test").stream()
            .noneMatch(request -> request.toString().contains(world.sentinels.user())),
        "this source gets no address");
  }

  @Test
  void anotherConfigurationThanTheSignedOneIsRefused() {
    Discovery found = discover("changed.test");

    assertEquals(Optional.of("configuration-mismatch"), refusal(found.access()));
    assertEquals(Optional.of("configuration-mismatch"), refusal(found.submission()));
  }

  @Test
  void anUnsignedDigestCountsLikeUnsignedRecords() {
    Proposal inDomain = discover("unproved.test").access().get();
    assertEquals(DnssecStatus.INSECURE, inDomain.dnssecStatus());
    ServerSettings settings = inDomain.accept().get();
    assertEquals(Approval.SAME_DOMAIN, settings.targets().get(0).approval());

    Proposal elsewhere = discover("elsewhere.test").access().get();
    assertTrue(elsewhere.needsConfirmation());
    assertEquals(Optional.of("target-not-confirmed"), refusal(elsewhere.accept()));
  }

  @Test
  void signaturesThatExpiredLeadNowhere() {
    Discovery found = discover("expired.test");

    assertEquals(Optional.of("discovery-failed"), refusal(found.access()));
    assertFalse(web.dialled().contains("autoconfig.expired.test:443"));
  }

  @Test
  void anAutoconfigFileLeadsToALoginOnceItsServersAreConfirmed() throws Exception {
    Discovery found = discover("filed.test");

    for (Outcome<Proposal> purpose : List.of(found.access(), found.submission())) {
      Proposal proposal = purpose.get();
      assertEquals(List.of(DiscoverySource.AUTOCONFIG), proposal.sources());
      assertEquals(DnssecStatus.INSECURE, proposal.dnssecStatus());
      assertTrue(proposal.promisesTls());
      logIn(proposal.acceptByName(Set.of(proposal.questionByName().orElseThrow())).get());
    }
  }
}
