package io.github.mailclad.it.discovery;

import static io.github.mailclad.MailService.IMAPS;
import static io.github.mailclad.MailService.SUBMISSIONS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.Decision;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.discovery.TargetConfirmation;
import io.github.mailclad.discovery.TargetConfirmation.Answer;
import io.github.mailclad.discovery.TargetConfirmation.Question;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a person about servers of other domains, and what the answer does. */
@Timeout(60)
class ConfirmationIT {
  private static final String ALICE = "alice@example.net";
  private static final Question ABOUT_IMAPS =
      new Question("example.net", IMAPS, List.of("a.hoster.example", "b.hoster.example"));

  private final FakeDns dns = new FakeDns();
  private final List<Question> questions = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void aDomainWhoseServersAreElsewhere() {
    dns.srv(
            INSECURE,
            "_imaps._tcp.example.net",
            "0 0 993 b.hoster.example",
            "1 0 993 a.hoster.example")
        .srv(INSECURE, "_submissions._tcp.example.net", "0 0 465 smtp.hoster.example");
  }

  private MailDiscovery asking(TargetConfirmation person) {
    return new MailDiscovery(
        dns,
        question -> {
          questions.add(question);
          return person.answer(question);
        });
  }

  private static Proposal access(MailDiscovery discovery) {
    return assertInstanceOf(Discovery.Complete.class, discovery.discover(ALICE)).access();
  }

  private static Refusal refusal(Decision decision) {
    return assertInstanceOf(Decision.Declined.class, decision).refusal();
  }

  @Test
  @Requirement(
      value = {"G4", "S-30", "D-5.1-11"},
      heldBy = {"Proposal", "MailDiscovery"})
  void nobodyIsAskedAndNothingVouchedForBeforeAProposalIsAccepted() {
    Proposal proposal = access(asking(question -> Answer.CONFIRMED));

    assertTrue(proposal.needsConfirmation());
    assertEquals(List.of(), questions);
    assertEquals(
        List.of("b.hoster.example:993", "a.hoster.example:993"),
        proposal.targets().stream().map(t -> t.endpoint().toString()).toList());
    for (Target target : proposal.targets()) {
      assertNull(target.approval());
      assertEquals(List.of(), target.references());
    }
    assertTrue(
        dns.queries().stream().allMatch(q -> q.startsWith("SRV _")), dns.queries()::toString);
  }

  @Test
  @Requirement(value = "G4", heldBy = "Proposal")
  void whatAPersonConfirmsMayBeUsedByItsName() {
    Decision.Accepted accepted =
        assertInstanceOf(
            Decision.Accepted.class, asking(question -> Answer.CONFIRMED).discover(ALICE).accept());

    assertEquals(
        List.of(
            ABOUT_IMAPS, new Question("example.net", SUBMISSIONS, List.of("smtp.hoster.example"))),
        questions);
    assertEquals(
        "b.hoster.example a.hoster.example",
        accepted.properties().get("mail.imaps.security.confirmed-targets"));
    assertEquals(
        "smtp.hoster.example",
        accepted.properties().get("mail.submissions.security.confirmed-targets"));
    Target first = accepted.settings().get(0).targets().get(0);
    assertEquals(Approval.PERSON, first.approval());
    assertTrue(first.references().contains(new DnsId("b.hoster.example")));
    assertEquals(6, dns.queries().size());
  }

  @Test
  @Requirement(
      value = {"G8", "S-36"},
      heldBy = "RememberedAnswers")
  void aRefusalIsRememberedAndAskedForOnce() {
    MailDiscovery discovery = asking(question -> Answer.REFUSED);
    Refusal expected =
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of("example.net"),
            IMAPS,
            PeerText.listOf(List.of("a.hoster.example", "b.hoster.example")));

    for (int i = 0; i < 5; i++) {
      assertEquals(expected, refusal(access(discovery).accept()));
      assertEquals(expected, refusal(access(discovery).acceptByName()));
    }
    assertEquals(List.of(ABOUT_IMAPS), questions);
  }

  @Test
  @Requirement(value = "G5", heldBy = "TargetConfirmation")
  void withoutAPersonNothingIsConfirmed() {
    assertInstanceOf(
        LookupRefusal.TargetNotConfirmed.class, refusal(access(new MailDiscovery(dns)).accept()));
  }

  @Test
  @Requirement(value = "G8", heldBy = "RememberedAnswers")
  void anAnswerThatFailsIsARefusal() {
    MailDiscovery discovery =
        asking(
            question -> {
              throw new IllegalStateException("no window to ask in");
            });

    for (int i = 0; i < 3; i++) {
      assertInstanceOf(LookupRefusal.TargetNotConfirmed.class, refusal(access(discovery).accept()));
    }
    assertEquals(1, questions.size());
  }

  @Test
  @Requirement(
      value = {"G9", "G8"},
      heldBy = "RememberedAnswers")
  void otherServersAreAnotherQuestion() {
    MailDiscovery discovery =
        asking(
            question ->
                question.targets().contains("evil.example") ? Answer.REFUSED : Answer.CONFIRMED);
    assertInstanceOf(Decision.Accepted.class, access(discovery).accept());

    dns.srv(INSECURE, "_imaps._tcp.example.net", "0 0 993 evil.example");

    assertEquals(
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of("example.net"), IMAPS, PeerText.listOf(List.of("evil.example"))),
        refusal(access(discovery).accept()));
    assertEquals(
        List.of(ABOUT_IMAPS, new Question("example.net", IMAPS, List.of("evil.example"))),
        questions);
  }

  @Test
  void whoAsksWhileAPersonIsBeingAskedWaitsForTheAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    MailDiscovery discovery =
        asking(
            question -> {
              asked.countDown();
              try {
                return answer.await(30, TimeUnit.SECONDS) ? Answer.CONFIRMED : Answer.REFUSED;
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Decision>> decisions = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        decisions.add(threads.submit(() -> access(discovery).accept()));
      }
      assertTrue(asked.await(30, TimeUnit.SECONDS));
      answer.countDown();
      for (Future<Decision> decision : decisions) {
        assertInstanceOf(Decision.Accepted.class, decision.get(30, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, questions.size());
  }

  @Test
  void aQuestionInsideItsOwnQuestionDoesNotWaitForItself() {
    List<Decision> inner = new ArrayList<>();
    List<MailDiscovery> self = new ArrayList<>();
    self.add(
        asking(
            question -> {
              inner.add(access(self.get(0)).accept());
              return Answer.CONFIRMED;
            }));

    assertInstanceOf(Decision.Accepted.class, access(self.get(0)).accept());
    assertInstanceOf(LookupRefusal.TargetNotConfirmed.class, refusal(inner.get(0)));
  }

  @Test
  void settingsAreNeverMadeOfServersThatNobodyVouchesFor() {
    List<Target> targets = access(asking(question -> Answer.CONFIRMED)).targets();

    assertThrows(IllegalArgumentException.class, () -> new ServerSettings(ALICE, IMAPS, targets));
  }
}
