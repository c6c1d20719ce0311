package io.github.mailclad.it.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.AccountSetup.Stage;
import io.github.mailclad.setup.MailAccount;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.MailServer;
import io.github.mailclad.setup.Question;
import io.github.mailclad.setup.Question.Consent;
import io.github.mailclad.setup.SetupStep;
import io.github.mailclad.setup.SetupStep.Remedy;
import io.github.mailclad.setup.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of account set-up: no password is asked for before a server may get it. */
class SetUpIT {
  private static final String DOMAIN = "example.org";
  private static final String HOST = "mail.example.org";

  private final World world = new World();
  private final String account = world.sentinels.user() + "@" + DOMAIN;
  private final RememberedAccounts store = new RememberedAccounts();
  private final FixedClock clock = FixedClock.at(Instant.now());
  private final FakeDns dns = new FakeDns();
  private final List<String> warned = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final SecurityListener listener =
      new SecurityListener() {
        @Override
        public void onSecurityEvent(SecurityEvent event) {
          events.add(event.code());
        }
      };

  private MailAccounts accounts() {
    Properties application = FailingServer.trusting(world);
    application.setProperty("mail.security.dane", "off");
    return accounts(application);
  }

  private MailAccounts accounts(Properties application) {
    return MailAccounts.rememberedIn(store)
        .properties(application)
        .resolver(dns)
        .clock(clock)
        .listener(listener)
        .build();
  }

  private AccountSetup setUp() {
    return accounts().setUp(account);
  }

  private static MailService service(String protocol) {
    return switch (protocol) {
      case "imaps" -> MailService.IMAPS;
      case "imap" -> MailService.IMAP;
      case "pop3s" -> MailService.POP3S;
      case "pop3" -> MailService.POP3;
      case "smtps" -> MailService.SUBMISSIONS;
      default -> MailService.SUBMISSION;
    };
  }

  private static MailServer server(MailService service, TlsFront server) {
    return MailServer.of(service, "localhost", server.port());
  }

  private static SetupStep enter(AccountSetup setup, MailService service, TlsFront server)
      throws Exception {
    return setup.enterServers(List.of(server(service, server)));
  }

  private SetupStep password(AccountSetup setup) throws Exception {
    return setup.password(world.sentinels.password());
  }

  /** Agrees to every warning, and returns the step after the last one. */
  private SetupStep agreeing(AccountSetup setup, SetupStep first) throws Exception {
    SetupStep step = first;
    while (step instanceof SetupStep.Confirmation confirmation) {
      warned.add(confirmation.question().warning().key());
      step = setup.answer(confirmation.question().agree());
    }
    return step;
  }

  private SetupStep accepting(AccountSetup setup) throws Exception {
    return agreeing(setup, setup.considerRisks());
  }

  private static String code(SetupStep step) {
    SetupStep.Unusable unusable = assertInstanceOf(SetupStep.Unusable.class, step);
    return assertInstanceOf(Probe.Refused.class, unusable.probed().get(0).outcome())
        .refusal()
        .code();
  }

  private static Remedy remedy(SetupStep step) {
    return assertInstanceOf(SetupStep.Unusable.class, step).remedy();
  }

  private static void assertNoPasswordIsTaken(AccountSetup setup) {
    assertThrows(IllegalStateException.class, () -> setup.password("secret"));
    assertThrows(IllegalStateException.class, setup::finish);
  }

  static List<FailingServer> failing() {
    return FailingServer.all();
  }

  @ParameterizedTest
  @MethodSource("failing")
  @Requirement(
      value = {"D-5.1-8", "D-5.2-6", "D-5-5", "PIN-11", "D-5-2"},
      heldBy = {"AccountSetup", "Probing"})
  void noPasswordIsAskedForIfAServerFails(FailingServer each) throws Exception {
    try (TlsFront server = each.start().apply(world)) {
      AccountSetup setup = accounts(each.properties(world, server)).setUp(account);

      SetupStep step = enter(setup, service(each.protocol()), server);

      assertEquals(each.code(), code(step));
      assertNoPasswordIsTaken(setup);
      OnTheWire.assertNoSecret(world, server);
    }
  }

