package io.github.mailclad.spring.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
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
import java.util.Optional;
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
      entry(
          new URLName("submissions", "mail.example.org", 465, null, "alice", null),
          new URLName("imaps", "mail.example.org", 1993, null, "alice", null));

  private static MailEntry entry(URLName... services) {
    return new MailEntry(
        "work",
        MailEntry.Kind.ACCOUNT,
        "alice",
        Session.getInstance(new Properties()),
        List.of(services),
        null);
  }

  private static Endpoint at(int port) {
    return new Endpoint("mail.example.org", port, Endpoint.Provenance.CONFIGURED);
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
  void whatWasNeverConnectedToIsNotKnown() {
    assertEquals(SecurityIndicator.UNKNOWN_NOT_CONNECTED, journal.indicator(account));
    assertEquals(
        List.of(Optional.empty(), Optional.empty()),
        journal.services(account).stream().map(KnownService::last).toList());
  }

  @Test
  void anEntryIsConfidentialOnceEachOfItsServicesIs() {
    journal.connected("work", authenticated(MailService.SUBMISSIONS, 465));
    assertEquals(SecurityIndicator.UNKNOWN_NOT_CONNECTED, journal.indicator(account));
    journal.connected("work", authenticated(MailService.IMAPS, 1993));
    assertEquals(SecurityIndicator.CONFIDENTIAL, journal.indicator(account));
  }

  @Test
  void whatIsKnownToBeBadIsNotHidden() {
    journal.connected("work", authenticated(MailService.SUBMISSIONS, 465));
    journal.connected("work", new ConnectionSecurity.Unjudged(MailService.POP3S, at(995)));
    assertEquals(
        SecurityIndicator.NOT_CONFIDENTIAL,
        journal.indicator(account),
        "the session was used for a service that is not among the entry's");
  }

  @Test
  void aRefusalFollowsAConnectionAndBothAreKept() {
    journal.connected("work", authenticated(MailService.SUBMISSIONS, 465));
    clock.advance(Duration.ofMinutes(1));
    journal.refused("work", at(465), REFUSAL);
    KnownService submission = journal.services(account).get(0);
    assertEquals(SecurityIndicator.UNKNOWN_NOT_CONNECTED, submission.indicator());
    assertEquals(NOON, submission.opened().orElseThrow().at());
    assertEquals(NOON.plusSeconds(60), submission.last().orElseThrow().at());
    assertEquals(REFUSAL, submission.refused().orElseThrow().refusal());
    journal.connected("work", authenticated(MailService.SUBMISSIONS, 465));
    assertEquals(SecurityIndicator.CONFIDENTIAL, journal.services(account).get(0).indicator());
  }

  @Test
  void theEndOfTheServersOwnCertificateIsKnown() {
    journal.connected("work", authenticated(MailService.SUBMISSIONS, 465));
    Outcome.Opened opened = journal.services(account).get(0).opened().orElseThrow();
    assertEquals(NOON.plus(Duration.ofDays(30)), opened.certificate().orElseThrow().notAfter());
  }

  @Test
  void aRefusalBeforeTlsBelongsToTheServiceAtThatPort() {
    journal.refused("work", at(1993), REFUSAL);
    assertTrue(journal.services(account).get(0).last().isEmpty());
    assertTrue(journal.services(account).get(1).last().isPresent());
  }

  @Test
  void aRefusalBeforeTlsBelongsToTheServiceWithThatRegisteredPort() {
    MailEntry discovered =
        entry(
            new URLName("submissions", null, -1, null, "alice", null),
            new URLName("imaps", null, -1, null, "alice", null));
    journal.refused("work", at(993), REFUSAL);
    assertTrue(journal.services(discovered).get(0).last().isEmpty());
    assertTrue(journal.services(discovered).get(1).last().isPresent());
  }

  @Test
  void theOnlyServiceHasEveryRefusal() {
    MailEntry sender = entry(new URLName("smtp", "other.example.org", -1, null, "alice", null));
    journal.refused("work", at(4711), REFUSAL);
    assertTrue(journal.services(sender).get(0).last().isPresent());
  }

  @Test
  void theHandshakeTellsTheServiceOfARefusal() {
    journal.refused("work", at(4711), REFUSAL);
    assertTrue(journal.services(account).get(1).last().isEmpty());
    journal.timed(
        "work",
        new HandshakeTimes(MailService.IMAPS, at(4711), Duration.ofMillis(1), Duration.ZERO));
    assertTrue(journal.services(account).get(1).last().isPresent());
  }

  @Test
  void entriesDoNotShareWhatIsKnown() {
    journal.connected("home", authenticated(MailService.SUBMISSIONS, 465));
    assertEquals(List.of(), journal.servers("work"));
  }

  @Test
  void theLongestUnseenServerMakesRoom() {
    for (int port = 1; port <= 16; port++) {
      journal.refused("work", at(port), REFUSAL);
    }
    journal.refused("work", at(1), REFUSAL);
    journal.refused("work", at(17), REFUSAL);
    List<Integer> ports =
        journal.servers("work").stream().map(server -> server.endpoint().port()).toList();
    assertEquals(16, ports.size());
    assertEquals(List.of(17, 1, 16), ports.subList(0, 3));
    assertTrue(!ports.contains(2), ports.toString());
  }

  @Test
  void theLongestUnseenEntryMakesRoom() {
    for (int i = 0; i < 1001; i++) {
      journal.refused("entry" + i, at(1), REFUSAL);
    }
    assertEquals(List.of(), journal.servers("entry0"));
    assertEquals(1, journal.servers("entry1").size());
    assertEquals(1, journal.servers("entry1000").size());
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
                  journal.refused("work", at(port), REFUSAL);
                  journal.connected("work", authenticated(MailService.IMAPS, port));
                  journal.indicator(account);
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(16, journal.servers("work").size());
  }

  @Test
  void theNewestOutcomeIsOneOfTheTwoThatAreKept() {
    Outcome.Opened opened =
        new Outcome.Opened(NOON, new ConnectionSecurity.Unjudged(MailService.IMAP, at(1)));
    Outcome.Refused refused = new Outcome.Refused(NOON, at(1), REFUSAL);
    Outcome another = new Outcome.Refused(NOON.plusSeconds(1), at(1), REFUSAL);
    assertThrows(
        IllegalArgumentException.class,
        () -> new KnownServer(at(1), MailService.IMAP, another, opened, refused));
  }
}
