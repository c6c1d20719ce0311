package io.github.mailclad.internal.connect;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.connect.ServerFinder.Query;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerFinderTest {
  private static final String IMAPS = "_imaps._tcp.example.org";
  private static final String ALICE = "alice@example.org";

  private final FakeDns dns = new FakeDns();
  private final AccountStore store = new InMemoryAccountStore();
  private final FixedClock clock = FixedClock.at(Instant.parse("2026-11-22T00:00:00Z"));
  private final List<String> notices = new ArrayList<>();
  private final ServerFinder finder = new ServerFinder(clock, new Random(1));

  private Query query(SrvUse use) {
    return query(ALICE, use);
  }

  private Query query(String user, SrvUse use) {
    return new Query(
        user,
        "example.org",
        MailService.IMAPS,
        new Terms(ConfidentialityLevel.AUTHENTICATED, null, Set.of()),
        use,
        dns,
        /* web= */ null,
        store);
  }

  private static List<String> hosts(ServerList servers) {
    return servers.inOrder().stream().map(server -> server.endpoint().host().text()).toList();
  }

  private List<String> hosts(Query query) {
    return hosts(found(query));
  }

  private ServerList found(Query query) {
    notices.clear();
    return finder.find(query, notices::add).get();
  }

  private List<String> hostsAgain(Query query) {
    notices.clear();
    return finder.findAgain(query, notices::add).map(ServerFinderTest::hosts).orElse(List.of());
  }

  private void reachFirst(Query query) throws AccountStoreException {
    ServerList servers = found(query);
    finder.reached(servers, servers.inOrder().get(0), query.user());
  }

  @Test
  @Requirement(
      value = {"S-25", "D-5.1-12"},
      heldBy = "ServerFinder")
  void whatWasReachedIsNotLookedUpAgain() throws AccountStoreException {
    dns.srv(INSECURE, IMAPS, "0 0 993 imap.example.org");
    reachFirst(query(SrvUse.ONCE));
    int before = dns.queries(FakeDns.Type.SRV).size();

    for (int i = 0; i < 20; i++) {
      assertEquals(List.of("imap.example.org"), hosts(query(SrvUse.ONCE)));
    }

    assertEquals(before, dns.queries(FakeDns.Type.SRV).size());
  }

  @Test
  void whatWasNeverReachedIsLookedUpAgain() throws AccountStoreException {
    dns.srv(INSECURE, IMAPS, "0 0 993 imap.example.org");
    found(query(SrvUse.ONCE));
    dns.srv(INSECURE, IMAPS, "0 0 993 other.example.org");

    assertEquals(List.of("other.example.org"), hosts(query(SrvUse.ONCE)));
  }

  @Test
  @Requirement(value = "D-2-1", heldBy = "ServerFinder")
  void accountsDoNotKnowEachOthersServers() throws AccountStoreException {
    dns.srv(INSECURE, IMAPS, "0 0 993 imap.example.org");
    reachFirst(query(SrvUse.ONCE));
    dns.srv(INSECURE, IMAPS, "0 0 993 other.example.org");

    assertEquals(List.of("other.example.org"), hosts(query("bob@example.org", SrvUse.ONCE)));
  }

  @Test
  void theServerThatWasReachedComesFirstWithItsUserName() throws AccountStoreException {
    dns.srv(SECURE, IMAPS, "0 0 993 one.example.org", "1 0 993 two.example.org");
    ServerList servers = found(query(SrvUse.ONCE));

    finder.reached(servers, servers.inOrder().get(1), "alice");

    ServerList known = found(query(SrvUse.ONCE));
    assertEquals(List.of("two.example.org", "one.example.org"), hosts(known));
    assertEquals("alice", known.userName());
  }

  @Test
  @Requirement(value = "S-26", heldBy = "ServerFinder")
  void signedRecordsAreFollowedAndUnsignedOnesAreReported() throws AccountStoreException {
    dns.srv(SECURE, IMAPS, "0 0 993 one.example.org");
    reachFirst(query(SrvUse.FOLLOW_SECURE));
    dns.srv(SECURE, IMAPS, "0 0 993 two.example.org");
    assertEquals(List.of("two.example.org"), hosts(query(SrvUse.FOLLOW_SECURE)));
    reachFirst(query(SrvUse.FOLLOW_SECURE));

    dns.srv(INSECURE, IMAPS, "0 0 993 three.example.org");
    assertEquals(List.of("two.example.org"), hosts(query(SrvUse.FOLLOW_SECURE)));
    assertEquals(1, notices.size());
    assertTrue(notices.get(0).contains("three.example.org"), notices.get(0));

    dns.fails(FakeDns.Type.SRV, IMAPS, BOGUS, "forged");
    assertEquals(List.of("two.example.org"), hosts(query(SrvUse.FOLLOW_SECURE)));
    assertEquals(1, notices.size());
  }

  @Test
  @Requirement(
      value = {"S-27", "R6186-4-6"},
      heldBy = "ServerFinder")
  void afterAFailureRecordsAreLookedUpOnceAnHour() throws AccountStoreException {
    dns.srv(SECURE, IMAPS, "0 0 993 one.example.org");
    reachFirst(query(SrvUse.ONCE));
    dns.srv(SECURE, IMAPS, "0 0 993 two.example.org");

    assertEquals(List.of(), hostsAgain(query(SrvUse.ONCE)), "too early");
    clock.advance(Duration.ofMinutes(61));
    int before = dns.queries(FakeDns.Type.SRV).size();
    assertEquals(List.of("two.example.org"), hostsAgain(query(SrvUse.ONCE)));
    assertEquals(List.of(), hostsAgain(query(SrvUse.ONCE)), "too early");
    assertEquals(before + 2, dns.queries(FakeDns.Type.SRV).size());
  }

  @Test
  @Requirement(
      value = {"S-27", "D-5.1-13", "G9"},
      heldBy = "ServerFinder")
  void unsignedRecordsNeverMoveAnAccount() throws AccountStoreException {
    dns.srv(INSECURE, IMAPS, "0 0 993 one.example.org");
    reachFirst(query(SrvUse.ONCE));
    dns.srv(INSECURE, IMAPS, "0 0 993 two.example.org");
    clock.advance(Duration.ofMinutes(61));

    assertEquals(List.of(), hostsAgain(query(SrvUse.ONCE)));
    assertEquals(1, notices.size());
    assertEquals(List.of("one.example.org"), hosts(query(SrvUse.ONCE)));
  }

  @Test
  @Requirement(value = "S-28", heldBy = "ServerFinder")
  void anAccountStaysWithItsProtocol() throws AccountStoreException {
    dns.srv(SECURE, IMAPS, "10 0 993 imap.example.org");
    reachFirst(query(SrvUse.FOLLOW_SECURE));
    dns.srv(SECURE, "_pop3s._tcp.example.org", "0 0 995 pop.example.org");

    assertEquals(List.of("imap.example.org"), hosts(query(SrvUse.FOLLOW_SECURE)));
    assertTrue(
        dns.queries(FakeDns.Type.SRV).stream().noneMatch(name -> name.contains("pop3")),
        () -> dns.queries().toString());
  }

  @Test
  void oldAccountsAreForgotten() throws AccountStoreException {
    dns.srv(INSECURE, IMAPS, "0 0 993 imap.example.org");
    reachFirst(query("first@example.org", SrvUse.ONCE));
    for (int i = 0; i < 1000; i++) {
      reachFirst(query("user" + i + "@example.org", SrvUse.ONCE));
    }
    int before = dns.queries(FakeDns.Type.SRV).size();

    found(query("first@example.org", SrvUse.ONCE));

    assertEquals(before + 2, dns.queries(FakeDns.Type.SRV).size());
  }

  @Test
  @Requirement(value = "D-5.1-11", heldBy = "ServerFinder")
  void aServerThatIsNotConfirmedAnyMoreIsNotUsedFromMemory() throws AccountStoreException {
    dns.srv(INSECURE, IMAPS, "0 0 993 imap.hoster.example");
    Query confirmed = confirming("imap.hoster.example");
    reachFirst(confirmed);
    assertEquals(List.of("imap.hoster.example"), hosts(confirmed));

    assertEquals(
        "target-not-confirmed",
        finder.find(query(SrvUse.ONCE), notices::add).refusal().orElseThrow().code());
  }

  @Test
  @Requirement(value = "D-5.1-10", heldBy = "ServerFinder")
  void aServerInTheDomainThatIsConfirmedLaterMayProveItsOwnName() throws AccountStoreException {
    dns.srv(INSECURE, IMAPS, "0 0 993 imap.example.org");
    reachFirst(query(SrvUse.ONCE));

    Server confirmed = found(confirming("imap.example.org")).inOrder().get(0);

    assertEquals(Approval.PERSON, Objects.requireNonNull(confirmed.publication()).approval());
  }

  private Query confirming(String host) {
    return new Query(
        ALICE,
        "example.org",
        MailService.IMAPS,
        new Terms(ConfidentialityLevel.AUTHENTICATED, null, Set.of(host)),
        SrvUse.ONCE,
        dns,
        /* web= */ null,
        store);
  }
}
