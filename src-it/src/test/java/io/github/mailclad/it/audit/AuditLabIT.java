package io.github.mailclad.it.audit;

import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.audit.Audit;
import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.AuditSettings;
import io.github.mailclad.audit.AuditSettings.Injection;
import io.github.mailclad.audit.Baseline;
import io.github.mailclad.audit.Pace;
import io.github.mailclad.audit.Profile;
import io.github.mailclad.audit.Status;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.it.servers.Folders;
import io.github.mailclad.it.servers.Installed;
import io.github.mailclad.it.servers.Stunnel;
import io.github.mailclad.verify.PeerVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a good and of a bad provider on real servers. */
class AuditLabIT {
  private static final String GOOD_TLS =
      """
      ssl_min_protocol = TLSv1.2
      ssl_cipher_list = ECDHE+AESGCM:ECDHE+CHACHA20
      disable_plaintext_auth = yes
      """;

  private static final String GOOD_SUBMISSION =
      """
      lab_auth_465 = yes
      lab_auth_25 = no
      smtpd_tls_security_level = encrypt
      smtpd_tls_auth_only = yes
      smtpd_tls_mandatory_protocols = >=TLSv1.2
      smtpd_tls_mandatory_ciphers = high
      tls_high_cipherlist = ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=2
      """;

  @TempDir private Path folder;
  private final Issued root = CertificateBuilder.root("Lab Root");
  private final LabNetwork network = new LabNetwork();

  /** With Dovecot and Postfix; false for the scripted servers alone. */
  private static final boolean FULL = System.getProperty("mailclad.lab", "").equals("full");

  @Test
  @Requirement(
      value = {
        "D-4-1",
        "D-4-4",
        "D-4-6",
        "D-4-8",
        "D-4-9",
        "D-4-10",
        "D-4-11",
        "D-4-12",
        "D-4-13",
        "D-4-14",
        "D-4.1-3",
        "D-4.1-8",
        "D-4.1-9",
        "D-4.2-1",
        "D-4.2-2",
        "D-4.2-4",
        "D-4.4-1",
        "D-4.5.2-1",
        "D-4.5.2-2",
        "D-4.5.3-1",
        "D-4.5.4-1",
        "D-4.5.4-2",
        "B-2-1",
        "B-2-2",
        "B-2-3",
        "A-CIPH-1",
        "A-COMP",
        "A-RENEG",
        "A-SIG",
        "A-SNI-1",
        "A-TICKET",
        "R6186-5-1",
        "R7817-4-1",
        "R7817-4-4",
        "R7817-5-1",
        "R7817-5-5"
      },
      heldBy = {
        "DnsChecks",
        "ServiceChecks",
        "TlsChecks",
        "CertificateChecks",
        "RevocationCheck",
        "ServerNameChecks",
        "TlsaChecks"
      })
  void aBadProviderIsFoundWhereItIsBadAndAGoodOneIsNot() throws Exception {
    LabDns dns = new LabDns();
    if (FULL) {
      Installed.programsOrSkip(LabServers.PROGRAMS.toArray(Path[]::new));
      Folders.readable(folder);
    }
    try (AutoCloseable unused = FULL ? goodProvider(dns) : () -> {};
        BadProvider bad = new BadProvider(root, network, dns, FULL ? folder.resolve("bad") : null);
        LabDns.Served served = FULL ? dns.fromNsd(folder.resolve("dns")) : dns.inMemory()) {
      int good = FULL ? deviationsOfGoodProvider(served.resolver()) : 0;
      AuditReport report = audit(served.resolver(), "bad.example");
      Set<String> found = new TreeSet<>();
      report.deviations().forEach(finding -> found.add(LabReport.place(finding)));
      AuditReport second = auditOfSecondDomain(served.resolver());
      second
          .deviations()
          .forEach(finding -> found.add("dated.example: " + LabReport.place(finding)));
      assertEquals(String.join("\n", bad.expected()), String.join("\n", found));
      assertEquals(Set.of(), LabReport.withoutResult(report, second));
      if (FULL) {
        assertEquals(
            OpenSslClient.versions(bad.imapsPort()),
            LabReport.versions(report, "imaps mail.bad.example:993"));
        assertEquals(
            OpenSslClient.suites(bad.imapsPort(), LabReport.weakSuites()),
            LabReport.suites(report, "imaps mail.bad.example:993"));
      }
      System.out.printf(
          Locale.ROOT,
          "audit lab: bad provider %d of %d found, good provider %s%n",
          found.size(),
          bad.expected().size(),
          FULL ? good + " findings" : "not run, see -Plab");
    }
  }

  /** A check that finds nothing would make the audit of the bad provider fail. */
  @Test
  void theLabHasAFaultForEachResultOfEachCheck() throws Exception {
    Set<String> absent = new TreeSet<>();
    LabReport.documented()
        .forEach(
            (check, statuses) ->
                Stream.of("FAIL", "WARN")
                    .filter(statuses::contains)
                    .forEach(status -> absent.add(status + " " + check + " ")));
    assertTrue(absent.size() > 40, absent::toString);
    absent.removeIf(each -> LabFaults.all().stream().anyMatch(fault -> fault.contains(each)));
    assertEquals(Set.of(), absent);
  }