  @ParameterizedTest
  @CsvSource({"imaps", "imap", "pop3s", "pop3", "smtps", "smtp"})
  @Requirement(
      value = {"D-5.1-8", "D-5-7"},
      heldBy = "AccountSetup")
  void thePasswordOfAGoodServerIsAskedForOnce(String protocol) throws Exception {
    boolean clear = !protocol.endsWith("s");
    try (TlsFront server =
        world.server(protocol).mischief(clear ? Mischief.EXPECT_STARTTLS : Mischief.NONE).start()) {
      AccountSetup setup = setUp();
      SetupStep.PasswordEntry entry =
          assertInstanceOf(SetupStep.PasswordEntry.class, enter(setup, service(protocol), server));
      assertEquals(Stage.SETUP, setup.stage(service(protocol)));
      assertEquals(ConfidentialityLevel.AUTHENTICATED, entry.connections().get(0).level());
      assertEquals(SecurityIndicator.CONFIDENTIAL, entry.indicator());

      SetupStep.Done done = assertInstanceOf(SetupStep.Done.class, password(setup));

      assertEquals(service(protocol), done.connections().get(0).service());
      OnTheWire.assertLeaked(world, server);
      assertEquals(Stage.ESTABLISHED, setup.stage(service(protocol)));
    }
  }

