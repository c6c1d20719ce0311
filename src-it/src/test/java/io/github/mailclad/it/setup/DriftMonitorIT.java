package io.github.mailclad.it.setup;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityEvent.Drift;
import io.github.mailclad.SecurityEvent.Drift.Change;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountState.DisabledMinimum;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.DiscoveredServers.DiscoveredServer;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.setup.DriftMonitor;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of the events of the monitor, and that it changes nothing. */
class DriftMonitorIT {
  private static final Instant YESTERDAY = Instant.parse("2026-03-01T10:00:00Z");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);
  private static final String ALICE = "alice@example.org";
  private static final String IMAPS = "_imaps._tcp.example.org";
  private static final String IMAP = "_imap._tcp.example.org";
  private static final String TLSA = "_993._tcp.imap.example.org";
  private static final String RECORD = "3 1 1 " + "ab".repeat(32);
  private static final String OTHER = "3 1 1 " + "cd".repeat(32);

  private final FakeDns dns = new FakeDns();
  private final Heard heard = new Heard();

  // ---- one test for each row of the table of drifts

  @Test
  @Requirement(
      value = {"D-5.1-13", "G9"},
      heldBy = {"DriftMonitor", "SrvChanges"})
  void anotherHostIsReportedWithTheConfirmationThatItNeeds() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.elsewhere.example");
    Drift drift = only(checked(discovered(INSECURE, "imap.example.org:993")));
    assertEquals(Change.HOST_CHANGED, drift.change());
    assertEquals(Level.WARNING, drift.change().severity());
    assertEquals("_imaps._tcp imap.example.org:993", drift.before());
    assertEquals(
        "_imaps._tcp imap.elsewhere.example:993"
            + " (not signed, and not in the domain: a person would have to confirm it)",
        drift.now());
    assertTrue(
        drift.text().contains(drift.before()) && drift.text().contains(drift.now()), drift.text());
    assertEquals(List.of(), dns.queries(FakeDns.Type.A));
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "SrvChanges")
  void anotherHostInTheDomainNeedsNoConfirmation() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.example.org", "0 1 993 new.example.org");
    Drift drift = only(checked(discovered(INSECURE, "imap.example.org:993")));
    assertEquals(Change.HOST_CHANGED, drift.change());
    assertEquals("_imaps._tcp imap.example.org:993, new.example.org:993", drift.now());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "SrvChanges")
  void aSignedHostElsewhereNeedsNoConfirmation() {
    dns.absencesAre(SECURE).srv(SECURE, IMAPS, "0 1 993 imap.elsewhere.example");
    Drift drift = only(checked(discovered(SECURE, "imap.example.org:993")));
    assertEquals(Change.HOST_CHANGED, drift.change());
    assertEquals("_imaps._tcp imap.elsewhere.example:993", drift.now());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "SrvChanges")
  void anotherPortIsReported() {
    dns.srv(INSECURE, IMAPS, "0 1 10993 imap.example.org");
    Drift drift = only(checked(discovered(INSECURE, "imap.example.org:993")));
    assertEquals(
        new Drift(
            ALICE,
            MailService.IMAPS,
            Change.PORT_CHANGED,
            "_imaps._tcp imap.example.org:993",
            "_imaps._tcp imap.example.org:10993"),
        drift);
    assertEquals(Level.WARNING, drift.change().severity());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "SrvChanges")
  void onlyStarttlsWhereThereWasImplicitTlsIsADowngrade() {
    dns.srv(INSECURE, IMAP, "0 1 143 imap.example.org");
    Drift drift = only(checked(discovered(INSECURE, "imap.example.org:993")));
    assertEquals(
        new Drift(
            ALICE,
            MailService.IMAPS,
            Change.TLS_DOWNGRADE_ADVERTISED,
            "_imaps._tcp imap.example.org:993",
            "_imaps._tcp has no records, _imap._tcp imap.example.org:143"),
        drift);
    assertEquals(Level.WARNING, drift.change().severity());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "SrvChanges")
  void aServiceThatIsWithdrawnIsReported() {
    dns.srv(INSECURE, IMAPS, "0 0 0 .").srv(INSECURE, IMAP, "0 0 0 .");
    Drift drift = only(checked(discovered(INSECURE, "imap.example.org:993")));
    assertEquals(Change.SERVICE_WITHDRAWN, drift.change());
    assertEquals(
        "_imaps._tcp says that there is no such service, _imap._tcp says that there is no such"
            + " service",
        drift.now());
    assertEquals(Level.WARNING, drift.change().severity());
  }

  @Test
  void recordsThatAreGoneAreReportedAsAServiceThatIsWithdrawn() {
    Drift drift = only(checked(discovered(INSECURE, "imap.example.org:993")));
    assertEquals(Change.SERVICE_WITHDRAWN, drift.change());
    assertEquals("_imaps._tcp has no records, _imap._tcp has no records", drift.now());
  }

  @Test
  @Requirement(
      value = {"D-5.1-12", "D-5.1-13"},
      heldBy = "SrvChanges")
  void anInsecureAnswerCannotClearWhatWasSecureWithoutAnAlert() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.example.org");
    RememberedAccounts store = store(discovered(SECURE, "imap.example.org:993"));
    Drift drift = only(checked(store));
    assertEquals(
        new Drift(
            ALICE,
            MailService.IMAPS,
            Change.DNSSEC_LOST,
            "Secure: _imaps._tcp imap.example.org:993",
            "Insecure: _imaps._tcp imap.example.org:993"),
        drift);
    assertEquals(Level.WARNING, drift.change().severity());
    // still remembered, so the next check gets it as well
    assertEquals(List.of(drift), checked(store));
  }

  @Test
  void aServerElsewhereThatIsNotSignedAnyMoreIsStillTheSameServer() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.hoster.example");
    assertEquals(
        List.of(Change.DNSSEC_LOST),
        changes(checked(discovered(SECURE, "imap.hoster.example:993"))));
  }

  @Test
  void twoChangesAreReportedOneByOne() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.elsewhere.example");
    assertEquals(
        List.of(Change.DNSSEC_LOST, Change.HOST_CHANGED),
        changes(checked(discovered(SECURE, "imap.example.org:993"))));
  }

  @Test
  @Requirement(
      value = {"D-5.1-12", "D-5.1-13"},
      heldBy = "SrvChanges")
  void wrongSignaturesAreReported() {
    dns.fails(FakeDns.Type.SRV, IMAPS, BOGUS, "signature expired");
    Drift drift = only(checked(discovered(SECURE, "imap.example.org:993")));
    assertEquals(
        new Drift(
            ALICE,
            MailService.IMAPS,
            Change.DNSSEC_BOGUS,
            "Secure: _imaps._tcp imap.example.org:993",
            IMAPS + " is Bogus: signature expired"),
        drift);
    assertEquals(Level.WARNING, drift.change().severity());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "DriftMonitor")
  void otherTlsaRecordsAreReported() {
    dns.addresses(SECURE, "imap.example.org", "192.0.2.1").tlsa(SECURE, TLSA, OTHER);
    Drift drift = only(checked(named(seen(TlsStart.IMPLICIT, SECURE, RECORD))));
    assertEquals(
        new Drift(
            ALICE,
            MailService.IMAPS,
            Change.TLSA_CHANGED,
            "imap.example.org:993 Secure: " + RECORD,
            "imap.example.org:993 Secure: " + OTHER),
        drift);
    assertEquals(Level.INFO, drift.change().severity());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "DriftMonitor")
  void tlsaRecordsThatAreGoneAreReported() {
    dns.absencesAre(SECURE).addresses(SECURE, "imap.example.org", "192.0.2.1");
    Drift drift = only(checked(named(seen(TlsStart.IMPLICIT, SECURE, RECORD))));
    assertEquals(Change.TLSA_REMOVED, drift.change());
    assertEquals("imap.example.org:993 Secure: none", drift.now());
    assertEquals(Level.WARNING, drift.change().severity());
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "DriftMonitor")
  void tlsaRecordsThatAreNotSignedAnyMoreAreReported() {
    dns.addresses(INSECURE, "imap.example.org", "192.0.2.1").tlsa(INSECURE, TLSA, RECORD);
    assertEquals(
        List.of(Change.DNSSEC_LOST),
        changes(checked(named(seen(TlsStart.IMPLICIT, SECURE, RECORD)))));
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "DriftMonitor")
  void tlsaRecordsWithWrongSignaturesAreReported() {
    dns.addresses(SECURE, "imap.example.org", "192.0.2.1")
        .fails(FakeDns.Type.TLSA, TLSA, BOGUS, "expired");
    assertEquals(
        List.of(Change.DNSSEC_BOGUS),
        changes(checked(named(seen(TlsStart.IMPLICIT, SECURE, RECORD)))));
  }

  @Test
  void theTlsaRecordsOfADiscoveredServerAreAskedForAsItsConnectionsDo() {
    dns.absencesAre(SECURE)
        .srv(SECURE, IMAPS, "0 1 993 imap.example.org")
        .addresses(SECURE, "imap.example.org", "192.0.2.1")
        .tlsa(SECURE, TLSA, OTHER);
    ServiceState known =
        discovered(SECURE, "imap.example.org:993")
            .with(server("imap.example.org", 993, seen(TlsStart.IMPLICIT, SECURE, RECORD)));
    assertEquals(List.of(Change.TLSA_CHANGED), changes(checked(known)));
  }

  @Test
  @Requirement(
      value = {"D-5.1-14", "D-5-13"},
      heldBy = "SrvChanges")
  void implicitTlsThatIsPublishedForAnAccountWithStarttlsIsReported() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.example.org")
        .srv(INSECURE, IMAP, "0 1 143 imap.example.org");
    Drift drift = only(checked(discovered(MailService.IMAP, INSECURE, "imap.example.org:143")));
    assertEquals(
        new Drift(
            ALICE,
            MailService.IMAP,
            Change.TLS_UPGRADE_PUBLISHED,
            "_imap._tcp imap.example.org:143",
            "_imaps._tcp imap.example.org:993"),
        drift);
    assertEquals(Level.INFO, drift.change().severity());
  }

  @Test
  void implicitTlsInsteadOfStarttlsIsNoWithdrawal() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.example.org");
    assertEquals(
        List.of(Change.TLS_UPGRADE_PUBLISHED),
        changes(checked(discovered(MailService.IMAP, INSECURE, "imap.example.org:143"))));
  }

  @Test
  @Requirement(
      value = {"D-5.1-14", "D-5-13"},
      heldBy = {"DriftMonitor", "SrvChanges"})
  void implicitTlsThatIsPublishedForAnAccountWithoutAMinimumIsReported() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.example.org");
    AccountState account =
        AccountState.unknown(ALICE)
            .disabled(new DisabledMinimum(YESTERDAY, "minimum-disabled/1"))
            .with(
                ServiceState.unknown(MailService.IMAPS)
                    .with(ServerState.unknown("mail.example.org", 143)));
    Drift drift = only(checked(new RememberedAccounts(account)));
    assertEquals(
        new Drift(
            ALICE,
            MailService.IMAPS,
            Change.TLS_UPGRADE_PUBLISHED,
            "mail.example.org:143",
            "_imaps._tcp imap.example.org:993"),
        drift);
  }

  @Test
  void nothingIsLookedUpForAnAccountThatNamesItsServerAndUsesImplicitTls() {
    dns.srv(INSECURE, IMAPS, "0 1 993 other.example.org");
    assertEquals(List.of(), checked(named(seen(TlsStart.IMPLICIT, null, null))));
    assertEquals(List.of(), dns.queries());
  }

  // ---- what is no drift

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "DriftMonitor")
  void anUnchangedWorldYieldsNoEvents() throws Exception {
    dns.absencesAre(SECURE)
        .srv(SECURE, IMAPS, "0 1 993 imap.example.org", "10 1 993 mail.hoster.example")
        .addresses(SECURE, "imap.example.org", "192.0.2.1")
        .tlsa(SECURE, TLSA, RECORD);
    DriftMonitor monitor =
        monitor(
            store(
                discovered(SECURE, "imap.example.org:993", "mail.hoster.example:993")
                    .with(
                        server("imap.example.org", 993, seen(TlsStart.IMPLICIT, SECURE, RECORD)))));
    assertEquals(List.of(), monitor.check(ALICE));
    assertEquals(List.of(), monitor.check(ALICE));
    assertEquals(List.of(), heard.events());
  }

  @Test
  void oneOfSeveralServersThatIsGoneIsNoDrift() {
    dns.srv(INSECURE, IMAPS, "0 1 993 one.example.org");
    assertEquals(
        List.of(), checked(discovered(INSECURE, "one.example.org:993", "two.example.org:993")));
    assertEquals(
        List.of(Change.HOST_CHANGED),
        changes(checked(discovered(INSECURE, "two.example.org:993", "one.example.org:993"))));
  }

  @Test
  void anUnconfirmedHostBesideTheKnownOneIsNoDrift() {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.example.org", "0 1 993 imap.elsewhere.example");
    assertEquals(List.of(), checked(discovered(INSECURE, "imap.example.org:993")));
  }

  @Test
  void aFailedLookupIsNoDrift() {
    dns.servfail(FakeDns.Type.SRV, IMAPS)
        .servfail(FakeDns.Type.SRV, IMAP)
        .addresses(SECURE, "imap.example.org", "192.0.2.1")
        .fails(FakeDns.Type.TLSA, TLSA, INDETERMINATE, "timeout");
    ServiceState known =
        discovered(SECURE, "imap.example.org:993")
            .with(server("imap.example.org", 993, seen(TlsStart.IMPLICIT, SECURE, RECORD)));
    assertEquals(List.of(), checked(known));
  }

  @Test
  void aLabelThatCannotBeLookedUpMayHideTheService() {
    dns.servfail(FakeDns.Type.SRV, IMAP);
    assertEquals(List.of(), checked(discovered(INSECURE, "imap.example.org:993")));
  }

  @Test
  void ofAnUnknownAccountThereIsNothingToTell() throws Exception {
    assertEquals(List.of(), monitor(new RememberedAccounts()).check(ALICE));
    assertEquals(List.of(), dns.queries());
  }

  // ---- telling

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "DriftMonitor")
  void aDriftIsReportedOnceAndAgainAfterItWasGone() throws Exception {
    dns.srv(INSECURE, IMAPS, "0 1 10993 imap.example.org");
    DriftMonitor monitor = monitor(store(discovered(INSECURE, "imap.example.org:993")));
    assertEquals(List.of(Change.PORT_CHANGED), changes(monitor.check(ALICE)));
    assertEquals(List.of(), monitor.check(ALICE));
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.example.org");
    assertEquals(List.of(), monitor.check(ALICE));
    dns.srv(INSECURE, IMAPS, "0 1 10993 imap.example.org");
    assertEquals(List.of(Change.PORT_CHANGED), changes(monitor.check(ALICE)));
    assertEquals(2, heard.events().size());
  }

  @Test
  void aListenerThatThrowsHarmsNothing() throws Exception {
    dns.srv(INSECURE, IMAPS, "0 1 993 imap.elsewhere.example");
    List<Object> told = new ArrayList<>();
    SecurityListener broken =
        new SecurityListener() {
          @Override
          public void onSecurityEvent(SecurityEvent event) {
            told.add(event);
            throw new IllegalStateException("broken listener");
          }
        };
    List<Drift> drifts =
        new DriftMonitor(store(discovered(SECURE, "imap.example.org:993")), dns, broken, CLOCK)
            .check(ALICE);
    assertEquals(List.of(Change.DNSSEC_LOST, Change.HOST_CHANGED), changes(drifts));
    assertEquals(drifts, told);
  }

  @Test
  void anAccountThatCannotBeReadIsNotCheckedAsAnUnknownOne() {
    AccountStore broken =
        new AccountStore() {
          @Override
          public Optional<AccountState> read(String account) throws AccountStoreException {
            throw new AccountStoreException(account, "checksum", null);
          }

          @Override
          public Optional<AccountState> write(AccountState changed) {
            throw new AssertionError("nothing is written");
          }

          @Override
          public boolean remove(String account) {
            throw new AssertionError("nothing is removed");
          }

          @Override
          public List<String> accounts() {
            return List.of();
          }
        };
    assertThrows(AccountStoreException.class, () -> monitor(broken).check(ALICE));
  }

  @Test
  void theNextCheckIsOneToOneAndAHalfDaysLater() {
    Random random = new Random(6186);
    List<Instant> next =
        Stream.generate(() -> DriftMonitor.nextCheck(YESTERDAY, random)).limit(100).toList();
    assertTrue(
        next.stream()
            .map(at -> Duration.between(YESTERDAY, at))
            .allMatch(d -> d.toHours() >= 24 && d.compareTo(Duration.ofHours(36)) <= 0));
    assertTrue(next.stream().distinct().count() > 90);
  }

  // ---- accounts

  private static ServiceState discovered(DnssecStatus status, String... endpoints) {
    return discovered(MailService.IMAPS, status, endpoints);
  }

  private static ServiceState discovered(
      MailService service, DnssecStatus status, String... endpoints) {
    List<DiscoveredServer> servers =
        Stream.of(endpoints)
            .map(e -> e.split(":", -1))
            .map(
                e ->
                    new DiscoveredServer(
                        service,
                        e[0],
                        Integer.parseInt(e[1]),
                        status,
                        status == SECURE ? Approval.DNSSEC : Approval.SAME_DOMAIN))
            .toList();
    return ServiceState.unknown(service)
        .discovered(new DiscoveredServers("example.org", ALICE, YESTERDAY, servers));
  }

  private static ServiceState named(Observation seen) {
    return ServiceState.unknown(MailService.IMAPS).with(server("imap.example.org", 993, seen));
  }

  private static ServerState server(String host, int port, Observation seen) {
    return ServerState.unknown(host, port).established(YESTERDAY).seen(seen);
  }

  private static Observation seen(
      TlsStart start, @Nullable DnssecStatus status, @Nullable String records) {
    return new Observation(
        YESTERDAY,
        ConfidentialityLevel.AUTHENTICATED,
        start,
        Evidence.PKIX,
        "sha256/key",
        "CN=Issuer",
        status,
        records);
  }

  private static RememberedAccounts store(ServiceState service) {
    return new RememberedAccounts(AccountState.unknown(ALICE).with(service));
  }

  // ---- checking

  private DriftMonitor monitor(AccountStore store) {
    return new DriftMonitor(store, dns, heard, CLOCK);
  }

  private List<Drift> checked(ServiceState service) {
    return checked(store(service));
  }

  /** Returns the events of a new monitor, and checks that it changes nothing. */
  private List<Drift> checked(RememberedAccounts store) {
    AccountState before = store.of(ALICE);
    int heardBefore = heard.events().size();
    try {
      List<Drift> drifts = monitor(store).check(ALICE);
      assertEquals(drifts, heard.events().subList(heardBefore, heard.events().size()));
      assertEquals(before, store.of(ALICE));
      return drifts;
    } catch (AccountStoreException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Change> changes(List<Drift> drifts) {
    return drifts.stream().map(Drift::change).toList();
  }

  private static Drift only(List<Drift> drifts) {
    assertEquals(1, drifts.size(), drifts.toString());
    return drifts.get(0);
  }
}
