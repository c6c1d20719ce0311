package io.github.mailclad.it.setup;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Endpoint.Provenance;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.Probe;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityEvent.TlsSeenButNotValid;
import io.github.mailclad.SecurityEvent.TlsUpgradeAvailable;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountState.DisabledMinimum;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import io.github.mailclad.setup.MailServer;
import io.github.mailclad.setup.ServerProber;
import io.github.mailclad.setup.UpgradeOffer;
import io.github.mailclad.setup.UpgradeOffer.Result;
import io.github.mailclad.setup.UpgradeOffers;
import io.github.mailclad.setup.UpgradeOffers.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of the upgrade offer to an account without a minimum level, and of its result. */
class UpgradeOffersIT {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String ALICE = "alice@example.org";
  private static final Refusal NOT_VALID = new CertificateRefusal.NoCertificate();
  private static final DisabledMinimum DISABLED =
      new DisabledMinimum(START.minusSeconds(60), "minimum-disabled/1");

  private final FakeDns dns = new FakeDns();
  private final FixedClock clock = FixedClock.at(START);
  private final Heard heard = new Heard();
  private final Servers servers = new Servers();

  /** Servers that prove who they are, or do what else a test says; all others do not answer. */
  private static final class Servers implements ServerProber {
    private final Map<String, Probe> replies = new HashMap<>();
    private final List<String> tried = new ArrayList<>();

    void prove(MailService service, String host, int port) {
      reply(service, host, port, new Probe.Reached(proof(service, host, port), List.of()));
    }

    void reply(MailService service, String host, int port, Probe reply) {
      replies.put(service + " " + host + ":" + port, reply);
    }

    @Override
    public Probe probe(MailService service, String host, int port) {
      String place = service + " " + host + ":" + port;
      tried.add(place);
      return replies.getOrDefault(place, new Probe.Unreachable("nobody there"));
    }
  }

  private static ConnectionSecurity.Authenticated proof(
      MailService service, String host, int port) {
    return new ConnectionSecurity.Authenticated(
        service,
        new Endpoint(Host.of(host), port, Provenance.CONFIGURED),
        new NegotiatedTls(
            TlsVersion.TLS_1_3,
            "TLS_AES_128_GCM_SHA256",
            /* group= */ null,
            NegotiatedTls.Handshake.FULL,
            Set.of(),
            /* clientCertificate= */ null),
        /* matched= */ null,
        new TrustEvidence.Dane(
            "_" + port + "._tcp." + host,
            TlsaRecord.parse("3 1 1 " + "ab".repeat(32)),
            List.of(),
            /* anchor= */ null,
            new RevocationEvidence(List.of())));
  }

  private static AccountState alice(ServiceState... services) {
    AccountState account = AccountState.unknown(ALICE).disabled(DISABLED);
    for (ServiceState service : services) {
      account = account.with(service);
    }
    return account;
  }

  private static ServiceState inTheClear(MailService service, String host) {
    return ServiceState.unknown(service)
        .with(
            ServerState.unknown(host, service.with(TlsStart.STARTTLS).defaultPort())
                .established(START));
  }

  private static ServiceState seen(
      MailService service, String host, int port, ConfidentialityLevel best) {
    return ServiceState.unknown(service)
        .with(
            ServerState.unknown(host, port)
                .established(START)
                .seen(
                    new Observation(
                        START,
                        best,
                        service.tlsStart(),
                        Evidence.NONE,
                        /* key= */ null,
                        /* issuer= */ null,
                        SECURE,
                        "3 1 1 " + "cd".repeat(32))));
  }

  private UpgradeOffers offers(RememberedAccounts store) {
    return new UpgradeOffers(store, dns, servers, heard, clock);
  }

  private UpgradeOffer offer(RememberedAccounts store) throws Exception {
    return offers(store).look(ALICE).orElseThrow();
  }

  // ---- making offers

  @Test
  @Requirement(
      value = {"D-5-13", "D-5-14"},
      heldBy = {"UpgradeOffers", "UpgradeOffer"})
  void aSeenServerThatProvesItsIdentityIsReportedAndOffered() throws Exception {
    RememberedAccounts store =
        new RememberedAccounts(
            alice(seen(MailService.IMAP, "mail.example.org", 143, ConfidentialityLevel.ENCRYPTED)));
    servers.prove(MailService.IMAP, "mail.example.org", 143);
    AccountState before = store.of(ALICE);
    UpgradeOffer offer = offer(store);
    Endpoint endpoint = new Endpoint(Host.of("mail.example.org"), 143, Provenance.CONFIGURED);
    assertEquals(List.of(new MailServer(MailService.IMAP, endpoint)), offer.servers());
    assertEquals(
        List.of(new TlsUpgradeAvailable(ALICE, MailService.IMAP, endpoint)), heard.events());
    // no automatic switch
    assertEquals(before, store.of(ALICE));
  }