  @Test
  void aServerIsTriedOnceAndThenLoggedInAt() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      AccountSetup setup = setUp();
      enter(setup, MailService.IMAPS, server);
      assertInstanceOf(SetupStep.Done.class, password(setup));
      assertEquals(2, server.acceptedHandshakes());
    }
  }

  @Test
  @Requirement(value = "D-5.1-8", heldBy = "AccountSetup")
  void oneServerThatFailsIsEnough() throws Exception {
    World stranger = new World();
    try (TlsFront good = world.server("imaps").start();
        TlsFront bad = stranger.server("smtps").start()) {
      AccountSetup setup = setUp();

      SetupStep.Unusable step =
          assertInstanceOf(
              SetupStep.Unusable.class,
              setup.enterServers(
                  List.of(server(MailService.IMAPS, good), server(MailService.SUBMISSIONS, bad))));

      assertEquals(1, step.byReason().size());
      assertEquals(MailService.SUBMISSIONS, step.byReason().get(0).get(0).service());
      assertNoPasswordIsTaken(setup);
      OnTheWire.assertNoSecret(world, good);
    }
  }

  @Test
  void serversThatAreRefusedForOneReasonAreOneRefusal() throws Exception {
    Issued other = CertificateBuilder.server().dns("other.example").issuedBy(world.root);
    try (TlsFront imap = world.server("imaps").certificate(other).start();
        TlsFront smtp = world.server("smtps").certificate(other).start()) {
      SetupStep.Unusable step =
          assertInstanceOf(
              SetupStep.Unusable.class,
              setUp()
                  .enterServers(
                      List.of(
                          server(MailService.IMAPS, imap), server(MailService.SUBMISSIONS, smtp))));
      assertEquals(2, step.probed().size());
      assertEquals(1, step.byReason().size());
      assertEquals(2, step.byReason().get(0).size());
    }
  }

  @Test
  void aPasswordThatIsRefusedIsNotTriedAgain() throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(new ImapDialogue().refusingLogin())
            .start()) {
      AccountSetup setup = setUp();
      enter(setup, MailService.IMAPS, server);
      SetupStep.PasswordEntry again =
          assertInstanceOf(SetupStep.PasswordEntry.class, password(setup));
      assertEquals(MailService.IMAPS, again.rejectedBy());
      assertEquals(2, server.acceptedHandshakes());
    }
  }

  @Test
  void withoutALoginNoPasswordIsAskedFor() throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(new ImapDialogue().capabilities("IMAP4rev1", "LOGINDISABLED"))
            .start()) {
      AccountSetup setup = setUp();
      assertEquals("auth-not-offered", code(enter(setup, MailService.IMAPS, server)));
      assertNoPasswordIsTaken(setup);
    }
  }

  @Test
  void anEmptyPasswordIsNotSent() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      AccountSetup setup = setUp();
      enter(setup, MailService.IMAPS, server);
      assertThrows(IllegalArgumentException.class, () -> setup.password(""));
      assertEquals(1, server.acceptedHandshakes());
      OnTheWire.assertNoSecret(world, server);
    }
  }

  @Test
  void aServerThatWasRefusedCanBeTriedAgain() throws Exception {
    AccountSetup setup = setUp();
    int port;
    try (TlsFront server = world.server("imaps").mischief(Mischief.CLOSE).start()) {
      port = server.port();
      assertEquals(Remedy.NONE, remedy(enter(setup, MailService.IMAPS, server)));
      assertThrows(IllegalStateException.class, setup::considerRisks);
    }
    SetupStep.Unusable gone = assertInstanceOf(SetupStep.Unusable.class, setup.tryAgain());
    assertInstanceOf(Probe.Unreachable.class, gone.probed().get(0).outcome(), "port " + port);
  }

  @Test
  @Requirement(value = "D-5-1", heldBy = "AccountSetup")
  void theServersOfADomainAreFoundAndRemembered() throws Exception {
    Issued mail = CertificateBuilder.server().dns(HOST).issuedBy(world.root);
    try (TlsFront imap = world.server("imaps").certificate(mail).start();
        TlsFront smtp = world.server("smtps").certificate(mail).start()) {
      dns.srv(DnssecStatus.SECURE, "_imaps._tcp." + DOMAIN, "0 0 " + imap.port() + " " + HOST);
      dns.srv(
          DnssecStatus.SECURE, "_submissions._tcp." + DOMAIN, "0 0 " + smtp.port() + " " + HOST);
      dns.addresses(DnssecStatus.SECURE, HOST, "127.0.0.1");
      AccountSetup setup = setUp();
      assertInstanceOf(SetupStep.ProposedServers.class, setup.discover());
      assertInstanceOf(SetupStep.PasswordEntry.class, setup.useProposal());

      Properties properties =
          assertInstanceOf(SetupStep.Done.class, password(setup)).account().properties();

      assertEquals(account, properties.getProperty("mail.imaps.user"));
      assertEquals(account, properties.getProperty("mail.submissions.user"));
      assertNull(properties.getProperty("mail.imaps.host"));
      assertEquals(store, properties.get("mail.security.account-store"));
      assertNull(properties.getProperty("mail.imaps.security.minimum-level"));
      assertEquals(properties, accounts().open(account).orElseThrow().properties());
      assertEquals(Optional.empty(), accounts().open("bob@" + DOMAIN));
    }
  }

  // ---- pins

  private TlsFront withCertificateOfAnother() {
    Issued other = CertificateBuilder.server().dns("other.example").issuedBy(world.root);
    return world.server("imaps").certificate(other).start();
  }

  @ParameterizedTest
  @MethodSource("failing")
  @Requirement(
      value = {"PIN-1", "D-5.4-2"},
      heldBy = "PinOffer")
  void exactlyThreeRefusalsMayBeAccepted(FailingServer each) throws Exception {
    List<String> offered =
        List.of(
            "certificate-expired",
            "untrusted-issuer",
            "self-signed",
            "missing-intermediate",
            "identity-mismatch");
    try (TlsFront server = each.start().apply(world)) {
      AccountSetup setup = accounts(each.properties(world, server)).setUp(account);

      Remedy remedy = remedy(enter(setup, service(each.protocol()), server));

      assertEquals(offered.contains(each.code()), remedy == Remedy.CERTIFICATE);
      assertEquals(remedy == Remedy.CERTIFICATE ? List.of("pin-offered") : List.of(), events);
    }
  }

  @Test
  @Requirement(
      value = {"PIN-2", "PIN-3", "PIN-11", "D-5.4-3", "D-5.4-6", "D-5.2-5"},
      heldBy = {"AccountSetup", "Consent", "ServerSelection"})
  void anAcceptedCertificateIsGoodForALoginAndNotConfidential() throws Exception {
    try (TlsFront server = withCertificateOfAnother()) {
      AccountSetup setup = setUp();
      assertEquals(Remedy.CERTIFICATE, remedy(enter(setup, MailService.IMAPS, server)));
      OnTheWire.assertNoSecret(world, server);

      SetupStep.PasswordEntry entry =
          assertInstanceOf(SetupStep.PasswordEntry.class, accepting(setup));
      assertEquals(SecurityIndicator.PINNED_NOT_CONFIDENTIAL, entry.indicator());
      SetupStep.Done done = assertInstanceOf(SetupStep.Done.class, password(setup));

      ConnectionSecurity got = done.connections().get(0);
      assertEquals(ConfidentialityLevel.ENCRYPTED, got.level());
      assertEquals(got.level(), entry.connections().get(0).level());
      assertEquals(List.of("minimum-disabled-for-certificate", "pin-risk"), warned);
      assertEquals(List.of("pin-offered", "minimum-disabled", "pin-used", "pin-used"), events);
      Properties properties = done.account().properties();
      assertEquals("encrypted", properties.getProperty("mail.imaps.security.minimum-level"));
      assertEquals("stored", properties.getProperty("mail.imaps.security.account-pin"));
    }
  }

  private static Question question(SetupStep step) {
    return assertInstanceOf(SetupStep.Confirmation.class, step).question();
  }

  @Test
  @Requirement(
      value = {"PIN-2", "D-5.4-2"},
      heldBy = {"Consent", "AccountSetup"})
  void aConsentIsGoodForItsOwnAccountAndServerOnly() throws Exception {
    try (TlsFront server = withCertificateOfAnother();
        TlsFront other = withCertificateOfAnother()) {
      AccountSetup setup = setUp();
      enter(setup, MailService.IMAPS, server);
      Question minimum = question(setup.considerRisks());
      Question pin = question(setup.answer(minimum.agree()));
      AccountSetup bob = accounts().setUp("bob@" + DOMAIN);
      enter(bob, MailService.IMAPS, server);
      bob.considerRisks();
      assertThrows(IllegalArgumentException.class, () -> bob.answer(minimum.agree()));
      assertThrows(IllegalArgumentException.class, () -> bob.answer(pin.agree()));

      enter(setup, MailService.IMAPS, other);
      setup.answer(question(setup.considerRisks()).agree());
      assertThrows(IllegalArgumentException.class, () -> setup.answer(pin.agree()));
      assertNull(store.read(account).orElseThrow().disabled());
    }
  }

  @Test
  @Requirement(value = "D-5.4-2", heldBy = "AccountSetup")
  void aPersonWhoDeclinesPinsNothing() throws Exception {
    try (TlsFront server = withCertificateOfAnother()) {
      AccountSetup setup = setUp();
      enter(setup, MailService.IMAPS, server);
      SetupStep pin = setup.answer(question(setup.considerRisks()).agree());
      assertInstanceOf(Warning.PinRisk.class, question(pin).warning());

      assertEquals(Remedy.NONE, remedy(setup.decline()));

      assertNull(store.read(account).orElseThrow().disabled());
      assertNoPasswordIsTaken(setup);
    }
  }

  @Test
  @Requirement(
      value = {"D-5.4-4", "PIN-1"},
      heldBy = {"AccountSetup", "StoredAccount"})
  void anEstablishedAccountGetsNoOfferForItsHost() throws Exception {
    try (TlsFront good = world.server("imaps").start();
        TlsFront bad = withCertificateOfAnother()) {
      AccountSetup first = setUp();
      enter(first, MailService.IMAPS, good);
      first.finish();

      AccountSetup again = setUp();
      assertEquals(Remedy.NONE, remedy(enter(again, MailService.IMAPS, bad)));

      assertEquals(Stage.ESTABLISHED, again.stage(MailService.IMAPS));
      assertEquals(List.of(), events);
      SetupStep otherHost =
          setUp().enterServers(List.of(MailServer.of(MailService.IMAPS, "127.0.0.1", bad.port())));
      assertEquals(Remedy.CERTIFICATE, remedy(otherHost), "another host is set up anew");
    }
  }

  @Test
  @Requirement(value = "D-5.4-4", heldBy = "StoredAccount")
  void anOfferEndsWhenTheAccountIsEstablished() throws Exception {
    try (TlsFront good = world.server("imaps").start();
        TlsFront bad = withCertificateOfAnother()) {
      AccountSetup waiting = setUp();
      enter(waiting, MailService.IMAPS, bad);
      Question pin = question(waiting.answer(question(waiting.considerRisks()).agree()));
      AccountSetup meanwhile = setUp();
      enter(meanwhile, MailService.IMAPS, good);
      meanwhile.finish();

      assertEquals(Remedy.NONE, remedy(waiting.answer(pin.agree())));

      assertNull(store.read(account).orElseThrow().disabled());
      assertNull(
          store
              .read(account)
              .flatMap(s -> s.service(MailService.IMAPS))
              .flatMap(s -> s.server("localhost", bad.port()))
              .orElseThrow()
              .pin());
    }
  }

  @Test
  @Requirement(value = "PIN-6", heldBy = "AccountSetup")
  void anotherCertificateLaterIsRefusedAndNotOffered() throws Exception {
    int port;
    AccountSetup setup = setUp();
    try (TlsFront server = withCertificateOfAnother()) {
      port = server.port();
      enter(setup, MailService.IMAPS, server);
      accepting(setup);
    }
    try (TlsFront another = withCertificateOfAnother()) {
      // the same account with the pin of that other server
      store.update(
          account,
          state ->
              state.update(
                  MailService.IMAPS,
                  server(MailService.IMAPS, another).endpoint(),
                  known ->
                      known.pin(
                          state
                              .service(MailService.IMAPS)
                              .flatMap(s -> s.server("localhost", port))
                              .orElseThrow()
                              .pin())));
      AccountSetup later = setUp();
      assertEquals(Remedy.NONE, remedy(enter(later, MailService.IMAPS, another)));
      assertNoPasswordIsTaken(later);
      OnTheWire.assertNoSecret(world, another);
    }
  }

  @Test
  @Requirement(
      value = {"F-5.4-7", "PIN-8"},
      heldBy = "MailAccount")
  void anAcceptedCertificateCanBeTakenBack() throws Exception {
    try (TlsFront server = withCertificateOfAnother()) {
      AccountSetup setup = setUp();
      enter(setup, MailService.IMAPS, server);
      accepting(setup);
      MailAccount finished = assertInstanceOf(SetupStep.Done.class, setup.finish()).account();

      finished.unpin(MailService.IMAPS, "localhost", server.port());

      Properties properties = finished.properties();
      assertNull(properties.getProperty("mail.imaps.security.minimum-level"));
      assertNull(properties.getProperty("mail.imaps.security.account-pin"));
      assertNull(store.read(account).orElseThrow().disabled());
      assertTrue(events.contains("pin-removed"), events.toString());
      assertEquals("identity-mismatch", code(enter(setUp(), MailService.IMAPS, server)));
      OnTheWire.assertNoSecret(world, server);
    }
  }

  // ---- without a minimum

  private TlsFront plain() {
    return world.server("imap").mischief(Mischief.PLAINTEXT).start();
  }

  private SetupStep withoutTls(AccountSetup setup, TlsFront server) throws Exception {
    assertEquals(Remedy.NO_TLS, remedy(enter(setup, MailService.IMAP, server)));
    return accepting(setup);
  }

  @Test
  @Requirement(
      value = {"D-5.2-4", "D-5.2-5", "D-5.1-6", "D-5.1-9"},
      heldBy = {"AccountSetup", "Consent", "ServerSelection"})
  void aPasswordIsTriedInTheClearOnceAfterAWarning() throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .mischief(Mischief.PLAINTEXT)
            .dialogue(new ImapDialogue().refusingLogin())
            .start()) {
      AccountSetup setup = setUp();
      SetupStep.PasswordEntry entry =
          assertInstanceOf(SetupStep.PasswordEntry.class, withoutTls(setup, server));
      assertEquals(SecurityIndicator.NOT_CONFIDENTIAL, entry.indicator());
      OnTheWire.assertNoSecret(world, server);

      Question again = question(password(setup));

      assertEquals("cleartext-test", again.warning().key());
      assertThrows(IllegalStateException.class, () -> setup.password("secret"));
      SetupStep.PasswordEntry second =
          assertInstanceOf(SetupStep.PasswordEntry.class, setup.answer(again.agree()));
      assertEquals(MailService.IMAP, second.rejectedBy());
      assertEquals(
          List.of("minimum-disabled", "cleartext-configuration", "cleartext-test"), warned);
    }
  }

  @Test
  @Requirement(
      value = {"D-5.2-4", "D-5.2-5", "D-5.1-6"},
      heldBy = {"AccountSetup", "Consent", "ServerSelection"})
  void anAccountWithoutTlsRemembersThatItsPersonWasWarned() throws Exception {
    try (TlsFront server = plain()) {
      AccountSetup setup = setUp();
      withoutTls(setup, server);

      SetupStep.Done done = assertInstanceOf(SetupStep.Done.class, password(setup));

      assertEquals(List.of("minimum-disabled", "cleartext-warning"), events);
      assertEquals(
          Optional.of("minimum-disabled/1"),
          store
              .read(account)
              .map(AccountState::disabled)
              .map(AccountState.DisabledMinimum::warning));
      assertEquals(
          "none", done.account().properties().getProperty("mail.imap.security.minimum-level"));
    }
  }

  @Test
  @Requirement(
      value = {"D-5.1-8", "D-5.1-9"},
      heldBy = "Consent")
  void aTestThatWasNotAgreedToForThisServerNowIsNotMade() throws Exception {
    try (TlsFront server = plain();
        TlsFront other = plain()) {
      AccountSetup setup = setUp();
      withoutTls(setup, server);
      clock.advance(Duration.ofMinutes(5).plusSeconds(1));

      Question late = question(password(setup));
      Consent forTheOther = question(password(expired(other))).agree();
      assertThrows(IllegalArgumentException.class, () -> setup.answer(forTheOther));
      Consent old = late.agree();
      setup.answer(old);
      clock.advance(Duration.ofMinutes(5).plusSeconds(1));
      Question again = question(password(setup));
      assertThrows(IllegalArgumentException.class, () -> setup.answer(old));
      assertEquals(Remedy.NONE, remedy(setup.decline()));

      assertEquals("cleartext-test", again.warning().key());
      assertNoPasswordIsTaken(setup);
      OnTheWire.assertNoSecret(world, server);
      OnTheWire.assertNoSecret(world, other);
    }
  }

  /** Another set-up, whose consent to send the password in the clear has expired. */
  private AccountSetup expired(TlsFront server) throws Exception {
    AccountSetup setup = setUp();
    withoutTls(setup, server);
    clock.advance(Duration.ofMinutes(6));
    return setup;
  }

  @Test
  @Requirement(
      value = {"D-5.1-6", "D-5.2-5"},
      heldBy = {"AccountSetup", "ServerSelection"})
  void aServerWithoutTlsIsUsedAfterTheLastConsentOnly() throws Exception {
    try (TlsFront server = plain()) {
      AccountSetup setup = setUp();
      enter(setup, MailService.IMAP, server);
      SetupStep step = setup.considerRisks();
      while (step instanceof SetupStep.Confirmation confirmation) {
        assertNull(store.read(account).orElseThrow().disabled());
        assertNoPasswordIsTaken(setup);
        step = setup.answer(confirmation.question().agree());
      }
      assertTrue(store.read(account).orElseThrow().disabled() != null);

      AccountSetup declining = accounts().setUp("bob@" + DOMAIN);
      enter(declining, MailService.IMAP, server);
      declining.answer(question(declining.considerRisks()).agree());
      assertEquals(Remedy.NONE, remedy(declining.decline()));
      assertNull(store.read("bob@" + DOMAIN).orElseThrow().disabled());
      assertNoPasswordIsTaken(declining);
      OnTheWire.assertNoSecret(world, server);
    }
  }
}
