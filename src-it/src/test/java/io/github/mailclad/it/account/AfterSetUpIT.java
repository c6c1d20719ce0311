package io.github.mailclad.it.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailAccount;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.MailServer;
import io.github.mailclad.setup.SetupStep;
import io.github.mailclad.setup.UpgradeOffer;
import io.github.mailclad.setup.UpgradeOffers;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of the life of an account after its set-up, at one host and port with a different server
 * each day.
 */
class AfterSetUpIT {
  private final Yesterday yesterday = new Yesterday();
  private final World world = yesterday.world;
  private final String user = world.sentinels.user();

  private static MailService service(String protocol) {
    return switch (protocol) {
      case "imap" -> MailService.IMAP;
      case "pop3" -> MailService.POP3;
      default -> MailService.SUBMISSION;
    };
  }

  /** The accounts of a program on the network of that day. */
  private MailAccounts accounts(TlsFront today, String... protocols) {
    Properties network = new Properties();
    network.put("mail.security.trust-anchors", world.root.certificate());
    network.put("mail.security.dane", "off");
    for (String protocol : protocols) {
      network.put("mail." + protocol + ".proxy.host", today.host());
      network.put("mail." + protocol + ".proxy.port", Integer.toString(today.port()));
    }
    return MailAccounts.rememberedIn(yesterday.store)
        .properties(network)
        .resolver(new FakeDns().addresses(DnssecStatus.INSECURE, Yesterday.HOST, "198.51.100.7"))
        .listener(yesterday)
        .build();
  }

