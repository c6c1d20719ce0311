package io.github.mailclad.it.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.ServerState;
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
import io.github.mailclad.setup.CleartextTestAck;
import io.github.mailclad.setup.CredentialCheck;
import io.github.mailclad.setup.DisableMinimumAck;
import io.github.mailclad.setup.MailAccount;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.PasswordPrompt;
import io.github.mailclad.setup.Person;
import io.github.mailclad.setup.PinDecision;
import io.github.mailclad.setup.PinOffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Setting an account up: nobody is asked for a password before there is somebody to give it to. */
class SetUpIT {
  private static final String DOMAIN = "example.org";
  private static final String HOST = "mail.example.org";

  private final World world = new World();
  private final String account = world.sentinels.user() + "@" + DOMAIN;
  private final RememberedHere store = new RememberedHere();
  private final FixedClock clock = FixedClock.at(Instant.now());
  private final FakeDns dns = new FakeDns();
  private final List<String> warned = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<PasswordPrompt.Context> prompted = new ArrayList<>();
  private final PasswordPrompt prompt =
      context -> {
        prompted.add(context);
        return Optional.of(world.sentinels.password());
      };
  private final Person agreeing =
      warning -> {
        warned.add(warning.key());
        return Person.Answer.AGREED;
      };

  private final SecurityListener listener =
      new SecurityListener() {
        @Override
        public void happened(SecurityEvent event) {
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
    return accounts().setUp(account, agreeing);
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

  private AccountSetup at(MailService service, TlsFront server) throws Exception {
    AccountSetup setup = setUp();
    setup.useServer(service, "localhost", server.port());
    return setup;
  }

  static List<FailingServer> failing() {
    return FailingServer.all();
  }

  @ParameterizedTest
  @MethodSource("failing")
  @Requirement(
      value = {"D-5.1-8", "D-5.2-6", "D-5-5", "PIN-11", "D-5-2"},
      heldBy = {"AccountSetup", "Probing"})
  void nobodyIsAskedForThePasswordOfAServerThatFails(FailingServer each) throws Exception {
    try (TlsFront server = each.start().apply(world)) {
      Properties application = each.properties(world, server);
      AccountSetup setup = accounts(application).setUp(account, agreeing);
      setup.useServer(service(each.protocol()), "localhost", server.port());

      CredentialCheck.Refused refused =
          assertInstanceOf(CredentialCheck.Refused.class, setup.verifyCredentials(prompt));

      assertEquals(each.code(), refused.refusal().code());
      assertEquals(List.of(), prompted);
      OnTheWire.assertNoSecret(world, server);
      assertThrows(IllegalStateException.class, setup::finish);
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
      AccountSetup setup = at(service(protocol), server);
      assertEquals(Stage.SETUP, setup.stage(service(protocol)));

      CredentialCheck.Accepted accepted =
          assertInstanceOf(CredentialCheck.Accepted.class, setup.verifyCredentials(prompt));

      assertEquals(1, prompted.size());
      ConnectionSecurity shown = prompted.get(0).connections().get(0);
      assertEquals(ConfidentialityLevel.AUTHENTICATED, shown.level());
      assertEquals(service(protocol), accepted.connections().get(0).service());
      OnTheWire.assertLeaked(world, server);
      assertEquals(Stage.ESTABLISHED, setup.stage(service(protocol)));
    }
  }

  @Test
  @Requirement(value = "D-5.1-8", heldBy = "AccountSetup")
  void oneServerThatFailsIsEnough() throws Exception {
    World stranger = new World();
    try (TlsFront good = world.server("imaps").start();
        TlsFront bad = stranger.server("smtps").start()) {
      AccountSetup setup = at(MailService.IMAPS, good);
      setup.useServer(MailService.SUBMISSIONS, "localhost", bad.port());

      assertInstanceOf(CredentialCheck.Refused.class, setup.verifyCredentials(prompt));

      assertEquals(List.of(), prompted);
      OnTheWire.assertNoSecret(world, good);
    }
  }

  @Test
  void aPasswordThatIsRefusedIsNotTriedAgain() throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(new ImapDialogue().refusingLogin())
            .start()) {
      assertEquals(
          new CredentialCheck.Rejected(MailService.IMAPS),
          at(MailService.IMAPS, server).verifyCredentials(prompt));
      assertEquals(1, prompted.size());
    }
  }

