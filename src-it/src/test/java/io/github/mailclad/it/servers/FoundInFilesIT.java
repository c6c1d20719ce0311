package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.DiscoverySource;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.SecuredService;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.it.World;
import io.github.mailclad.it.discovery.Published;
import io.github.mailclad.it.dns.SignedWorld;
import io.github.mailclad.it.dns.Zone;
import io.github.mailclad.it.https.WebSites;
import io.github.mailclad.resolver.ValidatingResolver;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.SetupStep;
import io.github.mailclad.verify.PeerVerifier;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an address alone to logins at Dovecot, by configuration files. The digest of one file is in
 * a zone that is really signed. Dovecot knows the user by the local part of the address.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoundInFilesIT {
  private final World world = new World();
  private final WebSites web = new WebSites();
  private @Nullable MailHost host;
  private @Nullable SignedWorld dns;

  @BeforeAll
  void start(@TempDir Path ofHost, @TempDir Path directory) throws Exception {
    InetAddress registered = InetAddress.getByAddress(new byte[] {127, 0, 0, 96});
    host =
        MailHost.start(
            world,
            CertificateBuilder.server()
                .key(KeyKind.RSA_2048)
                .dns("mail.proved.test", "filed.test")
                .issuedBy(world.root),
            ofHost,
            Dovecot.atRegisteredPorts(registered));
    String proved = Published.pacc("mail.proved.test", "mail.proved.test");
    page("ua-auto-config.proved.test", Published.PACC_PATH, proved);
    page("ua-auto-config.changed.test", Published.PACC_PATH, proved + " ");
    page("autoconfig.filed.test", Published.AUTOCONFIG_PATH, filed());
    dns =
        SignedWorld.bare()
            .zone("proved.test", zone -> publish(zone.address("mail", registered), proved))
            .zone("changed.test", zone -> publish(zone, proved))
            .zone("filed.test", zone -> zone.unsigned().address("mail", Loopback.V4))
            .start(Files.createDirectory(directory.resolve("dns")));
  }

  private static void publish(Zone zone, String configuration) {
    zone.records("_ua-auto-config IN TXT \"" + Published.digest(configuration) + "\"");
  }

  private void page(String site, String path, String text) {
    web.add(site, CertificateBuilder.server().dns(site).issuedBy(world.root))
        .page(path, "text/plain", text);
  }

  /** IMAP by STARTTLS and submission by implicit TLS, at the ports that Dovecot happens to have. */
  private String filed() {
    return Published.autoconfig(
        Published.incoming("imap", "mail.filed.test", port("imap"), "STARTTLS"),
        Published.outgoing("mail.filed.test", port("submissions"), "SSL"));
  }

  private int port(String protocol) {
    return host().listeners().stream()
        .filter(each -> each.server().equals("Dovecot") && each.protocol().equals(protocol))
        .findFirst()
        .orElseThrow()
        .port();
  }

  private MailHost host() {
    return Objects.requireNonNull(host);
  }

  @AfterAll
  void stop() {
    web.close();
    if (host != null) {
      host.close();
    }
    if (dns != null) {
      dns.close();
    }
  }

  private AccountSetup setUp(String domain) {
    SignedWorld zones = Objects.requireNonNull(dns);
    ValidatingResolver resolver =
        ValidatingResolver.asking(
            List.of(new InetSocketAddress(Loopback.V4, zones.resolver())),
            zones.anchor(),
            Clock.systemUTC());
    Properties trusting = new Properties();
    trusting.put("mail.security.trust-anchors", world.root.certificate());
    return MailAccounts.rememberedIn(new InMemoryAccountStore())
        .properties(trusting)
        .resolver(resolver)
        .configurationFiles(
            ConfigurationFiles.all(
                    PeerVerifier.trusting(
                        List.of(world.root.certificate()), "the authority of the test"),
                    resolver,
                    Clock.systemUTC())
                .withSockets(web.sockets()))
        .build()
        .setUp(world.sentinels.user() + "@" + domain);
  }

  /** Returns the properties of the account that the proposal and the password lead to. */
  private Properties account(String domain, DiscoverySource source) throws Exception {
    AccountSetup setup = setUp(domain);
    SetupStep.ProposedServers proposed =
        assertInstanceOf(SetupStep.ProposedServers.class, setup.discover());
    proposed.proposals().forEach(each -> assertEquals(List.of(source), each.sources()));
    assertInstanceOf(SetupStep.PasswordEntry.class, setup.useProposal());
    return assertInstanceOf(
            SetupStep.Done.class, setup.password(world.sentinels.password()), this::log)
        .account()
        .properties();
  }

  /** A login of the finished account, which asks for no file. */
  private void assertLoggedIn(String protocol, Properties properties, Endpoint server)
      throws MessagingException {
    List<String> dialled = web.dialled();
    int logged = log().length();
    try (Service service = World.service(protocol, properties)) {
      service.connect(null, world.sentinels.password());
      ConnectionSecurity.Authenticated got =
          assertInstanceOf(
              ConnectionSecurity.Authenticated.class,
              ((SecuredService) service).connectionSecurity().orElseThrow());
      assertInstanceOf(TrustEvidence.Pkix.class, got.evidence());
      assertEquals(server.toString(), got.endpoint().toString());
    }
    String login = "Login: user=<" + world.sentinels.user() + ">";
    assertTrue(log().substring(logged).contains(login), this::log);
    assertEquals(dialled, web.dialled());
  }

  /** The log of Dovecot. */
  private String log() {
    return host().process(host().listeners().get(0)).logAfter(0);
  }

  private static Endpoint at(String host, int port) {
    return new Endpoint(Host.of(host), port, Endpoint.Provenance.CONFIGURED);
  }

  @Test
  void aProvedFileLeadsToLoginsAtDovecot() throws Exception {
    Properties properties = account("proved.test", DiscoverySource.PACC);

    assertLoggedIn("imaps", properties, at("mail.proved.test", 993));
    assertLoggedIn("submissions", properties, at("mail.proved.test", 465));
  }

  @Test
  void aFileOfTheDomainLeadsToLoginsAtDovecot() throws Exception {
    Properties properties = account("filed.test", DiscoverySource.AUTOCONFIG);

    assertLoggedIn("imap", properties, at("mail.filed.test", port("imap")));
    assertLoggedIn("submissions", properties, at("mail.filed.test", port("submissions")));
  }

  @Test
  void anotherFileThanTheProvedOneLeadsNowhere() {
    SetupStep.ServerEntry entry =
        assertInstanceOf(SetupStep.ServerEntry.class, setUp("changed.test").discover());

    assertEquals("configuration-mismatch", Objects.requireNonNull(entry.reason()).code());
    assertFalse(log().contains("changed.test"), this::log);
  }
}
