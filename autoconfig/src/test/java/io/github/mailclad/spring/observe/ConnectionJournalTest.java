package io.github.mailclad.spring.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import io.github.mailclad.spring.MailEntry;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConnectionJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Refusal REFUSAL = new TlsStartRefusal.StarttlsInjection();

  private final FixedClock clock = FixedClock.at(NOON);
  private final ConnectionJournal journal = new ConnectionJournal(clock);
  private final Issued root = CertificateBuilder.root("Test Root");
  private final Issued certificate =
      CertificateBuilder.server()
          .dns("mail.example.org")
          .validity(NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(30)))
          .issuedBy(root);
  private final MailEntry account =
      new MailEntry(
          "work",
          MailEntry.Kind.ACCOUNT,
          "alice",
          Session.getInstance(new Properties()),
          Map.of(
              MailProtocol.SUBMISSION,
              new URLName("submissions", "mail.example.org", 465, null, "alice", null),
              MailProtocol.IMAP,
              new URLName("imaps", "mail.example.org", 1993, null, "alice", null)),
          null);

  private KnownService submission() {
    return journal.service("work", MailProtocol.SUBMISSION);
  }

  private KnownService access() {
    return journal.service("work", MailProtocol.IMAP);
  }

  private static Endpoint at(int port) {
    return new Endpoint(Host.of("mail.example.org"), port, Endpoint.Provenance.CONFIGURED);
  }

  private ConnectionSecurity authenticated(MailService service, int port) {
    return new ConnectionSecurity.Authenticated(
        service,
        at(port),
        new NegotiatedTls(
            TlsVersion.TLS_1_3,
            "TLS_AES_128_GCM_SHA256",
            "x25519",
            NegotiatedTls.Handshake.FULL,
            Set.of(),
            null),
        null,
        new TrustEvidence.Pkix(List.of(certificate.certificate()), root.certificate()));
  }

  @Test
  void aServiceWithoutAConnectionIsUnknown() {
    assertEquals(SecurityIndicator.UNKNOWN_NOT_CONNECTED, journal.indicator(account));
    assertEquals(
        List.of(KnownService.UNKNOWN, KnownService.UNKNOWN), List.of(submission(), access()));
  }

  @Test
  void anEntryIsConfidentialOnceEachOfItsServicesIs() {
    journal.of("work").onConnected(authenticated(MailService.SUBMISSIONS, 465));
    assertEquals(SecurityIndicator.UNKNOWN_NOT_CONNECTED, journal.indicator(account));
    journal.of("work").onConnected(authenticated(MailService.IMAPS, 1993));
    assertEquals(SecurityIndicator.CONFIDENTIAL, journal.indicator(account));
  }

  @Test
  void whatIsKnownToBeBadIsNotHidden() {
    journal.of("work").onConnected(authenticated(MailService.SUBMISSIONS, 465));
    journal.of("work").onConnected(new ConnectionSecurity.Unjudged(MailService.POP3S, at(995)));
    assertEquals(
        SecurityIndicator.NOT_CONFIDENTIAL,
        journal.indicator(account),
        "the session was used for a service that is not among the entry's");
  }

  @Test
  void aRefusalFollowsAConnectionAndBothAreKept() {
    journal.of("work").onConnected(authenticated(MailService.SUBMISSIONS, 465));
    clock.advance(Duration.ofMinutes(1));
    journal.of("work").onRefused(MailService.SUBMISSIONS, at(465), REFUSAL);
    KnownService submission = submission();
    assertEquals(SecurityIndicator.UNKNOWN_NOT_CONNECTED, submission.indicator());
    assertEquals(NOON, submission.secured().orElseThrow().at());
    assertEquals(NOON.plusSeconds(60), submission.last().orElseThrow().at());
    assertEquals(REFUSAL, submission.refused().orElseThrow().refusal());
    journal.of("work").onConnected(authenticated(MailService.SUBMISSIONS, 465));
    assertEquals(SecurityIndicator.CONFIDENTIAL, submission().indicator());
  }

  @Test
  void theEndOfTheServersOwnCertificateIsKnown() {
    journal.of("work").onConnected(authenticated(MailService.SUBMISSIONS, 465));
    ConnectionSecured secured = submission().secured().orElseThrow();
    assertEquals(NOON.plus(Duration.ofDays(30)), secured.certificate().orElseThrow().notAfter());
  }

  @Test
  void aRefusalBelongsToItsServiceWhateverThePort() {
    journal.of("work").onRefused(MailService.IMAPS, at(465), REFUSAL);
    assertTrue(submission().last().isEmpty());
    assertTrue(access().last().isPresent());
  }

  @Test
  void aServiceIsTheSameWhicheverItsTlsStart() {
    journal.of("work").onRefused(MailService.IMAP, at(143), REFUSAL);
    journal.of("work").onConnected(authenticated(MailService.IMAPS, 1993));
    assertEquals(MailService.IMAPS, access().last().orElseThrow().service());
    assertEquals(MailService.IMAP, access().refused().orElseThrow().service());
  }

  @Test
  void entriesDoNotShareWhatIsKnown() {
    journal.of("home").onConnected(authenticated(MailService.SUBMISSIONS, 465));
    assertEquals(KnownService.UNKNOWN, submission());
  }

  @Test
  void theLongestUnseenEntryMakesRoom() {
    for (int i = 0; i < 1000; i++) {
      refuse("entry" + i);
    }
    refuse("entry0");
    refuse("entry1000");
    assertTrue(journal.service("entry0", MailProtocol.SUBMISSION).last().isPresent());
    assertTrue(journal.service("entry1", MailProtocol.SUBMISSION).last().isEmpty());
    assertTrue(journal.service("entry2", MailProtocol.SUBMISSION).last().isPresent());
    assertTrue(journal.service("entry1000", MailProtocol.SUBMISSION).last().isPresent());
  }

  private void refuse(String entry) {
    journal.of(entry).onRefused(MailService.SUBMISSIONS, at(465), REFUSAL);
  }

  @Test
  void manyThreadsMayTellAndAsk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int port = 1 + i % 40;
        all.add(
            threads.submit(
                () -> {
                  journal.of("work").onRefused(MailService.SUBMISSIONS, at(port), REFUSAL);
                  journal.of("work").onConnected(authenticated(MailService.IMAPS, port));
                  journal.indicator(account);
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, submission().newest().size());
    assertEquals(1, access().newest().size());
  }
}