  @Test
  void whereNoLoginIsOfferedNobodyIsAsked() throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(new ImapDialogue().capabilities("IMAP4rev1", "LOGINDISABLED"))
            .start()) {
      assertInstanceOf(
          CredentialCheck.Refused.class, at(MailService.IMAPS, server).verifyCredentials(prompt));
      assertEquals(List.of(), prompted);
    }
  }

  @Test
  void whoeverGivesNoPasswordSendsNone() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      assertEquals(
          new CredentialCheck.NotGiven(),
          at(MailService.IMAPS, server).verifyCredentials(context -> Optional.empty()));
      OnTheWire.assertNoSecret(world, server);
    }
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
      setup.accept(setup.discover());

      assertInstanceOf(CredentialCheck.Accepted.class, setup.verifyCredentials(prompt));
      Properties properties = setup.finish().properties();

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

  private static DisableMinimumAck ack(AccountSetup setup) {
    return setup.warnOfDisabledMinimum().orElseThrow();
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
      AccountSetup setup = accounts(each.properties(world, server)).setUp(account, agreeing);
      setup.useServer(service(each.protocol()), "localhost", server.port());
      setup.probe();

      assertEquals(
          offered.contains(each.code()) ? List.of(each.code()) : List.of(),
          setup.pinOffers().stream().map(o -> o.refusal().code()).toList());
      assertEquals(setup.pinOffers().isEmpty() ? 0 : 1, events.size());
    }
  }

  @Test
  @Requirement(
      value = {"PIN-2", "PIN-3", "PIN-11", "D-5.4-3", "D-5.4-6", "D-5.2-5"},
      heldBy = {"AccountSetup", "PinDecision"})
  void anAcceptedCertificateIsGoodForALoginAndNotConfidential() throws Exception {
    try (TlsFront server = withCertificateOfAnother()) {
      AccountSetup setup = at(MailService.IMAPS, server);
      assertInstanceOf(CredentialCheck.Refused.class, setup.verifyCredentials(prompt));
      PinOffer offer = setup.pinOffers().get(0);
      OnTheWire.assertNoSecret(world, server);

      setup.pin(offer.decide(ack(setup)).orElseThrow());
      CredentialCheck check = setup.verifyCredentials(prompt);

      ConnectionSecurity got =
          assertInstanceOf(CredentialCheck.Accepted.class, check).connections().get(0);
      assertEquals(ConfidentialityLevel.ENCRYPTED, got.level());
      assertEquals(got.level(), prompted.get(0).connections().get(0).level());
      assertEquals(List.of("minimum-disabled", "pin-risk"), warned);
      assertEquals(List.of("pin-offered", "minimum-disabled", "pin-used", "pin-used"), events);
      Properties properties = setup.finish().properties();
      assertEquals("encrypted", properties.getProperty("mail.imaps.security.minimum-level"));
      assertEquals("stored", properties.getProperty("mail.imaps.security.account-pin"));
    }
  }

  @Test
  @Requirement(
      value = {"PIN-2", "D-5.4-2"},
      heldBy = {"PinOffer", "AccountSetup"})
  void aDecisionIsGoodForItsOwnAccountAndOfferOnly() throws Exception {
    try (TlsFront server = withCertificateOfAnother();
        TlsFront other = withCertificateOfAnother()) {
      AccountSetup setup = at(MailService.IMAPS, server);
      setup.probe();
      PinOffer offer = setup.pinOffers().get(0);
      AccountSetup bob = accounts().setUp("bob@" + DOMAIN, agreeing);
      assertThrows(IllegalArgumentException.class, () -> offer.decide(ack(bob)));
      PinDecision decision = offer.decide(ack(setup)).orElseThrow();

      bob.useServer(MailService.IMAPS, "localhost", server.port());
      bob.probe();
      assertThrows(IllegalArgumentException.class, () -> bob.pin(decision));
      setup.useServer(MailService.IMAPS, "localhost", other.port());
      setup.probe();
      assertThrows(IllegalArgumentException.class, () -> setup.pin(decision));
      assertNull(store.read(account).orElseThrow().disabled());
    }
  }

  @Test
  @Requirement(value = "D-5.4-2", heldBy = "PinOffer")
  void aPersonWhoDeclinesPinsNothing() throws Exception {
    Person declining =
        warning -> warning.key().equals("pin-risk") ? Person.Answer.DECLINED : Person.Answer.AGREED;
    try (TlsFront server = withCertificateOfAnother()) {
      AccountSetup setup = accounts().setUp(account, declining);
      setup.useServer(MailService.IMAPS, "localhost", server.port());
      setup.probe();
      assertEquals(Optional.empty(), setup.pinOffers().get(0).decide(ack(setup)));
    }
  }

  @Test
  @Requirement(
      value = {"D-5.4-4", "PIN-1"},
      heldBy = {"AccountSetup", "Memory"})
  void anEstablishedAccountGetsNoOfferForItsHost() throws Exception {
    try (TlsFront good = world.server("imaps").start();
        TlsFront bad = withCertificateOfAnother()) {
      AccountSetup first = at(MailService.IMAPS, good);
      first.probe();
      first.finish();

      AccountSetup again = at(MailService.IMAPS, bad);
      again.probe();

      assertEquals(Stage.ESTABLISHED, again.stage(MailService.IMAPS));
      assertEquals(List.of(), again.pinOffers());
      assertEquals(List.of(), events);
      AccountSetup otherHost = setUp();
      otherHost.useServer(MailService.IMAPS, "127.0.0.1", bad.port());
      otherHost.probe();
      assertEquals(1, otherHost.pinOffers().size(), "another host is set up anew");
    }
  }

  @Test
  @Requirement(value = "D-5.4-4", heldBy = "Memory")
  void anOfferEndsWhenTheAccountIsEstablished() throws Exception {
    try (TlsFront good = world.server("imaps").start();
        TlsFront bad = withCertificateOfAnother()) {
      AccountSetup waiting = at(MailService.IMAPS, bad);
      waiting.probe();
      PinDecision decision = waiting.pinOffers().get(0).decide(ack(waiting)).orElseThrow();
      AccountSetup meanwhile = at(MailService.IMAPS, good);
      meanwhile.probe();
      meanwhile.finish();

      assertThrows(IllegalStateException.class, () -> waiting.pin(decision));
    }
  }

  @Test
  @Requirement(value = "PIN-6", heldBy = "AccountSetup")
  void anotherCertificateLaterIsRefusedAndNotOffered() throws Exception {
    int port;
    AccountSetup setup = setUp();
    try (TlsFront server = withCertificateOfAnother()) {
      port = server.port();
      setup.useServer(MailService.IMAPS, "localhost", port);
      setup.probe();
      setup.pin(setup.pinOffers().get(0).decide(ack(setup)).orElseThrow());
    }
    try (TlsFront another = withCertificateOfAnother()) {
      // the same account with the pin of that other server
      store.update(
          account,
          state ->
              state.with(
                  state
                      .service(MailService.IMAPS)
                      .orElseThrow()
                      .with(
                          new ServerState(
                              "localhost",
                              another.port(),
                              null,
                              null,
                              state
                                  .service(MailService.IMAPS)
                                  .flatMap(s -> s.server("localhost", port))
                                  .orElseThrow()
                                  .pin()))));
      AccountSetup later = at(MailService.IMAPS, another);
      assertInstanceOf(CredentialCheck.Refused.class, later.verifyCredentials(prompt));
      assertEquals(List.of(), later.pinOffers());
      OnTheWire.assertNoSecret(world, another);
    }
  }

  @Test
  @Requirement(
      value = {"F-5.4-7", "PIN-8"},
      heldBy = "MailAccount")
  void anAcceptedCertificateCanBeTakenBack() throws Exception {
    try (TlsFront server = withCertificateOfAnother()) {
      AccountSetup setup = at(MailService.IMAPS, server);
      setup.probe();
      setup.pin(setup.pinOffers().get(0).decide(ack(setup)).orElseThrow());
      setup.probe();
      MailAccount finished = setup.finish();

      finished.unpin(MailService.IMAPS, "localhost", server.port());

      Properties properties = finished.properties();
      assertNull(properties.getProperty("mail.imaps.security.minimum-level"));
      assertNull(properties.getProperty("mail.imaps.security.account-pin"));
      assertNull(store.read(account).orElseThrow().disabled());
      assertTrue(events.contains("pin-removed"), events.toString());
      assertInstanceOf(
          CredentialCheck.Refused.class, at(MailService.IMAPS, server).verifyCredentials(prompt));
      OnTheWire.assertNoSecret(world, server);
    }
  }

  // ---- without a minimum

  private AccountSetup withoutTls(TlsFront server) throws Exception {
    AccountSetup setup = setUp();
    setup.disableMinimum(ack(setup));
    setup.useWithoutTls(
        setup.warnOfCleartext(MailService.IMAP, "localhost", server.port()).orElseThrow());
    return setup;
  }

  private static CleartextTestAck test(AccountSetup setup, TlsFront server) {
    return setup.warnOfCleartextTest(MailService.IMAP, "localhost", server.port()).orElseThrow();
  }

  private TlsFront plain() {
    return world.server("imap").mischief(Mischief.PLAINTEXT).start();
  }

  @Test
  @Requirement(
      value = {"D-5.2-4", "D-5.2-5", "D-5.1-6", "D-5.1-9"},
      heldBy = {"AccountSetup", "CleartextTestAck"})
  void aPasswordIsTriedInTheClearOnceAfterAWarning() throws Exception {
    try (TlsFront server = plain()) {
      AccountSetup setup = withoutTls(server);
      CleartextTestAck once = test(setup, server);

      assertInstanceOf(CredentialCheck.Accepted.class, setup.verifyCredentials(prompt, once));
      assertInstanceOf(CredentialCheck.NotWarned.class, setup.verifyCredentials(prompt, once));

      assertEquals(1, prompted.size());
      assertEquals(
          List.of("minimum-disabled", "cleartext-configuration", "cleartext-test"), warned);
      assertEquals(List.of("minimum-disabled", "cleartext-warning"), events);
      assertEquals(
          Optional.of("minimum-disabled/1"),
          store
              .read(account)
              .map(AccountState::disabled)
              .map(AccountState.MinimumDisabled::warning));
      assertEquals(
          "none", setup.finish().properties().getProperty("mail.imap.security.minimum-level"));
    }
  }

  @Test
  @Requirement(
      value = {"D-5.1-8", "D-5.1-9"},
      heldBy = "CleartextTestAck")
  void aTestThatWasNotAgreedToForThisServerNowIsNotMade() throws Exception {
    try (TlsFront server = plain();
        TlsFront other = plain()) {
      AccountSetup setup = withoutTls(server);
      AccountSetup bob = accounts().setUp("bob@" + DOMAIN, agreeing);
      CleartextTestAck old = test(setup, server);
      clock.advance(Duration.ofMinutes(5).plusSeconds(1));
      CleartextTestAck otherHost =
          setup.warnOfCleartextTest(MailService.IMAP, "127.0.0.1", server.port()).orElseThrow();

      assertInstanceOf(CredentialCheck.NotWarned.class, setup.verifyCredentials(prompt));
      assertInstanceOf(
          CredentialCheck.NotWarned.class,
          setup.verifyCredentials(prompt, old, otherHost, test(bob, server), test(setup, other)));

      assertEquals(List.of(), prompted);
      OnTheWire.assertNeverConnected(server);
    }
  }

  @Test
  @Requirement(
      value = {"D-5.1-6", "D-5.2-5"},
      heldBy = {"AccountSetup", "CleartextConfigAck"})
  void aServerWithoutTlsNeedsAnAccountWithoutAMinimum() throws Exception {
    try (TlsFront server = plain()) {
      AccountSetup setup = setUp();
      AccountSetup bob = accounts().setUp("bob@" + DOMAIN, agreeing);
      var config =
          setup.warnOfCleartext(MailService.IMAP, "localhost", server.port()).orElseThrow();

      assertThrows(IllegalStateException.class, () -> setup.useWithoutTls(config));
      assertThrows(IllegalArgumentException.class, () -> bob.useWithoutTls(config));
      assertThrows(IllegalArgumentException.class, () -> bob.disableMinimum(ack(setup)));

      setup.useServer(MailService.IMAP, "localhost", server.port());
      assertInstanceOf(CredentialCheck.Refused.class, setup.verifyCredentials(prompt));
      OnTheWire.assertNoSecret(world, server);
    }
  }
}
