package io.github.mailclad.audit;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.audit.DiscoveryExplainer.Explained;
import io.github.mailclad.dns.FakeDns;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DiscoveryExplainerTest {
  private final FakeDns dns = new FakeDns();

  @Test
  void signedServersAreProposedWithTheirTlsaRecords() {
    dns.srv(SECURE, "_imaps._tcp.example.org", "0 1 993 imap.hoster.example")
        .srv(SECURE, "_submissions._tcp.example.org", "0 1 465 smtp.hoster.example")
        .tlsa(SECURE, "_993._tcp.imap.hoster.example", "3 1 1 " + "ab".repeat(32));
    Explained explained = explain();
    assertEquals(List.of(), explained.report().deviations());
    assertEquals(2, explained.accepted().size());
    Finding proposed = finding(explained, Catalogue.DISCOVER_ACCESS, Status.INFO);
    assertEquals("the SRV record is signed", proposed.evidence().get("may be used"));
    String tlsa = Objects.requireNonNull(proposed.evidence().get("tlsa"));
    assertTrue(tlsa.startsWith("Secure, 3 1 1 abab"), tlsa);
  }

  @Test
  void unsignedServersElsewhereNeedAConfirmation() {
    dns.srv(INSECURE, "_imaps._tcp.example.org", "0 1 993 imap.hoster.example")
        .srv(INSECURE, "_submissions._tcp.example.org", "0 1 465 smtp.example.org");
    Explained explained = explain();
    Finding question = finding(explained, Catalogue.DISCOVER_ACCESS, Status.WARN);
    assertTrue(question.sentence().contains("confirm: imap.hoster.example"), question.sentence());
    assertEquals(1, explained.accepted().size());
  }

  @Test
  void aDomainWithoutRecordsIsReported() {
    Explained explained = explain();
    assertEquals(2, explained.report().deviations().size());
  }

  @Test
  void aFailedLookUpIsNoStatementAboutTheDomain() {
    for (String label : List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission")) {
      dns.servfail(FakeDns.Type.SRV, "_" + label + "._tcp.example.org");
    }
    Explained explained = explain();
    assertEquals(List.of(), explained.report().deviations(), explained::toString);
    assertTrue(explained.report().isIncomplete());
  }

  @Test
  void aFailedLookUpOfTlsaRecordsIsNoGoodResult() {
    dns.srv(SECURE, "_imaps._tcp.example.org", "0 1 993 imap.example.org")
        .srv(SECURE, "_submissions._tcp.example.org", "0 1 465 imap.example.org");
    assertFalse(explain().report().isIncomplete());
    dns.servfail(FakeDns.Type.TLSA, "_993._tcp.imap.example.org");
    Explained failed = explain();
    assertTrue(failed.report().isIncomplete());
    assertEquals(List.of(), failed.report().deviations());
    dns.fails(FakeDns.Type.TLSA, "_993._tcp.imap.example.org", BOGUS, "a signature is wrong");
    assertEquals(1, explain().report().deviations().size());
  }

  private Explained explain() {
    return new DiscoveryExplainer(dns, Clock.systemUTC()).explain("alice@example.org");
  }

  private static Finding finding(Explained explained, Check check, Status status) {
    return explained.report().findings().stream()
        .filter(each -> each.check().equals(check) && each.status() == status)
        .findFirst()
        .orElseThrow(() -> new AssertionError(explained.toString()));
  }
}
