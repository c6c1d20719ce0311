package io.github.mailclad.it.audit;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.audit.DiscoveryExplainer;
import io.github.mailclad.audit.DiscoveryExplainer.Explained;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Status;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.it.discovery.Published;
import io.github.mailclad.it.https.WebSites;
import io.github.mailclad.verify.PeerVerifier;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The explanation of a discovery by configuration files, from web servers with TLS. */
class DiscoveryWithFilesIT {
  private static final String PACC_HOST = "ua-auto-config.example.org";
  private static final String AUTOCONFIG_HOST = "autoconfig.example.org";

  private final Issued root = CertificateBuilder.root("Site Root");
  private final FakeDns dns = new FakeDns();
  private final WebSites web = new WebSites();

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void theSourceOfEachServerIsNamedAndContradictionsAreReported() {
    String configuration = Published.pacc("imap.hoster.example", "smtp.example.org");
    site(PACC_HOST).page(Published.PACC_PATH, "application/json", configuration);
    dns.txt(SECURE, "_ua-auto-config.example.org", Published.digest(configuration))
        .srv(INSECURE, "_imaps._tcp.example.org", "0 1 993 imap.example.org")
        .srv(INSECURE, "_submissions._tcp.example.org", "0 1 465 smtp.example.org");

    Explained explained = explain(pacc());

    assertEquals(2, explained.accepted().size());
    assertEquals("PACC, Secure", evidence(explained, "imap.hoster.example", "sources"));
    assertEquals("PACC, SRV, Secure", evidence(explained, "smtp.example.org", "sources"));
    assertEquals(
        "the digest of the configuration is signed",
        evidence(explained, "imap.hoster.example", "may be used"));
    assertEquals(
        1, sentences(explained, Status.WARN, "contradiction: ").size(), explained::toString);
    assertEquals(List.of(PACC_HOST + ":443"), web.dialled());
  }

  @Test
  void anotherContentThanThatOfTheDigestIsADeviationAndNothingElseIsAsked() {
    site(PACC_HOST)
        .page(Published.PACC_PATH, "application/json", Published.pacc("a.example", "a.example"));
    site(AUTOCONFIG_HOST).page(Published.AUTOCONFIG_PATH, "text/xml", file());
    dns.txt(SECURE, "_ua-auto-config.example.org", Published.digest("{}"));

    Explained explained = explain(all());

    assertEquals(List.of(), explained.accepted());
    assertEquals(
        List.of("configuration-mismatch", "configuration-mismatch"),
        explained.report().deviations().stream().map(each -> each.evidence().get("code")).toList());
    assertEquals(List.of(PACC_HOST + ":443"), web.dialled());
  }

  @Test
  void entriesWithoutTlsAndAbsentFilesAreReportedOnce() {
    site(AUTOCONFIG_HOST);
    site("example.org").page(Published.WELL_KNOWN_PATH, "text/xml", file());

    Explained explained = explain(all());

    assertEquals("AUTOCONFIG, Insecure", evidence(explained, "mail.example.org", "sources"));
    assertEquals(1, sentences(explained, Status.WARN, "has no TLS; dropped").size());
    assertEquals(
        List.of(
            "does not count: https://autoconfig.example.org/mail/config-v1.1.xml: "
                + "the HTTP status is 404"),
        sentences(explained, Status.INFO, "does not count: https:"));
    assertEquals(List.of(AUTOCONFIG_HOST + ":443", "example.org:443"), web.dialled());
    assertEquals(List.of(), web.connectedInClear());
  }

  @Test
  void theDirectoryIsAskedLastAndItsServersElsewhereNeedAPerson() {
    site("directory.example")
        .page(
            "/v1.1/example.org",
            "text/xml",
            Published.autoconfig(
                Published.incoming("imap", "imap.hoster.example", 993, "SSL"),
                Published.outgoing("smtp.hoster.example", 465, "SSL")));

    Explained explained =
        explain(all().withDirectory(URI.create("https://directory.example/v1.1/")));

    assertEquals(List.of(), explained.accepted());
    assertEquals("DIRECTORY, Insecure", evidence(explained, "imap.hoster.example", "sources"));
    assertEquals("after a confirmation", evidence(explained, "imap.hoster.example", "may be used"));
    assertEquals(2, sentences(explained, Status.INFO, "does not count: https:").size());
    assertEquals(
        List.of(AUTOCONFIG_HOST + ":443", "example.org:443", "directory.example:443"),
        web.dialled().stream().distinct().toList());
  }

  @Test
  void withoutFilesNoWebServerIsAsked() {
    site(AUTOCONFIG_HOST).page(Published.AUTOCONFIG_PATH, "text/xml", file());
    Explained explained =
        new DiscoveryExplainer(dns, Clock.systemUTC()).explain("alice@example.org");
    assertEquals(2, explained.report().deviations().size());
    assertEquals(List.of(), web.dialled());
  }

  @Test
  void aDomainWithoutFilesIsExplainedWithThePlacesThatWereAsked() {
    Explained explained = explain(all());
    List<Finding> none = explained.report().deviations();
    assertEquals(2, none.size(), explained::toString);
    assertTrue(
        none.get(0).evidence().values().stream()
            .anyMatch(
                line -> line.contains("no configuration at: https://autoconfig.example.org/")),
        none::toString);
  }

  private static String file() {
    return Published.autoconfig(
        Published.incoming("imap", "mail.example.org", 143, "plain"),
        Published.incoming("imap", "mail.example.org", 993, "SSL"),
        Published.outgoing("mail.example.org", 465, "SSL"));
  }

  private HttpDialogue site(String host) {
    return web.add(host, CertificateBuilder.server().dns(host).issuedBy(root));
  }

  private PeerVerifier.Trusting trusting() {
    return PeerVerifier.trusting(List.of(root.certificate()), "the site root");
  }

  private ConfigurationFiles pacc() {
    return ConfigurationFiles.pacc(trusting(), dns, Clock.systemUTC());
  }

  private ConfigurationFiles all() {
    return ConfigurationFiles.all(trusting(), dns, Clock.systemUTC());
  }

  private Explained explain(ConfigurationFiles files) {
    return new DiscoveryExplainer(dns, Clock.systemUTC())
        .withConfigurationFiles(files.withSockets(web.sockets()))
        .explain("alice@example.org");
  }

  private static String evidence(Explained explained, String host, String name) {
    Stream<Finding> proposed =
        explained.report().findings().stream()
            .filter(each -> each.where() != null && each.where().server().equals(host));
    return String.valueOf(
        proposed
            .findFirst()
            .orElseThrow(() -> new AssertionError(explained.toString()))
            .evidence()
            .get(name));
  }

  private static List<String> sentences(Explained explained, Status status, String part) {
    return explained.report().findings().stream()
        .filter(each -> each.status() == status && each.sentence().contains(part))
        .map(Finding::sentence)
        .toList();
  }
}
