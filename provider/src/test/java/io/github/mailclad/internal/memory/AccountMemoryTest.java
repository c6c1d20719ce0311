package io.github.mailclad.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.AccountRefusal;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountMemoryTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String ALICE = "alice@example.org";
  private static final Endpoint SERVER =
      new Endpoint(Host.of("imap.example.org"), 143, Endpoint.Provenance.CONFIGURED);
  private static final NegotiatedTls TLS =
      new NegotiatedTls(
          TlsVersion.TLS_1_3, "TLS_AES_128_GCM_SHA256", null, Handshake.FULL, Set.of(), null);
  private static final Issued CA = CertificateBuilder.root("AccountMemory");
  private static final X509Certificate FIRST = server();
  private static final X509Certificate SECOND = server();

  private final FixedClock clock = FixedClock.at(NOON);
  private final InMemoryAccountStore store = new InMemoryAccountStore();
  private final AccountMemory memory = memory(ALICE);

  private static X509Certificate server() {
    return CertificateBuilder.server().dns("imap.example.org").issuedBy(CA).certificate();
  }

  private AccountMemory memory(String account) {
    return new AccountMemory(store, account, MailService.IMAP, clock);
  }

  private static ConnectionSecurity proved(X509Certificate certificate) {
    return new ConnectionSecurity.Authenticated(
        MailService.IMAP,
        SERVER,
        TLS,
        new Identifier.DnsId("imap.example.org"),
        new TrustEvidence.Pkix(List.of(certificate), CA.certificate()));
  }

  private static ConnectionSecurity unproved() {
    return new ConnectionSecurity.Unauthenticated(
        MailService.IMAP, SERVER, TLS, new CertificateRefusal.NoCertificate());
  }

  private List<SecurityEvent> learn(ConnectionSecurity got, ConfidentialityLevel minimum)
      throws AccountStoreException {
    return memory.remember(got, null, null, minimum);
  }

  private List<SecurityEvent> learn(ConnectionSecurity got) throws AccountStoreException {
    return learn(got, ConfidentialityLevel.AUTHENTICATED);
  }

  private Observation seen() throws AccountStoreException {
    return Objects.requireNonNull(memory.at(SERVER).seen());
  }

  private long revision() throws AccountStoreException {
    return store.read(ALICE).map(AccountState::revision).orElse(0L);
  }

  @Test
  @Requirement(value = "D-5.1-13", heldBy = "AccountMemory")
  void tlsThatWasThereIsMissedWhenItIsGone() throws AccountStoreException {
    Refusal stripped = new TlsStartRefusal.StarttlsUnavailable(PeerText.of("BAD"));
    assertEquals(stripped, memory.reconsider(SERVER, stripped), "nothing is known yet");
    assertEquals(Optional.empty(), memory.cleartextRefusal(SERVER));

    learn(proved(FIRST));

    Refusal reconsidered = memory.reconsider(SERVER, stripped);
    assertEquals(
        new AccountRefusal.TlsDisappeared(MailService.IMAPS, NOON, stripped), reconsidered);
    assertTrue(
        reconsidered.summary().contains("the server offered TLS before"), reconsidered.summary());
    assertEquals(
        List.of(new SecurityEvent.TlsDisappeared(ALICE, MailService.IMAPS, SERVER, NOON)),
        memory.events(SERVER, reconsidered));
    assertTrue(memory.cleartextRefusal(SERVER).isPresent());
  }

  @Test
  void tlsIsNotMissedWhereTheAccountItselfNowStartsItInAnotherWay() throws AccountStoreException {
    learn(proved(FIRST));

    Refusal plaintext = new TlsStartRefusal.PlaintextServer(PeerText.of("* OK ready"));
    assertEquals(plaintext, memory.reconsider(SERVER, plaintext));
    assertEquals(List.of(), memory.events(SERVER, plaintext));
    assertTrue(memory.cleartextRefusal(SERVER).isPresent(), "nothing is sent in the clear");
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "AccountMemory")
  void aProofThatWasThereIsMissedWhenItIsGone() throws AccountStoreException {
    Refusal expired = new CertificateRefusal.NoCertificate();
    assertEquals(List.of(), memory.events(SERVER, expired));
    assertEquals(Optional.empty(), memory.regression(unproved()));

    learn(proved(FIRST));

    assertEquals(expired, memory.reconsider(SERVER, expired), "the reason stays the reason");
    assertInstanceOf(
        SecurityEvent.ValidationRegressed.class, memory.events(SERVER, expired).get(0));
    assertInstanceOf(
        AccountRefusal.ValidationRegressed.class, memory.regression(unproved()).orElseThrow());
    assertEquals(Optional.empty(), memory.regression(proved(SECOND)));
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "AccountMemory")
  void whatNeverProvedAnythingIsNotMissedButItsTlsIs() throws AccountStoreException {
    learn(unproved(), ConfidentialityLevel.NONE);

    assertEquals(Optional.empty(), memory.regression(unproved()));
    assertEquals(List.of(), memory.events(SERVER, new CertificateRefusal.NoCertificate()));
    assertTrue(memory.cleartextRefusal(SERVER).isPresent());
  }

  @Test
  @Requirement(value = "D-5.4-5", heldBy = "AccountMemory")
  void accountsServersAndServicesKnowNothingOfEachOther() throws AccountStoreException {
    learn(proved(FIRST));
    Endpoint other = new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED);

    assertEquals(Optional.empty(), memory("bob@example.org").cleartextRefusal(SERVER));
    assertEquals(Optional.empty(), memory.cleartextRefusal(other));
    assertEquals(
        Optional.empty(),
        new AccountMemory(store, ALICE, MailService.POP3, clock).cleartextRefusal(SERVER));
  }

  @Test
  void whatIsKnownIsNotWrittenAgainWithinTheDay() throws AccountStoreException {
    learn(proved(FIRST));
    long first = revision();

    clock.advance(Duration.ofHours(23));
    learn(proved(FIRST));
    assertEquals(first, revision());

    clock.advance(Duration.ofHours(1));
    learn(proved(FIRST));
    assertEquals(first + 1, revision());
    assertEquals(clock.instant(), seen().at());
  }

  @Test
  void anotherKeyIsWrittenAndReportedAtOnce() throws AccountStoreException {
    assertEquals(List.of(), learn(proved(FIRST)));
    long first = revision();

    List<SecurityEvent> events = learn(proved(SECOND));

    assertEquals(first + 1, revision());
    assertEquals(
        SecurityEvent.Drift.Change.CERT_KEY_CHANGED,
        assertInstanceOf(SecurityEvent.Drift.class, events.get(0)).change());
  }

  @Test
  void whatWasReachedOnceIsKept() throws AccountStoreException {
    learn(proved(FIRST));
    clock.advance(Duration.ofDays(2));

    memory.remember(
        new ConnectionSecurity.Pinned(
            MailService.IMAP,
            SERVER,
            TLS,
            new TrustEvidence.AcceptedCertificate(FIRST, new CertificateRefusal.NoCertificate())),
        null,
        AccountPin.of(FIRST),
        ConfidentialityLevel.ENCRYPTED);

    assertEquals(ConfidentialityLevel.AUTHENTICATED, seen().best());
    assertEquals(Evidence.PIN, seen().evidence());
  }

  @Test
  @Requirement(value = "PIN-5", heldBy = "AccountMemory")
  void anAcceptedCertificateThatIsNoLongerNeededIsReported() throws AccountStoreException {
    AccountPin pin = AccountPin.of(FIRST);

    List<SecurityEvent> events =
        memory.remember(proved(SECOND), null, pin, ConfidentialityLevel.ENCRYPTED);

    assertEquals(
        List.of(new SecurityEvent.PinObsolete(ALICE, MailService.IMAP, SERVER, pin)), events);
  }

  @Test
  @Requirement(
      value = {"PIN-3", "PIN-4", "D-5.4-3"},
      heldBy = "AccountMemory")
  void anAcceptedCertificateIsForOneAccountServiceHostAndPort() throws AccountStoreException {
    AccountPin pin = AccountPin.of(FIRST);
    store.write(
        AccountState.unknown(ALICE)
            .with(
                ServiceState.unknown(MailService.IMAPS)
                    .with(
                        ServerState.unknown("imap.example.org", 143)
                            .pin(new PinnedCertificate(pin, NOON, "pin/1")))));

    assertEquals(Optional.of(pin), memory.pinAt(SERVER));
    assertEquals(Optional.empty(), memory("bob@example.org").pinAt(SERVER));
    for (Endpoint other :
        List.of(
            new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED),
            new Endpoint(Host.of("mail.example.org"), 143, Endpoint.Provenance.CONFIGURED))) {
      assertEquals(Optional.empty(), memory.pinAt(other), other.toString());
    }
    assertEquals(
        Optional.empty(), new AccountMemory(store, ALICE, MailService.POP3, clock).pinAt(SERVER));
  }

  @Test
  @Requirement(
      value = {"D-5-13", "D-5.1-14"},
      heldBy = "AccountMemory")
  void anAccountWithoutAMinimumLearnsOnceThatItCouldHaveOne() throws AccountStoreException {
    assertInstanceOf(
        SecurityEvent.TlsSeenButNotValid.class,
        learn(unproved(), ConfidentialityLevel.NONE).get(0));
    assertEquals(List.of(), learn(unproved(), ConfidentialityLevel.NONE));
    assertInstanceOf(
        SecurityEvent.TlsUpgradeAvailable.class,
        learn(proved(FIRST), ConfidentialityLevel.NONE).get(0));
    assertEquals(List.of(), learn(proved(FIRST), ConfidentialityLevel.NONE));
    assertEquals(List.of(), learn(proved(FIRST), ConfidentialityLevel.AUTHENTICATED));
  }

  @Test
  void anAccountIsEstablishedOnce() throws AccountStoreException {
    assertNull(memory.at(SERVER).established());
    memory.established(SERVER);
    clock.advance(Duration.ofDays(1));
    memory.established(SERVER);

    assertNotNull(memory.at(SERVER).established());
    assertEquals(NOON, memory.at(SERVER).established());
    assertEquals(1, revision());
  }

  @Test
  void clearTextTeachesNothing() throws AccountStoreException {
    assertEquals(
        List.of(),
        learn(
            new ConnectionSecurity.Unjudged(MailService.IMAP, SERVER), ConfidentialityLevel.NONE));
    assertEquals(0, revision());
  }

  @Test
  @Requirement(value = "D-5-6", heldBy = "AccountMemory")
  void aStricterPolicyIsReportedOnceToAccountsOfTheOldOne() throws AccountStoreException {
    learn(proved(FIRST));
    AccountMemory stricter =
        new AccountMemory(store, ALICE, MailService.IMAP, clock, AccountState.POLICY_VERSION + 1);
    AccountMemory ofNewAccount =
        new AccountMemory(
            store, "new@example.org", MailService.IMAP, clock, AccountState.POLICY_VERSION + 1);

    assertEquals(
        List.of(new SecurityEvent.PolicyRaised(ALICE, 1, 2)),
        stricter.remember(proved(FIRST), null, null, ConfidentialityLevel.AUTHENTICATED));
    assertEquals(
        List.of(),
        stricter.remember(proved(FIRST), null, null, ConfidentialityLevel.AUTHENTICATED));
    assertEquals(
        List.of(),
        ofNewAccount.remember(proved(FIRST), null, null, ConfidentialityLevel.AUTHENTICATED));
  }
}
