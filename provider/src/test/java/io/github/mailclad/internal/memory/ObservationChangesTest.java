package io.github.mailclad.internal.memory;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent.Drift;
import io.github.mailclad.SecurityEvent.Drift.Change;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Requirement;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of real and of apparent changes of a server. */
class ObservationChangesTest {
  private static final Instant YESTERDAY = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final String ALICE = "alice@example.org";
  private static final String RECORD = "3 1 1 " + "ab".repeat(32);
  private static final String OTHER = "3 1 1 " + "cd".repeat(32);

  private static Observation seen(
      Instant at,
      @Nullable String key,
      @Nullable String issuer,
      @Nullable DnssecStatus tlsa,
      @Nullable String records) {
    return new Observation(
        at,
        ConfidentialityLevel.AUTHENTICATED,
        TlsStart.IMPLICIT,
        Evidence.PKIX,
        key,
        issuer,
        tlsa,
        records);
  }

  private static List<Drift> changes(Observation before, Observation now) {
    return Observations.between(ALICE, MailService.IMAPS, before, now);
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "Observations")
  void anotherKeyIsAChangeWithBothKeys() {
    Drift change =
        only(
            changes(
                seen(YESTERDAY, "sha256/old", "CN=A", null, null),
                seen(NOW, "sha256/new", "CN=A", null, null)));
    assertEquals(
        new Drift(ALICE, MailService.IMAPS, Change.CERT_KEY_CHANGED, "sha256/old", "sha256/new"),
        change);
    assertEquals(Level.INFO, change.change().severity());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "Observations")
  void anotherIssuerIsAChangeWithBothIssuers() {
    Drift change =
        only(
            changes(
                seen(YESTERDAY, "sha256/k", "CN=Old", null, null),
                seen(NOW, "sha256/k", "CN=New", null, null)));
    assertEquals(
        new Drift(ALICE, MailService.IMAPS, Change.ISSUER_CHANGED, "CN=Old", "CN=New"), change);
    assertEquals(Level.INFO, change.change().severity());
  }

  @Test
  void aRenewalElsewhereIsTwoChanges() {
    List<Drift> both =
        changes(
            seen(YESTERDAY, "sha256/old", "CN=Old", null, null),
            seen(NOW, "sha256/new", "CN=New", null, null));
    assertEquals(
        List.of(Change.CERT_KEY_CHANGED, Change.ISSUER_CHANGED),
        both.stream().map(Drift::change).toList());
  }

  @Test
  void anUnknownValueIsNoChange() {
    Observation nothing = seen(YESTERDAY, null, null, null, null);
    Observation all = seen(NOW, "sha256/k", "CN=A", SECURE, RECORD);
    assertEquals(List.of(), changes(nothing, all));
    // as with DANE switched off, or without a resolver
    assertEquals(List.of(), changes(all, nothing));
  }

