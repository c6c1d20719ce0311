package io.github.mailclad.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the end of certificates, and that each announcement is made once. */
class AnnouncementsTest {
  private static final Instant FROM = Instant.parse("2026-12-01T00:00:00Z");
  private static final Endpoint SERVER =
      new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED);

  private final Issued root = CertificateBuilder.root("Test Root");
  private final List<SecurityEvent> events = new ArrayList<>();
  private final Announcements announcements = new Announcements();

  private ConnectionSecurity living(Duration lifetime) {
    Issued issued =
        CertificateBuilder.server()
            .dns("imap.example.org")
            .validity(FROM, FROM.plus(lifetime))
            .issuedBy(root);
    return new ConnectionSecurity.Authenticated(
        MailService.IMAPS,
        SERVER,
        new NegotiatedTls(
            TlsVersion.TLS_1_3,
            "TLS_AES_128_GCM_SHA256",
            null,
            NegotiatedTls.Handshake.FULL,
            Set.of(),
            null),
        Host.of("imap.example.org").identifier(),
        new TrustEvidence.Pkix(List.of(issued.certificate()), root.certificate()));
  }

  private void connect(String account, ConnectionSecurity got, Instant now) {
    new ServiceMemory(
            MailService.IMAPS,
            new AccountStores(),
            FixedClock.at(now),
            announcements,
            new ServiceMemory.Reports() {
              @Override
              public void happened(SecurityEvent event) {
                events.add(event);
              }

              @Override
              public void note(String warning) {}
            })
        .announce(account, got);
  }

  /** The lifetime of a certificate, and the days before its end with and without an event. */
  @ParameterizedTest
  @CsvSource({"398, 31, 30", "200, 31, 30", "100, 17, 16", "90, 16, 15", "47, 8, 7", "6, 2, 1"})
  void theEndIsAnnouncedByTheLifetimeOfTheCertificate(int lifetime, int silent, int announced) {
    ConnectionSecurity got = living(Duration.ofDays(lifetime));
    Instant end = FROM.plus(Duration.ofDays(lifetime));

    connect("alice", got, end.minus(Duration.ofDays(silent)));
    assertEquals(List.of(), events);
    connect("alice", got, end.minus(Duration.ofDays(announced)));
    assertEquals(
        List.of(
            new SecurityEvent.CertificateExpires(
                "alice", MailService.IMAPS, SERVER, end, announced)),
        events);
  }

  @Test
  void theEndIsAnnouncedOnceADayToEachAccount() {
    ConnectionSecurity got = living(Duration.ofDays(90));
    Instant last = FROM.plus(Duration.ofDays(90));

    for (int hour = 0; hour < 24; hour++) {
      Instant now = last.minus(Duration.ofDays(3)).plus(Duration.ofHours(hour)).plusSeconds(1);
      connect("alice", got, now);
      connect("bob", got, now);
    }
    assertEquals(List.of("alice", "bob"), events.stream().map(SecurityEvent::account).toList());
    connect("alice", got, last.minus(Duration.ofHours(20)));
    assertEquals(3, events.size());
    connect("alice", got, last.plus(Duration.ofDays(1)));
    assertEquals(3, events.size(), "it has ended already");
  }

  @Test
  void theOldestAnnouncementIsForgotten() {
    assertTrue(announcements.isFirst(-1));
    for (int i = 0; i < 999; i++) {
      assertTrue(announcements.isFirst(i));
    }
    assertFalse(announcements.isFirst(-1));
    assertTrue(announcements.isFirst(999));
    assertFalse(announcements.isFirst(-1));
    assertTrue(announcements.isFirst(0));
  }
}
