package io.github.mailclad.audit;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;

class AuditTest extends AuditOfOneHost {
  @Test
  @Requirement(
      value = {"D-4-7", "D-4-5"},
      heldBy = {"DnsChecks", "ServiceChecks"})
  void aDomainWithoutRecordsIsWarnedAndNothingIsContacted() {
    FakeDns none = new FakeDns().absencesAre(SECURE);
    AuditReport report = audit(none);
    assertEquals(Status.WARN, worst(report, Catalogue.SRV_PUBLISHED));
    assertEquals(Set.of(), servers.contacted());
    try (TlsFront server = imap(HOST).start()) {
      ports.put(993, server.port());
      AuditReport published = audit(dns);
      assertEquals(Status.PASS, worst(published, Catalogue.SRV_PUBLISHED));
      // a provider without STARTTLS is no deviation
      assertEquals(Status.INFO, worst(published, Catalogue.STARTTLS_OFFERED));
    }
  }

  @Test
  void aFailedLookUpIsAnError() {
    AuditReport report = audit(dns.servfail(FakeDns.Type.SRV, "_pop3s._tcp.example.org"));
    assertEquals(Status.ERROR, worst(report, Catalogue.SRV_PUBLISHED));
    assertTrue(report.isIncomplete());
  }

  @Test
  @Requirement(value = "D-4.5.3-1", heldBy = "DnsChecks")
  void anAliasHasAStatusOfItsOwn() {
    for (DnssecStatus status : List.of(SECURE, INSECURE)) {
      FakeDns resolver =
          new FakeDns()
              .absencesAre(SECURE)
              .srv(SECURE, "_imaps._tcp.example.org", "0 1 993 other.example.org")
              .alias(status, "other.example.org", HOST)
              .addresses(SECURE, HOST, "192.0.2.1");
      List<Finding> steps =
          audit(resolver).findings().stream()
              .filter(each -> each.check().equals(Catalogue.DNSSEC))
              .filter(each -> each.sentence().startsWith("alias other.example.org to " + HOST))
              .toList();
      assertEquals(1, steps.size(), steps::toString);
      assertEquals(status == SECURE ? Status.PASS : Status.WARN, steps.get(0).status());
    }
  }

  @Test
  @Requirement(value = "A-CONSIST", heldBy = "ConsistencyCheck")
  void bothWaysToStartTlsHaveChainsOfOneAuthority() {
    Issued elsewhere =
        CertificateBuilder.server().dns(HOST).issuedBy(CertificateBuilder.root("Other Root"));
    for (Issued issued : List.of(certificate(HOST), elsewhere)) {
      try (TlsFront implicit = imap(HOST).start();
          TlsFront starttls =
              TlsFront.builder()
                  .certificate(issued)
                  .dialogue(new ImapDialogue())
                  .mischief(Mischief.EXPECT_STARTTLS)
                  .start()) {
        ports.put(993, implicit.port());
        ports.put(143, starttls.port());
        Finding finding = finding(audit(dns), Catalogue.CONSISTENCY);
        assertEquals(
            issued.equals(elsewhere) ? Status.WARN : Status.PASS,
            finding.status(),
            finding::sentence);
        assertEquals(
            issued.equals(elsewhere), finding.sentence().contains("trusted by CN=Test Root"));
      }
    }
  }

