package io.github.mailclad.it.discovery;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.it.discovery.AddressOnly.DOMAIN;
import static io.github.mailclad.it.discovery.AddressOnly.ELSEWHERE;
import static io.github.mailclad.it.discovery.AddressOnly.HOST;
import static io.github.mailclad.it.discovery.AddressOnly.srv;
import static io.github.mailclad.it.discovery.Published.incoming;
import static io.github.mailclad.it.discovery.Published.outgoing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.https.WebSites;
import io.github.mailclad.it.servers.Installed;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.SetupStep;
import io.github.mailclad.setup.Warning;
import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Setting an account up by its address, at a domain that publishes its servers in files. A person
 * confirms what is not signed and outside of the domain. Later logins ask for no file.
 */
class SetUpByFilesIT {
  private static final URI DIRECTORY = URI.create("https://directory.example/v1.1/");

  private final AddressOnly account = new AddressOnly();
  private final WebSites web = new WebSites();
  private final List<TlsFront> mail = new ArrayList<>();

  @AfterEach
  void stop() {
    mail.forEach(TlsFront::close);
    web.close();
  }

  private TlsFront server(String protocol, String... names) throws IOException {
    TlsFront front = account.server(protocol, account.certificateFor(names));
    mail.add(front);
    return front;
  }

  private HttpDialogue page(String host, String path, String text) {
    return web.add(host, account.certificateFor(host)).page(path, "text/plain", text);
  }

  /** The servers of the test, at these hosts. */
  private String file(String imap, String smtp) {
    account.at(INSECURE, imap).at(INSECURE, smtp);
    return Published.autoconfig(
        incoming("imap", imap, mail.get(0).port(), "SSL"),
        outgoing(smtp, mail.get(1).port(), "SSL"));
  }

  private ConfigurationFiles files() {
    return ConfigurationFiles.all(
            PeerVerifier.trusting(
                List.of(account.world.root.certificate()), "the authority of the test"),
            account.dns,
            Clock.systemUTC())
        .withSockets(web.sockets());
  }

  private AccountSetup setUp(ConfigurationFiles files) {
    return accounts(files).setUp(account.address);
  }

  private MailAccounts accounts(ConfigurationFiles files) {
    Properties trusting = new Properties();
    trusting.put("mail.security.trust-anchors", account.world.root.certificate());
    return MailAccounts.rememberedIn(new InMemoryAccountStore())
        .properties(trusting)
        .resolver(account.dns)
        .configurationFiles(files)
        .build();
  }

  /** The differences that a monitor reports now, of which a new one has reported none yet. */
  private List<String> drift(MailAccounts accounts) throws Exception {
    return accounts.driftMonitor().check(account.address).stream()
        .map(drift -> drift.service() + " " + drift.change())
        .toList();
  }

  /** The domain publishes servers, both in these sources. */
  private static void proposed(AccountSetup setup, DiscoverySource... sources) {
    SetupStep.ProposedServers proposed =
        assertInstanceOf(SetupStep.ProposedServers.class, setup.discover());
    proposed.proposals().forEach(each -> assertEquals(List.of(sources), each.sources()));
  }

  private static SetupStep confirm(AccountSetup setup, SetupStep step, String... hosts)
      throws Exception {
    SetupStep.Confirmation open = assertInstanceOf(SetupStep.Confirmation.class, step);
    Warning.TargetOutsideDomain warning =
        assertInstanceOf(Warning.TargetOutsideDomain.class, open.question().warning());
    assertEquals(List.of(hosts), warning.question().targets());
    return setup.answer(open.question().agree());
  }

  /** The password is enough now, and later logins need only what is stored. */
  private Properties logIn(AccountSetup setup, SetupStep step) throws Exception {
    assertInstanceOf(SetupStep.PasswordEntry.class, step);
    List<String> dialled = web.dialled();
    Properties properties =
        assertInstanceOf(SetupStep.Done.class, setup.password(account.world.sentinels.password()))
            .account()
            .properties();
    account.connect("imaps", properties);
    account.connect("submissions", properties);
    mail.forEach(account::loggedIn);
    assertEquals(dialled, web.dialled());
    assertEquals(List.of(), web.connectedInClear());
    return properties;
  }

  @Test
  void serversInTheDomainNeedNoConfirmation() throws Exception {
    server("imap", DOMAIN);
    server("submission", DOMAIN);
    page(Published.AUTOCONFIG, Published.AUTOCONFIG_PATH, file(HOST, HOST));
    AccountSetup setup = setUp(files());

    proposed(setup, DiscoverySource.AUTOCONFIG);
    Properties properties = logIn(setup, setup.useProposal());

    assertEquals("all", properties.getProperty("mail.imaps.security.discovery"));
    assertNull(properties.getProperty("mail.imaps.security.confirmed-targets"));
  }

  @Test
  void aPersonConfirmsTheServersElsewhere() throws Exception {
    server("imap", ELSEWHERE);
    server("submission", ELSEWHERE);
    page(Published.AUTOCONFIG, Published.AUTOCONFIG_PATH, file(ELSEWHERE, ELSEWHERE));

    AccountSetup declined = setUp(files());
    proposed(declined, DiscoverySource.AUTOCONFIG);
    assertInstanceOf(SetupStep.Confirmation.class, declined.useProposal());
    assertEquals(
        "target-not-confirmed",
        assertInstanceOf(SetupStep.Refused.class, declined.decline()).refusal().code());
    mail.forEach(server -> assertEquals(List.of(), server.recorder().connections()));

    AccountSetup setup = setUp(files());
    proposed(setup, DiscoverySource.AUTOCONFIG);
    SetupStep step = confirm(setup, setup.useProposal(), ELSEWHERE);
    Properties properties = logIn(setup, confirm(setup, step, ELSEWHERE));
    assertEquals(ELSEWHERE, properties.getProperty("mail.imaps.security.confirmed-targets"));
  }