  @Test
  @Requirement(value = "D-5-13", heldBy = "UpgradeCandidates")
  void thePublishedServersAreOffered() throws Exception {
    dns.srv(INSECURE, "_imaps._tcp.example.org", "0 1 1993 imap.example.org");
    servers.prove(MailService.IMAPS, "imap.example.org", 1993);
    UpgradeOffer offer =
        offer(new RememberedAccounts(alice(inTheClear(MailService.IMAPS, "mail.example.org"))));
    assertEquals(
        new Endpoint(Host.of("imap.example.org"), 1993, Provenance.SRV),
        offer.servers().get(0).endpoint());
  }

  @Test
  void aPublishedHostElsewhereWithoutASignatureIsNotTried() throws Exception {
    dns.srv(INSECURE, "_imaps._tcp.example.org", "0 1 993 imap.elsewhere.example");
    servers.prove(MailService.IMAPS, "imap.elsewhere.example", 993);
    RememberedAccounts store =
        new RememberedAccounts(alice(inTheClear(MailService.IMAPS, "mail.example.org")));
    assertEquals(Optional.empty(), offers(store).look(ALICE));
    assertEquals(List.of("IMAPS mail.example.org:993"), servers.tried);
    dns.srv(SECURE, "_imaps._tcp.example.org", "0 1 993 imap.elsewhere.example");
    assertTrue(offers(store).look(ALICE).isPresent());
  }

  @Test
  @Requirement(value = "D-5-13", heldBy = "UpgradeCandidates")
  void theRegisteredPortOfTheUsedHostIsTriedFirst() throws Exception {
    servers.prove(MailService.IMAPS, "mail.example.org", 993);
    servers.prove(MailService.IMAP, "mail.example.org", 143);
    RememberedAccounts store =
        new RememberedAccounts(
            alice(seen(MailService.IMAP, "mail.example.org", 143, ConfidentialityLevel.ENCRYPTED)));
    assertEquals(MailService.IMAPS, offer(store).servers().get(0).service());
    assertEquals(List.of("IMAPS mail.example.org:993"), servers.tried);
  }

  @Test
  void nothingIsTriedWithoutSources() throws Exception {
    dns.srv(INSECURE, "_imaps._tcp.example.org", "0 1 993 imap.example.org");
    RememberedAccounts store =
        new RememberedAccounts(
            alice(seen(MailService.IMAP, "mail.example.org", 143, ConfidentialityLevel.ENCRYPTED)));
    new UpgradeOffers(store, dns, servers, heard, clock, Set.of()).look(ALICE);
    assertEquals(List.of(), servers.tried);
    assertEquals(List.of(), dns.queries());
    new UpgradeOffers(store, dns, servers, heard, clock, Set.of(Source.SEEN)).look(ALICE);
    assertEquals(List.of("IMAP mail.example.org:143"), servers.tried);
  }

  @Test
  @Requirement(value = "D-5-13", heldBy = "UpgradeOffers")
  void invalidTlsIsReportedAndNotOffered() throws Exception {
    RememberedAccounts store =
        new RememberedAccounts(
            alice(seen(MailService.IMAP, "mail.example.org", 143, ConfidentialityLevel.ENCRYPTED)));
    Endpoint endpoint = new Endpoint(Host.of("mail.example.org"), 143, Provenance.CONFIGURED);
    servers.reply(
        MailService.IMAP,
        "mail.example.org",
        143,
        new Probe.Refused(endpoint, NOT_VALID, /* certificate= */ null));
    UpgradeOffers offers = offers(store);
    assertEquals(Optional.empty(), offers.look(ALICE));
    assertEquals(Optional.empty(), offers.look(ALICE));
    assertEquals(
        List.of(new TlsSeenButNotValid(ALICE, MailService.IMAP, endpoint, NOT_VALID)),
        heard.events());
  }

  @Test
  void aServerWithoutTlsIsNoNews() throws Exception {
    Endpoint endpoint = new Endpoint(Host.of("mail.example.org"), 993, Provenance.CONFIGURED);
    servers.reply(
        MailService.IMAPS,
        "mail.example.org",
        993,
        new Probe.Refused(
            endpoint,
            new TlsStartRefusal.PlaintextServer(PeerText.of("* OK")),
            /* certificate= */ null));
    assertEquals(
        Optional.empty(),
        offers(new RememberedAccounts(alice(inTheClear(MailService.IMAPS, "mail.example.org"))))
            .look(ALICE));
    assertEquals(List.of(), heard.events());
  }