  @Test
  void singleVersionsAreFoundAsOpenSslFindsThem() throws Exception {
    Assumptions.assumeTrue(FULL, "a part of -Plab");
    Issued server = CertificateBuilder.server().dns("one").key(KeyKind.RSA_2048).issuedBy(root);
    Path files = Files.createDirectories(folder.resolve("stunnel"));
    try (TlsFront behind =
        TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(new ImapDialogue()).start()) {
      Stunnel stunnel = Stunnel.orSkip(files, List.of(behind.port()));
      try (ServerProcess unused = stunnel.start(server)) {
        FakeDns dns = new FakeDns().absencesAre(SECURE);
        for (String version : Stunnel.VERSIONS) {
          int port = stunnel.port(version, behind.port());
          String host = Ascii.lowerCase(version.replace('.', '-')) + ".example.net";
          String address = "192.0.2." + (100 + Stunnel.VERSIONS.indexOf(version));
          dns.addresses(SECURE, host, address);
          dns.srv(SECURE, "_imaps._tcp.example.net", "0 1 993 " + host);
          network.at(address, 993, port);
          Set<String> found =
              LabReport.versions(audit(dns, "example.net"), "imaps " + host + ":993");
          assertEquals(OpenSslClient.versions(port), found, version);
          assertEquals(1, found.size(), version);
        }
      }
    }
  }

  /** Audits the good provider, and returns the number of deviations; there must be 0. */
  private int deviationsOfGoodProvider(SecureResolver dns) {
    AuditReport report = audit(dns, "example.org");
    assertEquals(List.of(), report.deviations().stream().map(LabReport::line).toList());
    assertEquals(List.of(), LabReport.with(report, Status.ERROR));
    assertEquals(Set.of("192.0.2.1", "192.0.2.2"), network.contacted());
    assertEquals(
        Set.of("PASS pacc", "PASS autoconfig"),
        report.findings().stream()
            .filter(each -> Set.of("pacc", "autoconfig").contains(each.check().id()))
            .map(each -> each.status() + " " + each.check().id())
            .collect(Collectors.toSet()));
    return report.deviations().size();
  }

  private AutoCloseable goodProvider(LabDns dns) throws Exception {
    Issued rsa = certificate(KeyKind.RSA_2048);
    Issued ec = certificate(KeyKind.EC_P256);
    goodRecords(dns, rsa, ec);
    LabServers servers = new LabServers(folder.resolve("good"), rsa, ec, GOOD_TLS, GOOD_SUBMISSION);
    servers.at("192.0.2.1", network);
    LabWebServers web =
        new LabWebServers(root, network, dns).good("example.org", "mail.example.org", 2);
    return () -> {
      web.close();
      servers.close();
    };
  }

  private Issued certificate(KeyKind key) {
    return CertificateBuilder.server()
        .subject("CN=mail.example.org")
        .dns("mail.example.org", "example.org")
        .srv("_imaps.example.org", "_imap.example.org", "_pop3s.example.org")
        .srv("_pop3.example.org", "_submissions.example.org", "_submission.example.org")
        .key(key)
        .issuedBy(root);
  }

  private static void goodRecords(LabDns dns, Issued... certificates) {
    String host = "mail.example.org";
    dns.zone("org").zone("example.org");
    dns.addresses(SECURE, host, "192.0.2.1")
        .srv(SECURE, "_imaps._tcp.example.org", "0 1 993 " + host)
        .srv(SECURE, "_imap._tcp.example.org", "10 1 143 " + host)
        .srv(SECURE, "_pop3s._tcp.example.org", "20 1 995 " + host)
        .srv(SECURE, "_pop3._tcp.example.org", "30 1 110 " + host)
        .srv(SECURE, "_submissions._tcp.example.org", "0 1 465 " + host)
        .srv(SECURE, "_submission._tcp.example.org", "10 1 587 " + host);
    for (int port : new int[] {993, 143, 995, 110, 465, 587}) {
      dns.tlsa(SECURE, "_" + port + "._tcp." + host, tlsa(certificates));
    }
  }

  private static String[] tlsa(Issued... certificates) {
    return Stream.of(certificates)
        .map(
            issued ->
                TlsaRecord.of(
                        TlsaUsage.DANE_EE,
                        TlsaSelector.SPKI,
                        TlsaMatching.SHA2_256,
                        issued.certificate())
                    .toString())
        .toArray(String[]::new);
  }

  private AuditReport audit(SecureResolver dns, String domain) {
    return audit(dns, domain, Profile.RFC8314);
  }

  /** Compares with an audit that found more: with records, and a Received field without TLS. */
  private AuditReport auditOfSecondDomain(SecureResolver dns) {
    Baseline before = Baseline.parse("mailclad-audit-baseline 1\nPASS srv-published\n");
    return before.compare(
        audit(
            dns,
            "dated.example",
            Profile.MODERN,
            "from localhost by mail.dated.example with ESMTP; Wed, 2 Dec 2026 00:00:00 +0000"));
  }

  private AuditReport audit(
      SecureResolver dns, String domain, Profile profile, String... received) {
    return new Audit(
            new AuditSettings(
                dns,
                network,
                PeerVerifier.trusting(List.of(root.certificate()), "the root of the lab"),
                Instant.now(),
                new Pace(Duration.ZERO, 1000, System::nanoTime, time -> {}),
                profile,
                List.of(),
                Injection.TESTED,
                List.of(received),
                line -> {}))
        .of(domain);
  }
}
