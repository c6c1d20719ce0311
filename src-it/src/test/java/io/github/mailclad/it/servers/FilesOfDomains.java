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
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * Domains whose configuration files lead to Dovecot, which knows the user by the local part of the
 * address: one with a digest in a signed zone, one with another file than its digest, one with an
 * autoconfig file.
 */
final class FilesOfDomains implements AutoCloseable {
  static final String PROVED = "proved.test";
  static final String CHANGED = "mismatched.test";
  static final String FILED = "filed.test";

  /** The names that the certificate of Dovecot needs. */
  static final List<String> NAMES = List.of("mail." + PROVED, FILED);

  private static final String CONFIGURATION = Published.pacc("mail." + PROVED, "mail." + PROVED);

  private final World world;
  private final MailHost host;
  private final WebSites web = new WebSites();

  /**
   * Starts the web servers.
   *
   * @param host also listens {@linkplain Dovecot#atRegisteredPorts at the registered ports} of
   *     {@link #address}
   */
  FilesOfDomains(World world, MailHost host) {
    this.world = world;
    this.host = host;
    page("ua-auto-config." + PROVED, Published.PACC_PATH, CONFIGURATION);
    page("ua-auto-config." + CHANGED, Published.PACC_PATH, CONFIGURATION + " ");
    page("autoconfig." + FILED, Published.AUTOCONFIG_PATH, filed());
  }

  /** The address of servers at the registered ports. */
  static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 96});
  }

  /** Adds the zones of the domains. */
  static void publish(SignedWorld.Builder zones) throws UnknownHostException {
    InetAddress registered = address();
    zones.zone(PROVED, zone -> publish(zone.address("mail", registered), CONFIGURATION));
    zones.zone(CHANGED, zone -> publish(zone, CONFIGURATION));
    zones.zone(FILED, zone -> zone.unsigned().address("mail", Loopback.V4));
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
        Published.incoming("imap", "mail." + FILED, port("imap"), "STARTTLS"),
        Published.outgoing("mail." + FILED, port("submissions"), "SSL"));
  }

  private int port(String protocol) {
    return host.listeners().stream()
        .filter(each -> each.server().equals("Dovecot") && each.protocol().equals(protocol))
        .findFirst()
        .orElseThrow()
        .port();
  }

  @Override
  public void close() {
    web.close();
  }

  private AccountSetup setUp(String domain, SignedWorld zones) {
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
  private Properties account(String domain, DiscoverySource source, SignedWorld zones)
      throws Exception {
    AccountSetup setup = setUp(domain, zones);
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
    return host.process(host.listeners().get(0)).logAfter(0);
  }

  private static Endpoint at(String host, int port) {
    return new Endpoint(Host.of(host), port, Endpoint.Provenance.CONFIGURED);
  }

  /** The proved file leads to IMAP and submission at Dovecot. */
  void assertProvedLogins(SignedWorld zones) throws Exception {
    Properties properties = account(PROVED, DiscoverySource.PACC, zones);

    assertLoggedIn("imaps", properties, at("mail." + PROVED, 993));
    assertLoggedIn("submissions", properties, at("mail." + PROVED, 465));
  }

  /** The file of the domain leads to IMAP by STARTTLS and submission at Dovecot. */
  void assertLoginsByFile(SignedWorld zones) throws Exception {
    Properties properties = account(FILED, DiscoverySource.AUTOCONFIG, zones);

    assertLoggedIn("imap", properties, at("mail." + FILED, port("imap")));
    assertLoggedIn("submissions", properties, at("mail." + FILED, port("submissions")));
  }

  /** Another file than the proved one leads nowhere. */
  void assertMismatch(SignedWorld zones) {
    SetupStep.ServerEntry entry =
        assertInstanceOf(SetupStep.ServerEntry.class, setUp(CHANGED, zones).discover());

    assertEquals("configuration-mismatch", Objects.requireNonNull(entry.reason()).code());
    assertFalse(log().contains(CHANGED), this::log);
  }
}