  @Test
  void aConnectionThatProvesNothingIsNotOffered() throws Exception {
    Endpoint endpoint = new Endpoint(Host.of("mail.example.org"), 993, Provenance.CONFIGURED);
    servers.reply(
        MailService.IMAPS,
        "mail.example.org",
        993,
        new Probe.Reached(new ConnectionSecurity.Unjudged(MailService.IMAPS, endpoint), List.of()));
    assertEquals(
        Optional.empty(),
        offers(new RememberedAccounts(alice(inTheClear(MailService.IMAPS, "mail.example.org"))))
            .look(ALICE));
  }

  @Test
  void allServicesOfTheAccountOrNoneAreOffered() throws Exception {
    RememberedAccounts store =
        new RememberedAccounts(
            alice(
                inTheClear(MailService.IMAPS, "mail.example.org"),
                inTheClear(MailService.SUBMISSIONS, "smtp.example.org")));
    servers.prove(MailService.IMAPS, "mail.example.org", 993);
    assertEquals(Optional.empty(), offers(store).look(ALICE));
    assertEquals(List.of(), heard.events());
    servers.prove(MailService.SUBMISSIONS, "smtp.example.org", 465);
    assertEquals(2, offer(store).servers().size());
    assertEquals(2, heard.events().size());
  }

  @Test
  void anAccountWithAMinimumIsOfferedNothing() throws Exception {
    servers.prove(MailService.IMAPS, "mail.example.org", 993);
    RememberedAccounts store =
        new RememberedAccounts(
            alice(inTheClear(MailService.IMAPS, "mail.example.org")).disabled(null));
    assertEquals(Optional.empty(), offers(store).look(ALICE));
    assertEquals(Optional.empty(), offers(new RememberedAccounts()).look(ALICE));
    assertEquals(List.of(), servers.tried);
  }

  @Test
  @Requirement(value = "D-5-14", heldBy = "UpgradeOffers")
  void anOfferIsMadeOnce() throws Exception {
    RememberedAccounts store = upgradable();
    UpgradeOffers offers = offers(store);
    assertTrue(offers.look(ALICE).isPresent());
    assertEquals(Optional.empty(), offers.look(ALICE));
    assertEquals(1, heard.events().size());
    assertEquals(1, servers.tried.size());
    clock.advance(Duration.ofDays(30));
    assertTrue(offers.look(ALICE).isPresent());
  }

  @Test
  void aListenerThatThrowsHarmsNothing() throws Exception {
    List<Object> told = new ArrayList<>();
    SecurityListener broken =
        new SecurityListener() {
          @Override
          public void onSecurityEvent(SecurityEvent event) {
            told.add(event);
            throw new IllegalStateException("broken listener");
          }
        };
    UpgradeOffers offers = new UpgradeOffers(upgradable(), dns, servers, broken, clock);
    assertTrue(offers.look(ALICE).isPresent());
    assertEquals(1, told.size());
  }

  // ---- declining

  @Test
  @Requirement(value = "D-5-14", heldBy = "UpgradeOffer")
  void aDeclinedOfferIsMadeAgainAfterThirtyDaysAndNotBefore() throws Exception {
    RememberedAccounts store = upgradable();
    offer(store).decline();
    servers.tried.clear();
    clock.advance(Duration.ofDays(29));
    // as after a restart: a declined offer is remembered with the account
    assertEquals(Optional.empty(), offers(store).look(ALICE));
    assertEquals(List.of(), servers.tried);
    clock.advance(Duration.ofDays(1).minusMillis(1));
    assertEquals(Optional.empty(), offers(store).look(ALICE));
    clock.advance(Duration.ofMillis(1));
    assertTrue(offers(store).look(ALICE).isPresent());
    clock.advance(Duration.ofDays(1));
    assertTrue(offers(store).look(ALICE).isPresent());
    assertEquals(DISABLED, store.of(ALICE).disabled());
  }

  // ---- accepting