  private @Nullable MessagingException connect(MailAccounts accounts, String protocol)
      throws Exception {
    Properties properties = accounts.open(user).orElseThrow().properties();
    String name = service(protocol).srvLabel();
    try (Service service = World.service(name, properties)) {
      service.connect(null, user, world.sentinels.password());
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  private SetupStep enter(AccountSetup setup, String protocol) throws Exception {
    return setup.enterServers(
        List.of(MailServer.of(service(protocol), Yesterday.HOST, Yesterday.PORT)));
  }

  /** Sets the account up, and agrees to every warning. */
  private MailAccount agreeing(AccountSetup setup, String protocol) throws Exception {
    enter(setup, protocol);
    SetupStep step = setup.considerRisks();
    while (step instanceof SetupStep.Confirmation confirmation) {
      step = setup.answer(confirmation.question().agree());
    }
    return assertInstanceOf(SetupStep.Done.class, setup.password(world.sentinels.password()))
        .account();
  }

  private MailAccount pinned(String protocol) throws Exception {
    try (TlsFront server = Yesterday.starttls(protocol, yesterday.selfSigned)) {
      return agreeing(accounts(server, name(protocol)).setUp(user), protocol);
    }
  }

  private static String name(String protocol) {
    return service(protocol).srvLabel();
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"PIN-6", "PIN-8", "PIN-10", "D-5.4-4", "F-5.4-7"},
      heldBy = {"MailAccount", "AccountSetup", "ServicePlanner"})
  void anAcceptedCertificateHoldsUntilItIsTakenBackAndNoOtherOneDoes(String protocol)
      throws Exception {
    MailAccount account = pinned(protocol);
    assertEquals(SecurityIndicator.PINNED_NOT_CONFIDENTIAL, account.indicator());
    try (TlsFront server = Yesterday.starttls(protocol, yesterday.selfSigned)) {
      assertNull(connect(accounts(server, name(protocol)), protocol));
    }
    try (TlsFront server =
        Yesterday.starttls(
            protocol, CertificateBuilder.server().dns(Yesterday.HOST).selfSigned())) {
      MailAccounts today = accounts(server, name(protocol));
      Refusals.refused("self-signed", world, connect(today, protocol));
      assertEquals(
          SetupStep.Remedy.NONE,
          assertInstanceOf(SetupStep.Unusable.class, enter(today.setUp(user), protocol)).remedy(),
          "the account is established there");
      OnTheWire.assertNoSecret(world, server);
    }
    try (TlsFront server = Yesterday.starttls(protocol, yesterday.selfSigned)) {
      MailAccounts today = accounts(server, name(protocol));
      today.open(user).orElseThrow().unpin(service(protocol), Yesterday.HOST, Yesterday.PORT);
      Refusals.refused("self-signed", world, connect(today, protocol));
      OnTheWire.assertNoSecret(world, server);
      assertTrue(yesterday.eventCodes().contains("pin-removed"), yesterday.events::toString);
      assertNull(yesterday.store.read(user).orElseThrow().disabled(), "the minimum is back");
    }
  }

  /** An account without TLS, as a person wanted it. */
  private void cleartext(String protocol) throws Exception {
    try (TlsFront server = Yesterday.stripped(protocol)) {
      MailAccount account = agreeing(accounts(server, name(protocol)).setUp(user), protocol);
      assertEquals(SecurityIndicator.NOT_CONFIDENTIAL, account.indicator());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  @Requirement(
      value = {"D-5-13", "D-5-14", "D-5.1-14"},
      heldBy = {"UpgradeOffers", "UpgradeOffer", "MailAccounts"})
  void anAccountThatTookAnUpgradeIsNeverStrippedOfIt(String protocol) throws Exception {
    cleartext(protocol);
    String name = name(protocol);
    try (TlsFront server = Yesterday.starttls(protocol, yesterday.valid)) {
      MailAccounts today = accounts(server, name, name + "s");
      try (DefaultTls unused = DefaultTls.trusting(world.root)) {
        assertNull(connect(today, protocol), "TLS is seen, and not yet required");
      }
      UpgradeOffer offer =
          today.upgradeOffers().look(user).orElseThrow(() -> new AssertionError("no offer"));
      assertNotNull(yesterday.store.read(user).orElseThrow().disabled(), "nothing by itself");

      assertInstanceOf(UpgradeOffer.Result.Upgraded.class, offer.accept());

      assertNull(yesterday.store.read(user).orElseThrow().disabled());
      assertNull(connect(today, protocol));
      assertEquals(SecurityIndicator.CONFIDENTIAL, today.open(user).orElseThrow().indicator());
    }
    try (TlsFront server = Yesterday.stripped(protocol)) {
      Refusals.refused("tls-disappeared", world, connect(accounts(server, name), protocol));
      OnTheWire.assertNoSecret(world, server);
    }
  }

  @Test
  @Requirement(value = "D-5-14", heldBy = "UpgradeOffer")
  void anUpgradeThatFailsItsTestLeavesTheAccountAsItWas() throws Exception {
    cleartext("imap");
    UpgradeOffers offers;
    UpgradeOffer offer;
    try (TlsFront server = Yesterday.starttls("imap", yesterday.valid)) {
      MailAccounts today = accounts(server, "imap", "imaps");
      try (DefaultTls unused = DefaultTls.trusting(world.root)) {
        assertNull(connect(today, "imap"));
      }
      offers = today.upgradeOffers();
      offer = offers.look(user).orElseThrow();
    }
    long before = yesterday.store.read(user).orElseThrow().revision();

    UpgradeOffer.Result.Unproved unproved =
        assertInstanceOf(UpgradeOffer.Result.Unproved.class, offer.accept());
    assertInstanceOf(Probe.Unreachable.class, unproved.probe());

    assertEquals(before, yesterday.store.read(user).orElseThrow().revision());
    assertNotNull(yesterday.store.read(user).orElseThrow().disabled());
  }

  @Test
  @Requirement(
      value = {"D-5-4", "D-5-3"},
      heldBy = {"ServicePlanner", "MailConnector"})
  void aServiceThatMissesTheMinimumLeavesTheOthersUsable() throws Exception {
    try (TlsFront imap = ConnectProxy.beforeTls(yesterday.valid, World.dialogue("imaps"));
        TlsFront smtp = ConnectProxy.beforeTls(yesterday.selfSigned, World.dialogue("smtps"))) {
      assertNull(yesterday.connect("imaps", yesterday.properties("imaps", imap)));
      Refusals.refused(
          "self-signed", world, yesterday.connect("smtps", yesterday.properties("smtps", smtp)));
      OnTheWire.assertLeaked(world, imap);
      OnTheWire.assertNoSecret(world, smtp);
    }
  }
}