  @Test
  void eachServerOfAnotherPartyIsConfirmedByItself() throws Exception {
    String other = "smtp.other.example";
    server("imap", ELSEWHERE);
    server("submission", other);
    account.publishing(INSECURE, "imaps", ELSEWHERE, mail.get(0));
    page(Published.AUTOCONFIG, Published.AUTOCONFIG_PATH, file("imap.other.example", other));
    AccountSetup setup = setUp(files());

    SetupStep.ProposedServers proposed =
        assertInstanceOf(SetupStep.ProposedServers.class, setup.discover());
    assertEquals(List.of(DiscoverySource.SRV), proposed.access().sources());
    assertEquals(List.of(DiscoverySource.AUTOCONFIG), proposed.submission().sources());
    SetupStep second = confirm(setup, setup.useProposal(), ELSEWHERE);
    mail.forEach(server -> assertEquals(List.of(), server.recorder().connections()));

    logIn(setup, confirm(setup, second, other));
  }

  @Test
  void aDirectoryIsAskedWhereItsAddressIsSet() throws Exception {
    server("imap", DOMAIN);
    server("submission", DOMAIN);
    page("directory.example", "/v1.1/" + DOMAIN, file(HOST, HOST));

    SetupStep.ServerEntry without =
        assertInstanceOf(SetupStep.ServerEntry.class, setUp(files()).discover());
    assertEquals("no-service-records", Objects.requireNonNull(without.reason()).code());
    assertEquals(List.of(), web.requests("directory.example"));

    AccountSetup setup = setUp(files().withDirectory(DIRECTORY));
    proposed(setup, DiscoverySource.DIRECTORY);
    Properties properties = logIn(setup, setup.useProposal());

    assertEquals(
        DIRECTORY.toString(), properties.getProperty("mail.imaps.security.discovery-directory"));
    assertFalse(
        web.requests("directory.example").toString().contains(account.world.sentinels.user()));
  }

  @Test
  void theServersOfAFileAreComparedWithThatFile() throws Exception {
    server("imap", DOMAIN);
    server("submission", DOMAIN);
    String file = file(HOST, HOST);
    HttpDialogue pages = page(Published.AUTOCONFIG, Published.AUTOCONFIG_PATH, file);
    MailAccounts accounts = accounts(files());
    AccountSetup setup = accounts.setUp(account.address);
    proposed(setup, DiscoverySource.AUTOCONFIG);
    logIn(setup, setup.useProposal());

    assertEquals(List.of(), drift(accounts));

    pages.page(Published.AUTOCONFIG_PATH, "text/plain", file.replace(HOST, "new." + HOST));
    assertEquals(List.of("IMAPS HOST_CHANGED", "SUBMISSIONS HOST_CHANGED"), drift(accounts));

    // nothing announces the file, so its absence may be a failure of the web server
    pages.status(Published.AUTOCONFIG_PATH, "503 Service Unavailable");
    assertEquals(List.of(), drift(accounts));
    account.dns.fails(FakeDns.Type.SRV, srv("imaps"), BOGUS, "expired");
    assertEquals(List.of("IMAPS DNSSEC_BOGUS"), drift(accounts));
  }

  @Test
  void aSignedDigestRaisesTheRecordsThatAgreeWithIt() throws Exception {
    Installed.rootOrSkip();
    InetAddress own = InetAddress.getByAddress(new byte[] {127, 0, 0, 94});
    Issued certificate = account.certificateFor(ELSEWHERE);
    for (String protocol : List.of("imap", "submission")) {
      mail.add(
          TlsFront.builder()
              .certificate(certificate)
              .dialogue(World.dialogue(protocol))
              .address(own)
              .port(protocol.equals("imap") ? 993 : 465)
              .start());
    }
    String configuration = Published.pacc(ELSEWHERE, ELSEWHERE);
    account
        .dns
        .addresses(INSECURE, ELSEWHERE, own.getHostAddress())
        .srv(INSECURE, srv("imaps"), "0 0 993 " + ELSEWHERE)
        .srv(INSECURE, srv("submissions"), "0 0 465 " + ELSEWHERE)
        .txt(SECURE, Published.PACC_RECORD, Published.digest(configuration));
    HttpDialogue pages = page(Published.PACC, Published.PACC_PATH, configuration);
    MailAccounts accounts = accounts(files());
    AccountSetup setup = accounts.setUp(account.address);

    proposed(setup, DiscoverySource.PACC, DiscoverySource.SRV);
    logIn(setup, setup.useProposal());

    assertTrue(web.dialled().stream().allMatch((Published.PACC + ":443")::equals));
    assertEquals(List.of(), drift(accounts));
    pages.page(Published.PACC_PATH, "text/plain", configuration + " ");
    assertEquals(List.of(), drift(accounts), "a mismatch is refused, and is no difference");
    account.dns.txt(SECURE, Published.PACC_RECORD);
    assertEquals(List.of("IMAPS DNSSEC_LOST", "SUBMISSIONS DNSSEC_LOST"), drift(accounts));
    account.dns.srv(INSECURE, srv("imaps")).srv(INSECURE, srv("submissions"));
    assertEquals(
        List.of(
            "IMAPS DNSSEC_LOST",
            "IMAPS SERVICE_WITHDRAWN",
            "SUBMISSIONS DNSSEC_LOST",
            "SUBMISSIONS SERVICE_WITHDRAWN"),
        drift(accounts));
  }
}