  @Test
  @Requirement(value = "D-5-14", heldBy = "UpgradeOffer")
  void anAcceptedOfferSwitchesEverythingAtOnce() throws Exception {
    RememberedAccounts store =
        new RememberedAccounts(
            alice(
                inTheClear(MailService.IMAPS, "mail.example.org"),
                seen(
                    MailService.SUBMISSION,
                    "smtp.example.org",
                    587,
                    ConfidentialityLevel.ENCRYPTED)));
    servers.prove(MailService.IMAPS, "mail.example.org", 993);
    servers.prove(MailService.SUBMISSION, "smtp.example.org", 587);
    UpgradeOffer offer = offer(store);
    long revision = store.of(ALICE).revision();
    servers.tried.clear();
    Result.Upgraded accepted = assertInstanceOf(Result.Upgraded.class, offer.accept());
    assertEquals(
        List.of("IMAPS mail.example.org:993", "SUBMISSION smtp.example.org:587"), servers.tried);

    AccountState now = store.of(ALICE);
    assertNull(now.disabled());
    assertEquals(revision + 1, now.revision());
    ServerState imap =
        now.service(MailService.IMAPS).orElseThrow().server("mail.example.org", 993).orElseThrow();
    assertEquals(START, imap.established());
    assertEquals(ConfidentialityLevel.AUTHENTICATED, best(imap));
    ServerState smtp =
        now.service(MailService.SUBMISSIONS)
            .orElseThrow()
            .server("smtp.example.org", 587)
            .orElseThrow();
    assertEquals(ConfidentialityLevel.AUTHENTICATED, best(smtp));

    Map<String, String> properties = accepted.properties();
    assertEquals("mail.example.org", properties.get("mail.imaps.host"));
    assertEquals("993", properties.get("mail.imaps.port"));
    assertEquals("smtp.example.org", properties.get("mail.submission.host"));
    assertEquals("587", properties.get("mail.submission.port"));
    assertEquals("starttls", properties.get("mail.submission.security.tls-start"));
    assertTrue(properties.keySet().stream().noneMatch(k -> k.contains("minimum-level")));
    assertTrue(
        accepted
            .obsolete()
            .containsAll(
                Set.of(
                    "mail.security.minimum-level",
                    "mail.imap.security.minimum-level",
                    "mail.imap.host",
                    "mail.smtp.host",
                    "mail.submission.security.minimum-level")),
        accepted.obsolete().toString());
    assertFalse(accepted.obsolete().contains("mail.imaps.host"));
  }

  private static ConfidentialityLevel best(ServerState server) {
    return Objects.requireNonNull(server.seen()).best();
  }

  @Test
  @Requirement(value = "D-5-14", heldBy = "UpgradeOffer")
  void aServerThatFailsTheTestAgainLeavesTheAccountAsItWas() throws Exception {
    RememberedAccounts store = upgradable();
    UpgradeOffer offer = offer(store);
    AccountState before = store.of(ALICE);
    MailServer server = offer.servers().get(0);
    Probe refused = new Probe.Refused(server.endpoint(), NOT_VALID, /* certificate= */ null);
    servers.reply(MailService.IMAPS, "mail.example.org", 993, refused);
    assertEquals(new Result.Unproved(server, refused), offer.accept());
    assertEquals(before, store.of(ALICE));
    servers.replies.clear();
    assertEquals(
        new Result.Unproved(server, new Probe.Unreachable("nobody there")), offer.accept());
    assertEquals(before, store.of(ALICE));
    servers.prove(MailService.IMAPS, "mail.example.org", 993);
    assertInstanceOf(Result.Upgraded.class, offer.accept());
  }

  @Test
  void anOfferForAnAccountThatWasChangedIsSuperseded() throws Exception {
    RememberedAccounts store = upgradable();
    UpgradeOffer offer = offer(store);
    store.update(ALICE, a -> a.with(inTheClear(MailService.SUBMISSIONS, "smtp.example.org")));
    AccountState before = store.of(ALICE);
    servers.tried.clear();
    assertEquals(new Result.Superseded(), offer.accept());
    assertEquals(before, store.of(ALICE));
    assertEquals(List.of(), servers.tried);
  }

  @Test
  void aChangeWhileTheServersAreTriedSupersedesToo() throws Exception {
    RememberedAccounts store = upgradable();
    ServerProber slow =
        (service, host, port) -> {
          Probe probe = servers.probe(service, host, port);
          if (servers.tried.size() == 2) {
            try {
              store.update(
                  ALICE, a -> a.with(inTheClear(MailService.SUBMISSIONS, "smtp.example.org")));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
          return probe;
        };
    UpgradeOffer offer =
        new UpgradeOffers(store, dns, slow, heard, clock).look(ALICE).orElseThrow();
    assertEquals(new Result.Superseded(), offer.accept());
    assertEquals(DISABLED, store.of(ALICE).disabled());
  }

  @Test
  void anotherObservationMeanwhileIsNoOtherAccount() throws Exception {
    RememberedAccounts store = upgradable();
    UpgradeOffer offer = offer(store);
    store.update(
        ALICE,
        a -> a.with(seen(MailService.IMAPS, "mail.example.org", 143, ConfidentialityLevel.NONE)));
    assertInstanceOf(Result.Upgraded.class, offer.accept());
    // and once accepted, it is no offer any more
    assertEquals(new Result.Superseded(), offer.accept());
  }

  private RememberedAccounts upgradable() {
    servers.prove(MailService.IMAPS, "mail.example.org", 993);
    return new RememberedAccounts(alice(inTheClear(MailService.IMAPS, "mail.example.org")));
  }
}
