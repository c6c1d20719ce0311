package io.github.mailclad.it.audit;

import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.audit.Audit;
import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.AuditSettings;
import io.github.mailclad.audit.AuditSettings.Injection;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Pace;
import io.github.mailclad.audit.Profile;
import io.github.mailclad.audit.ServerAddress;
import io.github.mailclad.audit.Status;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.it.servers.Installed;
import io.github.mailclad.verify.PeerVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
      tls_high_cipherlist = ECDHE+AESGCM:ECDHE+CHACHA20
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
        "B-2-2",
        "B-2-3",
        "R7817-4-1",
        "R7817-4-4",
        "R7817-5-1",
        "R7817-5-5"
      },
      heldBy = {"DnsChecks", "ServiceChecks", "TlsChecks", "CertificateChecks"})
  void aBadProviderIsFoundWhereItIsBadAndAGoodOneIsNot() throws Exception {
    int good = 0;
    if (FULL) {
      Installed.programsOrSkip(LabServers.PROGRAMS.toArray(Path[]::new));
      good = deviationsOfGoodProvider();
    }
    try (BadProvider bad = new BadProvider(root, network, FULL ? folder.resolve("bad") : null)) {
      AuditReport report = audit(bad.dns(), "bad.example");
      Set<String> found = new TreeSet<>();
      report.deviations().forEach(finding -> found.add(place(finding)));
      assertEquals(String.join("\n", bad.expected()), String.join("\n", found));
      if (FULL) {
        assertEquals(
            OpenSslClient.versions(bad.imapsPort()),
            versions(report, "imaps mail.bad.example:993"));
      }
      System.out.printf(
          Locale.ROOT,
          "audit lab: bad provider %d of %d found, good provider %s%n",
          found.size(),
          bad.expected().size(),
          FULL ? good + " findings" : "not run, see -Plab");
    }
  }

  /** Audits the good provider, and returns the number of deviations; there must be 0. */
  private int deviationsOfGoodProvider() throws Exception {
    Issued rsa = certificate(KeyKind.RSA_2048);
    Issued ec = certificate(KeyKind.EC_P256);
    try (LabServers servers =
        new LabServers(folder.resolve("good"), rsa, ec, GOOD_TLS, GOOD_SUBMISSION)) {
      servers.at("192.0.2.1", network);
      AuditReport report = audit(goodDns(rsa, ec), "example.org");
      assertEquals(List.of(), report.deviations().stream().map(AuditLabIT::line).toList());
      assertEquals(List.of(), with(report, Status.ERROR));
      assertEquals(Set.of("192.0.2.1"), network.contacted());
      return report.deviations().size();
    }
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

  private static FakeDns goodDns(Issued... certificates) {
    FakeDns dns = new FakeDns().absencesAre(SECURE);
    String host = "mail.example.org";
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
    return dns;
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
    return new Audit(
            new AuditSettings(
                dns,
                network,
                PeerVerifier.trusting(List.of(root.certificate()), "the root of the lab"),
                Instant.now(),
                new Pace(Duration.ZERO, 1000, System::nanoTime, time -> {}),
                Profile.RFC8314,
                List.of(),
                Injection.TESTED,
                List.of(),
                line -> {}))
        .of(domain);
  }

  /** Returns the versions that the audit found at one place. */
  private static Set<String> versions(AuditReport report, String where) {
    Set<String> versions = new TreeSet<>();
    for (Finding finding : report.findings()) {
      if (!place(finding).endsWith(where)) {
        continue;
      }
      switch (finding.check().id()) {
        case "tls-version-old" -> versions.addAll(finding.evidence().keySet());
        case "tls-1-3", "tls-version-current" -> {
          if (finding.status() == Status.PASS) {
            versions.add(finding.check().id().equals("tls-1-3") ? "TLS 1.3" : "TLS 1.2");
          }
        }
        default -> {}
      }
    }
    return versions;
  }

  private static String place(Finding finding) {
    ServerAddress where = finding.where();
    return "%s %s %s"
        .formatted(
            finding.status(),
            finding.check().id(),
            where == null
                ? finding.sentence()
                : where.protocol() + " " + where.server() + ":" + where.port());
  }

  private static List<String> with(AuditReport report, Status status) {
    return report.findings().stream()
        .filter(finding -> finding.status() == status)
        .map(AuditLabIT::line)
        .toList();
  }

  private static String line(Finding finding) {
    return finding.status()
        + " "
        + finding.check().id()
        + " "
        + finding.where()
        + ": "
        + finding.sentence();
  }
}
