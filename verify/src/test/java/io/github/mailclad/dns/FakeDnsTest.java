package io.github.mailclad.dns;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FakeDnsTest {
  private final FakeDns dns = new FakeDns();

  @Test
  void whatItWasToldIsAnsweredAndAskedIsRemembered() {
    dns.srv(SECURE, "_imaps._tcp.example.org", "0 1 993 imap.example.org")
        .addresses(INSECURE, "imap.example.org", "127.0.0.1", "::1");

    Answer<SrvRecord> srv = dns.srv("_IMAPS._tcp.example.org.").toCompletableFuture().join();

    assertEquals(List.of(new SrvRecord(0, 1, 993, "imap.example.org")), srv.records());
    assertEquals(SECURE, srv.status());
    assertEquals(1, dns.ipv4("imap.example.org").toCompletableFuture().join().records().size());
    assertEquals(1, dns.ipv6("imap.example.org").toCompletableFuture().join().records().size());
    assertEquals(
        List.of("SRV _imaps._tcp.example.org", "A imap.example.org", "AAAA imap.example.org"),
        dns.queries());
  }

  @Test
  void whatItWasNotToldIsAbsent() {
    assertTrue(dns.tlsa("a.example").toCompletableFuture().join().isAbsence());
    assertEquals(INSECURE, dns.tlsa("a.example").toCompletableFuture().join().status());
    dns.absencesAre(SECURE).absent(FakeDns.Type.TLSA, "b.example", INSECURE);
    assertEquals(SECURE, dns.tlsa("a.example").toCompletableFuture().join().status());
    assertEquals(INSECURE, dns.tlsa("b.example").toCompletableFuture().join().status());
  }

  @Test
  void failuresHaveNoRecordsAndSilenceHasNoAnswer() {
    dns.fails(FakeDns.Type.A, "a.example", BOGUS, "expired")
        .servfail(FakeDns.Type.AAAA, "a.example")
        .silent(FakeDns.Type.SRV, "a.example");

    assertEquals(BOGUS, dns.ipv4("a.example").toCompletableFuture().join().status());
    assertEquals(INDETERMINATE, dns.ipv6("a.example").toCompletableFuture().join().status());
    assertFalse(dns.srv("a.example").toCompletableFuture().isDone());
  }

  @Test
  void aliasesAreFollowedAndTheWeakestStatusCounts() {
    dns.alias(SECURE, "a.example", "b.example")
        .alias(INSECURE, "b.example", "c.example")
        .tlsa(SECURE, "c.example", "3 1 1 ab");

    Answer<TlsaRecord> answer = dns.tlsa("a.example").toCompletableFuture().join();

    assertEquals(INSECURE, answer.status());
    assertEquals("c.example", answer.canonicalName());
    assertEquals(2, answer.aliases().size());
    assertEquals(1, answer.records().size());
    assertEquals(List.of("a.example"), dns.queries(FakeDns.Type.TLSA));
  }

  @Test
  void aliasesInACircleOrForgedEndWithoutAnAnswer() {
    dns.alias(SECURE, "a.example", "b.example").alias(SECURE, "b.example", "a.example");
    dns.alias(BOGUS, "c.example", "d.example");

    assertEquals(INDETERMINATE, dns.ipv4("a.example").toCompletableFuture().join().status());
    assertEquals(BOGUS, dns.ipv4("c.example").toCompletableFuture().join().status());
    assertEquals(1, dns.ipv4("c.example").toCompletableFuture().join().aliases().size());
  }
}
