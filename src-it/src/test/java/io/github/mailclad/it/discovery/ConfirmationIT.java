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
import io.github.mailclad.Outcome;
import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The questions about servers of other domains, and what a confirmation does. */
class ConfirmationIT {
  private static final String ALICE = "alice@example.net";
  private static final TargetQuestion ABOUT_IMAPS =
      new TargetQuestion("example.net", IMAPS, List.of("a.hoster.example", "b.hoster.example"));
  private static final TargetQuestion ABOUT_SUBMISSIONS =
      new TargetQuestion("example.net", SUBMISSIONS, List.of("smtp.hoster.example"));

  private final FakeDns dns = new FakeDns();
  private final MailDiscovery discovery = new MailDiscovery(dns);

  @BeforeEach
  void aDomainWhoseServersAreElsewhere() {
    dns.srv(
            INSECURE,
            "_imaps._tcp.example.net",
            "0 0 993 b.hoster.example",
            "1 0 993 a.hoster.example")
        .srv(INSECURE, "_submissions._tcp.example.net", "0 0 465 smtp.hoster.example");
  }

  private Proposal access() {
    return discovery.discover(ALICE).access().get();
  }

  private static Refusal refusal(Outcome<?> decision) {
    return decision.refusal().orElseThrow();
  }

  @Test
  @Requirement(
      value = {"G4", "S-30", "D-5.1-11"},
      heldBy = {"Proposal", "MailDiscovery"})
  void aProposalNamesItsQuestionAndApprovesNoServer() {
    Proposal proposal = access();

    assertTrue(proposal.needsConfirmation());
    assertEquals(Optional.of(ABOUT_IMAPS), proposal.question());
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
  void aConfirmedServerMayBeUsedByItsName() {
    Discovery both = discovery.discover(ALICE);
    assertEquals(Optional.of(ABOUT_SUBMISSIONS), both.submission().get().question());

    List<ServerSettings> accepted = both.accept(Set.of(ABOUT_IMAPS, ABOUT_SUBMISSIONS)).get();
    Map<String, String> properties = ServerSettings.properties(accepted);

    assertEquals(
        "b.hoster.example a.hoster.example",
        properties.get("mail.imaps.security.confirmed-targets"));
    assertEquals(
        "smtp.hoster.example", properties.get("mail.submissions.security.confirmed-targets"));
    Target first = accepted.get(0).targets().get(0);
    assertEquals(Approval.PERSON, first.approval());
    assertTrue(first.references().contains(new DnsId("b.hoster.example")));
    assertEquals(6, dns.queries().size());
  }

  @Test
  @Requirement(
      value = {"G8", "S-36"},
      heldBy = "Proposal")
  void withoutAConfirmationTheRefusalIsTheSameEveryTime() {
    Refusal expected =
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of("example.net"),
            IMAPS,
            PeerText.listOf(List.of("a.hoster.example", "b.hoster.example")));

    for (int i = 0; i < 5; i++) {
      assertEquals(expected, refusal(access().accept()));
      assertEquals(expected, refusal(access().acceptByName(Set.of())));
      assertEquals(expected, refusal(discovery.discover(ALICE).accept()));
    }
  }

  @Test
  @Requirement(value = "G5", heldBy = "Proposal")
  void withoutAPersonNothingIsConfirmed() {
    assertInstanceOf(LookupRefusal.TargetNotConfirmed.class, refusal(access().accept()));
  }

  @Test
  @Requirement(value = "G4", heldBy = "Proposal")
  void bothServicesNeedTheirConfirmation() {
    Discovery both = discovery.discover(ALICE);

    assertEquals(ABOUT_SUBMISSIONS.refusal(), refusal(both.accept(Set.of(ABOUT_IMAPS))));
    assertEquals(ABOUT_IMAPS.refusal(), refusal(both.accept(Set.of(ABOUT_SUBMISSIONS))));
  }

  @Test
  @Requirement(
      value = {"G9", "G8"},
      heldBy = "Proposal")
  void otherServersAreAnotherQuestion() {
    Set<TargetQuestion> confirmed = Set.of(ABOUT_IMAPS);
    assertEquals(Optional.empty(), access().accept(confirmed).refusal());

    dns.srv(INSECURE, "_imaps._tcp.example.net", "0 0 993 evil.example");

    TargetQuestion other = new TargetQuestion("example.net", IMAPS, List.of("evil.example"));
    assertEquals(Optional.of(other), access().question());
    assertEquals(other.refusal(), refusal(access().accept(confirmed)));
    assertEquals(other.refusal(), refusal(access().acceptByName(confirmed)));
  }

  @Test
  @Requirement(value = "G9", heldBy = "Proposal")
  void aConfirmationIsForAllServersOfOneServiceOfOneDomain() {
    for (TargetQuestion other :
        List.of(
            new TargetQuestion("example.net", IMAPS, List.of("b.hoster.example")),
            new TargetQuestion("example.org", IMAPS, ABOUT_IMAPS.targets()),
            new TargetQuestion("example.net", SUBMISSIONS, ABOUT_IMAPS.targets()))) {
      assertEquals(ABOUT_IMAPS.refusal(), refusal(access().accept(Set.of(other))));
    }
    assertEquals(
        Optional.empty(),
        access()
            .accept(
                Set.of(
                    new TargetQuestion(
                        "example.net", IMAPS, List.of("b.hoster.example", "a.hoster.example"))))
            .refusal());
  }

  @Test
  void settingsAreNeverMadeOfUnapprovedServers() {
    List<Target> targets = access().targets();

    assertThrows(IllegalArgumentException.class, () -> new ServerSettings(ALICE, IMAPS, targets));
  }
}
