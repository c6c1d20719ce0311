package io.github.mailclad.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.setup.Question.Consent;
import io.github.mailclad.verify.PeerVerifier;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of a set-up that contact no mail server, and what an answer may do. */
class AccountSetupTest {
  private static final String ALICE = "alice@example.net";

  private final InMemoryAccountStore store = new InMemoryAccountStore();
  private final MailAccounts accounts =
      MailAccounts.rememberedIn(store)
          .resolver(new Elsewhere())
          .clock(FixedClock.at(Instant.parse("2026-12-01T10:00:00Z")))
          .build();

  /** A DNS whose domains name servers of a hoster, in records that are not signed. */
  private static final class Elsewhere implements SecureResolver {
    @Override
    public CompletionStage<Answer<SrvRecord>> srv(String name) {
      boolean isPublished = name.startsWith("_imaps.") || name.startsWith("_submissions.");
      return answer(
          name,
          isPublished && name.contains("example.net")
              ? List.of(new SrvRecord(0, 0, 993, name.substring(1, 5) + ".hoster.example"))
              : List.of());
    }

    @Override
    public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
      return answer(name, List.of());
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv4(String host) {
      return answer(host, List.of());
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv6(String host) {
      return answer(host, List.of());
    }

    private static <T> CompletionStage<Answer<T>> answer(String name, List<T> records) {
      return CompletableFuture.completedFuture(Answer.insecure(name, records, "not signed"));
    }
  }

  private static Question question(SetupStep step) {
    return assertInstanceOf(SetupStep.Confirmation.class, step).question();
  }

  private static List<Warning> further(SetupStep step) {
    return assertInstanceOf(SetupStep.Confirmation.class, step).further();
  }

  @Test
  void theFirstStepNamesServersAndNothingIsLookedUp() {
    AccountSetup setup = accounts.setUp(ALICE);
    assertEquals(new SetupStep.ServerEntry(/* reason= */ null), setup.step());
    assertThrows(IllegalStateException.class, setup::useProposal);
    assertThrows(IllegalStateException.class, setup::considerRisks);
    assertThrows(IllegalStateException.class, setup::decline);
    assertThrows(IllegalStateException.class, setup::finish);
    assertThrows(IllegalStateException.class, setup::tryAgain);
    assertThrows(IllegalStateException.class, () -> setup.password("secret"));
  }

  @Test
  void aDomainThatPublishesNothingLeadsToServersByHand() {
    SetupStep.ServerEntry entry =
        assertInstanceOf(SetupStep.ServerEntry.class, accounts.setUp("bob@example.com").discover());
    assertEquals("no-service-records", Optional.ofNullable(entry.reason()).orElseThrow().code());
    assertNotNull(
        assertInstanceOf(
                SetupStep.ServerEntry.class,
                MailAccounts.rememberedIn(store).build().setUp(ALICE).discover())
            .reason());
  }

  @Test
  @Requirement(
      value = {"D-5.1-11", "G8", "S-36"},
      heldBy = "AccountSetup")
  void serversOfAnotherDomainAreAskedAboutOneByOne() throws AccountStoreException {
    AccountSetup setup = accounts.setUp(ALICE);
    assertInstanceOf(SetupStep.ProposedServers.class, setup.discover());

    SetupStep first = setup.useProposal();
    Question reading = question(first);
    assertInstanceOf(Warning.TargetOutsideDomain.class, reading.warning());
    SetupStep second = setup.answer(reading.agree());
    Question submitting = question(second);
    assertEquals(List.of(submitting.warning()), further(first));
    assertEquals(List.of(), further(second));
    assertTrue(
        submitting.warning().text().contains("subm.hoster.example"), submitting.warning().text());
    assertEquals(Optional.empty(), store.read(ALICE), "nothing is stored before the last answer");

    SetupStep.Refused refused = assertInstanceOf(SetupStep.Refused.class, setup.decline());
    assertEquals("target-not-confirmed", refused.refusal().code());
    assertThrows(IllegalStateException.class, setup::useProposal, "a refusal ends the set-up");
    assertThrows(
        IllegalStateException.class,
        () -> setup.enterServers(List.of(MailServer.of(MailService.IMAPS, "localhost", 1))));
  }