  record Case(
      String name,
      DnssecStatus before,
      @Nullable String recordsBefore,
      DnssecStatus now,
      @Nullable String recordsNow,
      @Nullable Change expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> answers() {
    return Stream.of(
        new Case("the same", SECURE, RECORD, SECURE, RECORD, null),
        new Case("none, still none", SECURE, "", SECURE, "", null),
        new Case("other records", SECURE, RECORD, SECURE, OTHER, Change.TLSA_CHANGED),
        new Case("first records", SECURE, "", SECURE, RECORD, Change.TLSA_CHANGED),
        new Case("records that count now", INSECURE, RECORD, SECURE, RECORD, Change.TLSA_CHANGED),
        new Case("a proof that there are none", SECURE, RECORD, SECURE, "", Change.TLSA_REMOVED),
        new Case("not signed any more", SECURE, RECORD, INSECURE, RECORD, Change.DNSSEC_LOST),
        new Case("not signed, and gone", SECURE, RECORD, INSECURE, "", Change.DNSSEC_LOST),
        new Case("an absence not proved", SECURE, "", INSECURE, "", Change.DNSSEC_LOST),
        new Case("signed now, still none", INSECURE, "", SECURE, "", null),
        new Case("never signed, others", INSECURE, RECORD, INSECURE, OTHER, null),
        new Case("never signed, gone", INSECURE, RECORD, INSECURE, "", null),
        new Case("wrong signatures", SECURE, RECORD, BOGUS, "", Change.DNSSEC_BOGUS),
        new Case("wrong ones from nowhere", INSECURE, "", BOGUS, "", Change.DNSSEC_BOGUS),
        new Case("still wrong", BOGUS, "", BOGUS, "", null),
        new Case("right again", BOGUS, "", SECURE, RECORD, null),
        new Case("records that were not kept", SECURE, null, SECURE, RECORD, null),
        new Case("not signed, not kept", SECURE, null, INSECURE, "", Change.DNSSEC_LOST),
        new Case("no answer", SECURE, RECORD, INDETERMINATE, "", null),
        new Case("an answer again", INDETERMINATE, "", INSECURE, "", null));
  }

  @ParameterizedTest
  @MethodSource("answers")
  @Requirement(value = "D-5.1-13", heldBy = "Observations")
  void anAnswerAboutTlsaRecordsIsComparedAsFarAsItCounts(Case c) {
    List<Drift> changes =
        changes(
            seen(YESTERDAY, "sha256/k", "CN=A", c.before(), c.recordsBefore()),
            seen(NOW, "sha256/k", "CN=A", c.now(), c.recordsNow()));
    assertEquals(
        c.expected() == null ? List.of() : List.of(c.expected()),
        changes.stream().map(Drift::change).toList());
  }

  @Test
  void aChangedAnswerIsReportedWithStatusAndRecords() {
    Drift lost =
        only(
            changes(
                seen(YESTERDAY, null, null, SECURE, RECORD), seen(NOW, null, null, INSECURE, "")));
    assertEquals("Secure: " + RECORD, lost.before());
    assertEquals("Insecure: none", lost.now());
    assertEquals(Level.WARNING, lost.change().severity());
  }

  @Test
  void longRecordsAreReportedInFull() {
    List<TlsaRecord> many =
        IntStream.range(0, 10)
            .mapToObj(i -> TlsaRecord.parse("3 1 1 " + ("0" + i).repeat(32)))
            .toList();
    List<TlsaRecord> more = new ArrayList<>(many);
    more.add(TlsaRecord.parse(OTHER));
    Drift change =
        only(
            changes(
                seen(YESTERDAY, null, null, SECURE, Observations.records(many)),
                seen(NOW, null, null, SECURE, Observations.records(more))));
    assertTrue(change.now().endsWith(OTHER), change.now());
  }

  @Test
  void recordsAreWrittenTheSameInWhicheverOrderTheyCame() {
    TlsaRecord one = TlsaRecord.parse(RECORD);
    TlsaRecord two = TlsaRecord.parse(OTHER);
    assertEquals(RECORD + "; " + OTHER, Observations.records(List.of(two, one, two)));
    assertEquals("", Observations.records(List.of()));
  }

  @Test
  void tooLongRecordsAreDistinguishedByTheirDigest() {
    String one = Observations.records(List.of(TlsaRecord.parse("3 0 0 " + "ab".repeat(1500))));
    String two =
        Observations.records(List.of(TlsaRecord.parse("3 0 0 " + "ab".repeat(1499) + "cd")));
    assertTrue(one.length() < 2000 && !one.equals(two), one);
  }

  @Test
  @Requirement(value = "D-5.1-12", heldBy = "Observation")
  void aValueThatWasNotCheckedAgainIsKept() {
    ServerState server =
        ServerState.unknown("imap.example.org", 993)
            .seen(seen(YESTERDAY, "sha256/k", "CN=A", SECURE, RECORD))
            .seen(seen(NOW, null, null, null, null));
    assertEquals(seen(NOW, "sha256/k", "CN=A", SECURE, RECORD), server.seen());
    Observation insecure = seen(NOW, "sha256/k", "CN=A", INSECURE, "");
    assertEquals(insecure, server.seen(insecure).seen());
  }

  private static Drift only(List<Drift> changes) {
    assertEquals(1, changes.size(), changes.toString());
    return changes.get(0);
  }
}