  @Test
  void aServerThatTurnsAwayIsAskedOnce() {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(certificate(HOST))
            .dialogue(new SmtpDialogue().greeting("421 4.7.0 too many connections"))
            .mischief(Mischief.EXPECT_STARTTLS)
            .start()) {
      ports.put(587, server.port());
      AuditReport report = audit(dns);
      assertEquals(1, server.recorder().connections().size());
      assertEquals(Status.ERROR, worst(report, Catalogue.TLS_OFFERED));
      assertFalse(
          report.findings().stream().anyMatch(each -> each.check().equals(Catalogue.TLS_OLD)),
          report::toString);
    }
  }

  @Test
  @Requirement(
      value = {
        "D-4.1-1",
        "D-4.1-2",
        "D-4.1-4",
        "D-4.1-5",
        "D-4.1-6",
        "D-4.1-7",
        "D-4.1-10",
        "D-4-2",
        "D-4-3",
        "D-4-16",
        "D-4.2-3",
        "D-4.5.1-1",
        "D-6-2",
        "D-8-1",
        "R7817-4.1-1"
      },
      heldBy = {"Audit", "Questionnaire"})
  void whatCannotBeSeenIsNeverAPass() {
    AuditReport report = audit(dns);
    assertEquals(10, Questionnaire.questions().size());
    for (Questionnaire.Question question : Questionnaire.questions()) {
      Check check = question.check();
      List<Finding> all =
          report.findings().stream().filter(each -> each.check().equals(check)).toList();
      assertEquals(1, all.size(), check.id());
      assertEquals(Status.NOT_OBSERVABLE, all.get(0).status(), check.id());
      assertFalse(all.get(0).sentence().isEmpty(), check.id());
    }
  }

  @Test
  @Requirement(
      value = {
        "R7817-4-2",
        "R7817-4-3",
        "R7817-4.1-2",
        "R7817-5-2",
        "R7817-5-3",
        "R7817-5-4",
        "R7817-5.1-1",
        "D-4.4-2",
        "D-4.4-3"
      },
      heldBy = "CertificateChecks")
  void theNamesOfACertificateAreReported() {
    Issued all =
        CertificateBuilder.server()
            .subject("CN=" + HOST)
            .dns(HOST, "example.org")
            .srv("_imaps.example.org")
            .issuedBy(root);
    Issued less =
        CertificateBuilder.server().subject("CN=www.example.org").dns(HOST).issuedBy(root);
    for (Issued issued : List.of(all, less)) {
      Status expected = issued.equals(all) ? Status.PASS : Status.INFO;
      try (TlsFront server =
          TlsFront.builder().certificate(issued).dialogue(new ImapDialogue()).start()) {
        ports.put(993, server.port());
        AuditReport report = audit(dns);
        assertEquals(Status.PASS, worst(report, Catalogue.CERTIFICATE_HOST));
        assertEquals(expected, worst(report, Catalogue.CERTIFICATE_DOMAIN));
        assertEquals(expected, worst(report, Catalogue.CERTIFICATE_SRV));
        assertEquals(expected, worst(report, Catalogue.CERTIFICATE_CN));
        assertEquals(Status.PASS, worst(report, Catalogue.SNI));
      }
    }
  }

  @Test
  @Requirement(value = "R6186-5-1", heldBy = "CertificateChecks")
  void aClientThatStartsFromTheDomainNeedsASignedRecordOrTheDomainInTheCertificate() {
    FakeDns unsigned =
        new FakeDns()
            .addresses(INSECURE, HOST, "192.0.2.1")
            .srv(INSECURE, "_imaps._tcp.example.org", "0 1 993 " + HOST);
    for (List<String> names : List.of(List.of(HOST), List.of(HOST, "example.org"))) {
      Issued issued = CertificateBuilder.server().dns(names.toArray(String[]::new)).issuedBy(root);
      try (TlsFront server =
          TlsFront.builder().certificate(issued).dialogue(new ImapDialogue()).start()) {
        ports.put(993, server.port());
        assertEquals(Status.PASS, worst(audit(dns), Catalogue.CERTIFICATE_SOURCE));
        assertEquals(
            names.size() == 1 ? Status.WARN : Status.PASS,
            worst(audit(unsigned), Catalogue.CERTIFICATE_SOURCE));
      }
    }
  }

  @Test
  @Requirement(
      value = {"B-2-1", "A-CIPH-1"},
      heldBy = "TlsChecks")
  void tls11IsOldAndAllSuitesOfAKindAreListed() {
    Issued rsa = CertificateBuilder.server().dns(HOST).key(KeyKind.RSA_2048).issuedBy(root);
    try (TlsFront server =
        TlsFront.builder()
            .certificate(rsa)
            .dialogue(new ImapDialogue())
            .legacy(LegacyTls.only(ProtocolVersion.TLSv11))
            .start()) {
      ports.put(993, server.port());
      Finding old = finding(audit(dns), Catalogue.TLS_OLD);
      assertEquals(Status.FAIL, old.status());
      assertEquals(Set.of("TLS 1.1"), old.evidence().keySet());
    }
    try (TlsFront server =
        TlsFront.builder()
            .certificate(rsa)
            .dialogue(new ImapDialogue())
            .legacy(LegacyTls.cbc())
            .start()) {
      ports.put(993, server.port());
      AuditReport report = audit(dns);
      assertEquals(Status.PASS, worst(report, Catalogue.TLS_OLD));
      Finding cbc = finding(report, Catalogue.SUITES_CBC);
      assertEquals(Status.WARN, cbc.status());
      assertEquals(
          Set.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
          Set.of(String.valueOf(cbc.evidence().get("all suites")).split(", ", -1)));
    }
  }

  @Test
  @Requirement(
      value = {"A-RENEG", "A-TICKET", "R9325-3.8-1"},
      heldBy = {"TlsChecks", "EndpointObserver"})
  void sessionsAndOtherProtocolsAreObserved() {
    try (TlsFront java = imap(HOST).start();
        TlsFront selecting =
            imap(HOST).legacy(LegacyTls.tls12().selectingAnApplicationProtocol()).start();
        TlsFront lasting = imap(HOST).legacy(LegacyTls.tls12().issuingLongTickets()).start()) {
      ports.put(993, java.port());
      AuditReport report = audit(dns);
      // the platform's servers take part, unless a system property forbids it
      assertEquals(Status.WARN, worst(report, Catalogue.RENEGOTIATION));
      assertEquals(Status.PASS, worst(report, Catalogue.TICKETS));
      assertEquals(
          "resumed the session",
          finding(report, Catalogue.TICKETS).evidence().get("second connection"));
      assertEquals(Status.INFO, worst(report, Catalogue.ALPN));
      assertEquals(Status.INFO, worst(report, Catalogue.STAPLING));
      ports.put(993, selecting.port());
      assertEquals(Status.WARN, worst(audit(dns), Catalogue.ALPN));
      ports.put(993, lasting.port());
      Finding ticket = finding(audit(dns), Catalogue.TICKETS);
      assertEquals(Status.WARN, ticket.status());
      assertEquals("a session ticket is valid for 2592000 s", ticket.sentence());
    }
  }

  @Test
  void theModernProfileWantsMore() {
    try (TlsFront server = imap(HOST).legacy(LegacyTls.tls12()).start()) {
      ports.put(993, server.port());
      assertTrue(
          audit(dns).deviations().stream()
              .noneMatch(each -> each.check().equals(Catalogue.TLS_1_3)));
      profile = Profile.MODERN;
      assertTrue(
          audit(dns).deviations().stream()
              .anyMatch(each -> each.check().equals(Catalogue.TLS_1_3)));
    }
  }

  @Test
  void aLaterDateShowsWhatEnds() {
    try (TlsFront server = imap(HOST).start()) {
      ports.put(993, server.port());
      assertEquals(Status.PASS, worst(audit(dns), Catalogue.CERTIFICATE_EXPIRY));
      now = now.plus(Duration.ofDays(20));
      assertEquals(Status.WARN, worst(audit(dns), Catalogue.CERTIFICATE_EXPIRY));
      now = now.plus(Duration.ofDays(20));
      AuditReport report = audit(dns);
      assertEquals(Status.FAIL, worst(report, Catalogue.CERTIFICATE_EXPIRY));
      assertEquals(Status.FAIL, worst(report, Catalogue.CERTIFICATE_CHAIN));
    }
  }

  @Test
  void noLoginIsTried() {
    try (TlsFront server = imap(HOST).start()) {
      ports.put(993, server.port());
      audit(dns);
      String sent = new String(server.recorder().clientPlain(), StandardCharsets.US_ASCII);
      assertTrue(sent.lines().allMatch(line -> line.matches("a[19] (CAPABILITY|LOGOUT)")), sent);
      assertEquals(Set.of("192.0.2.1"), servers.contacted());
      assertTrue(servers.connections() <= 30, () -> "connections: " + servers.connections());
    }
  }

  @Test
  void anAddressIsNoDomain() {
    assertThrows(IllegalArgumentException.class, () -> new Audit(settings(dns)).of("192.0.2.1"));
  }
}