  @Test
  @Requirement(value = "D-5.2-8", heldBy = "Consent")
  void aConsentAnswersItsOwnQuestionOnce() throws AccountStoreException {
    AccountSetup setup = accounts.setUp(ALICE);
    AccountSetup same = accounts.setUp(ALICE);
    setup.discover();
    same.discover();
    Question question = question(setup.useProposal());
    Question twin = question(same.useProposal());
    assertEquals(question.warning(), twin.warning());

    assertThrows(IllegalArgumentException.class, () -> setup.answer(twin.agree()));
    Consent consent = question.agree();
    Question following = question(setup.answer(consent));
    assertThrows(IllegalArgumentException.class, () -> setup.answer(consent));
    assertThrows(IllegalArgumentException.class, () -> setup.answer(question.agree()));
    assertEquals(following, question(setup.step()), "a wrong answer changes nothing");
  }

  @Test
  @Requirement(
      value = "D-5.2-5",
      heldBy = {"MailAccount", "Consent"})
  void theMinimumIsGivenUpByAConsentToThatAlone() throws AccountStoreException {
    store.update(ALICE, state -> state.policyVersion(2));
    store.update("bob@example.net", state -> state.policyVersion(2));
    MailAccount alice = accounts.open(ALICE).orElseThrow();
    MailAccount bob = accounts.open("bob@example.net").orElseThrow();
    AccountSetup setup = accounts.setUp(ALICE);
    setup.discover();
    Consent other = question(setup.useProposal()).agree();

    assertThrows(IllegalArgumentException.class, () -> alice.disableMinimum(other));
    assertThrows(
        IllegalArgumentException.class,
        () -> alice.disableMinimum(bob.confirmDisabledMinimum().agree()));
    assertNull(store.read(ALICE).orElseThrow().disabled());
    Consent consent = alice.confirmDisabledMinimum().agree();
    alice.disableMinimum(consent);
    assertNotNull(store.read(ALICE).orElseThrow().disabled());
    assertThrows(IllegalArgumentException.class, () -> alice.disableMinimum(consent));
  }

  @Test
  void anEntryIsOneServerForEachProtocol() {
    AccountSetup setup = accounts.setUp(ALICE);
    MailServer imaps = MailServer.of(MailService.IMAPS, "imap.example.net", 993);
    MailServer imap = MailServer.of(MailService.IMAP, "imap.example.net", 143);
    assertThrows(IllegalArgumentException.class, () -> setup.enterServers(List.of()));
    assertThrows(IllegalArgumentException.class, () -> setup.enterServers(List.of(imaps, imap)));
    assertThrows(
        IllegalArgumentException.class,
        () -> MailServer.of(MailService.IMAPS, "https://example.net", 993));
    assertThrows(
        IllegalArgumentException.class, () -> MailServer.of(MailService.IMAPS, "example.net", 0));
  }

  @Test
  void aRemovedAccountIsNotOpened() throws AccountStoreException {
    store.update(ALICE, state -> state.policyVersion(2));
    assertTrue(accounts.open(ALICE).isPresent());
    assertTrue(accounts.remove(ALICE));
    assertEquals(Optional.empty(), accounts.open(ALICE));
    assertTrue(!accounts.remove(ALICE));
  }

  @ParameterizedTest
  @CsvSource({
    "mail.security.discovery, all",
    "mail.imaps.security.discovery, srv-pacc",
    "mail.security.discovery-directory, https://directory.example/"
  })
  void propertiesDoNotChooseTheSourcesOfASetUp(String key, String value) {
    Properties asking = new Properties();
    asking.setProperty(key, value);
    MailAccounts.Builder builder = MailAccounts.rememberedIn(store).properties(asking);

    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(String.valueOf(refused.getMessage()).startsWith(key), refused::getMessage);

    builder
        .configurationFiles(
            ConfigurationFiles.pacc(
                PeerVerifier.trusting(List.of(), "none"), new Elsewhere(), Clock.systemUTC()))
        .build();
    asking.setProperty(key, "srv");
    MailAccounts.rememberedIn(store).properties(asking).build();
  }
}
