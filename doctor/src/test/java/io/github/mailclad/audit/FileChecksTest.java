package io.github.mailclad.audit;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileChecksTest {
  private static final String PACC =
      "{\"protocols\": {\"imap\": {\"host\": \"mail.example.org\"}}}";

  private final AuditedServers servers = new AuditedServers();
  private final HttpDialogue pages = new HttpDialogue();
  private final TlsFront web =
      servers.front("ua-auto-config.example.org", "autoconfig.example.org").dialogue(pages).start();
  private final TlsFront imap =
      servers.front("mail.example.org").dialogue(new ImapDialogue()).start();
  private final FakeDns dns =
      new FakeDns().absencesAre(SECURE).addresses(SECURE, "mail.example.org", "192.0.2.1");

  @BeforeEach
  void putAtRegisteredPorts() {
    servers.ports.put(443, web.port());
    servers.ports.put(993, imap.port());
  }

  @AfterEach
  void stop() {
    web.close();
    imap.close();
  }

  @Test
  void aDomainWithoutFilesIsNotJudged() {
    assertEquals(Set.of("NOT_APPLICABLE"), results(Catalogue.PACC));
    assertEquals(Set.of("NOT_APPLICABLE"), results(Catalogue.AUTOCONFIG));
    assertEquals(Set.of(), servers.contacted());
  }

  @Test
  void filesThatAgreePassAndTheirServersAreExamined() throws Exception {
    publish(PACC, autoconfig("mail.example.org", 993, "SSL"));

    AuditReport report = audit();

    assertEquals(Set.of("PASS"), results(report, Catalogue.PACC));
    assertEquals(Set.of("PASS"), results(report, Catalogue.AUTOCONFIG));
    assertEquals(Set.of("192.0.2.1", "192.0.2.2"), servers.contacted());
    assertEquals(Set.of("PASS"), results(report, Catalogue.TLS_OFFERED));
    assertTrue(
        report.servers().stream().anyMatch(each -> each.protocol().equals("https")),
        report::toString);
    assertTrue(
        pages.requestLines().stream()
            .anyMatch(line -> line.contains("?emailaddress=postmaster%40example.org ")),
        pages::toString);
  }

  @Test
  void otherServersThanThoseOfTheRecordsAreWarnedOf() throws Exception {
    publish(PACC, autoconfig("mail.example.org", 993, "SSL"));
    dns.srv(SECURE, "_imaps._tcp.example.org", "0 1 993 other.example.org");
    assertEquals(Set.of("WARN"), results(Catalogue.PACC));
    assertEquals(Set.of("WARN"), results(Catalogue.AUTOCONFIG));
  }

  @Test
  void serversWithoutTlsFail() throws Exception {
    publish(PACC, autoconfig("mail.example.org", 143, "STARTTLS"));
    imap.close();
    assertEquals(Set.of("FAIL"), results(Catalogue.PACC));
    assertEquals(Set.of("FAIL"), results(Catalogue.AUTOCONFIG));
    publish(PACC.replace("mail.", "absent."), autoconfig("mail.example.org", 143, "plain"));
    assertEquals(Set.of("FAIL"), results(Catalogue.PACC));
    assertEquals(Set.of("FAIL"), results(Catalogue.AUTOCONFIG));
  }

  @Test
  void aPublishedConfigurationThatIsMissingFails() throws Exception {
    publish(PACC, "no XML");
    pages.status("/.well-known/user-agent-configuration.json", "404 Not Found");
    assertEquals(Set.of("FAIL"), results(Catalogue.PACC));
    assertEquals(Set.of("WARN"), results(Catalogue.AUTOCONFIG));
  }

  @Test
  void aFailedLookUpOfTheDigestIsAnError() {
    dns.servfail(FakeDns.Type.TXT, "_ua-auto-config.example.org");
    assertEquals(Set.of("ERROR"), results(Catalogue.PACC));
  }

  @Test
  void addressesOfWebServersHaveToValidate() throws Exception {
    publish(PACC, autoconfig("mail.example.org", 993, "SSL"));
    dns.fails(FakeDns.Type.AAAA, "ua-auto-config.example.org", BOGUS, "a signature has ended");
    dns.servfail(FakeDns.Type.AAAA, "autoconfig.example.org");
    assertEquals(Set.of("ERROR"), results(Catalogue.PACC));
    assertEquals(Set.of("ERROR"), results(Catalogue.AUTOCONFIG));
    assertEquals(Set.of(), servers.contacted());
  }

  @Test
  void aBogusDigestFails() throws Exception {
    publish(PACC, autoconfig("mail.example.org", 993, "SSL"));
    dns.fails(FakeDns.Type.TXT, "_ua-auto-config.example.org", BOGUS, "a signature has ended");
    assertEquals(Set.of("FAIL"), results(Catalogue.PACC));
  }

  @Test
  void whatCannotBeComparedIsAnError() throws Exception {
    publish(PACC, autoconfig("mail.example.org", 993, "SSL"));
    dns.servfail(FakeDns.Type.SRV, "_imaps._tcp.example.org");
    assertEquals(Set.of("ERROR"), results(Catalogue.PACC));
    assertEquals(Set.of("ERROR"), results(Catalogue.AUTOCONFIG));
  }

  @Test
  void aServerWhoseAddressesAreUnknownIsAnError() throws Exception {
    publish(PACC, autoconfig("mail.example.org", 993, "SSL"));
    dns.servfail(FakeDns.Type.A, "mail.example.org");
    assertEquals(Set.of("ERROR"), results(Catalogue.PACC));
  }

  private void publish(String pacc, String autoconfig) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(pacc.getBytes(StandardCharsets.UTF_8));
    pages
        .page("/.well-known/user-agent-configuration.json", "application/json", pacc)
        .page("/mail/config-v1.1.xml", "text/xml", autoconfig);
    dns.addresses(SECURE, "ua-auto-config.example.org", "192.0.2.2")
        .addresses(SECURE, "autoconfig.example.org", "192.0.2.2")
        .txt(
            SECURE,
            "_ua-auto-config.example.org",
            "v=UAAC1; a=sha256; d=" + Base64.getEncoder().encodeToString(digest));
  }

  private static String autoconfig(String host, int port, String socketType) {
    return ("<clientConfig version='1.1'><emailProvider id='x'><incomingServer type='imap'>"
            + "<hostname>%s</hostname><port>%d</port><socketType>%s</socketType>"
            + "</incomingServer></emailProvider></clientConfig>")
        .formatted(host, port, socketType);
  }

  private AuditReport audit() {
    return new Audit(servers.settings(dns, Profile.RFC8314, Instant.now())).of("example.org");
  }

  private Set<String> results(Check check) {
    return results(audit(), check);
  }

  private static Set<String> results(AuditReport report, Check check) {
    Set<String> results = new TreeSet<>();
    report.findings().stream()
        .filter(each -> each.check().equals(check))
        .forEach(each -> results.add(each.status().name()));
    return results;
  }
}
