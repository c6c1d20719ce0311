package io.github.mailclad.it.discovery;

import static io.github.mailclad.MailService.IMAPS;
import static io.github.mailclad.MailService.POP3;
import static io.github.mailclad.MailService.POP3S;
import static io.github.mailclad.MailService.SUBMISSION;
import static io.github.mailclad.MailService.SUBMISSIONS;
import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.dns.AnchorRecords;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.resolver.ValidatingResolver;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests of the proposals for an account, and of the result of accepting them. */
class MailDiscoveryIT {
  private static final String ALICE = "alice@example.net";

  private final FakeDns dns = new FakeDns();
  private final MailDiscovery headless = new MailDiscovery(dns);

  private Proposal access() {
    return headless.discover(ALICE).access().get();
  }

  private Proposal submission() {
    return headless.discover(ALICE).submission().get();
  }

  private static Refusal refusal(Outcome<?> decision) {
    return decision.refusal().orElseThrow();
  }

  @Test
  @Requirement(
      value = {"D-5-1", "D-5.1-2", "S-01", "G2", "S-34"},
      heldBy = {"MailDiscovery", "ServerSettings"})
  void aSignedDomainConfiguresAnAccountWithoutAQuestion() {
    dns.srv(SECURE, "_imaps._tcp.example.net", "0 0 993 mail.hoster.example")
        .srv(SECURE, "_submissions._tcp.example.net", "0 0 465 mail.hoster.example");

    Proposal access = access();
    assertEquals("example.net", access.domain());
    assertEquals(IMAPS, access.service());
    assertEquals(SECURE, access.dnssecStatus());
    assertFalse(access.needsConfirmation());
    assertTrue(access.promisesTls());
    assertEquals(
        List.of(
            new SrvId("imaps", "example.net"),
            new DnsId("example.net"),
            new DnsId("mail.hoster.example")),
        access.targets().get(0).references());

    List<ServerSettings> accepted = headless.discover(ALICE).accept().get();
    assertEquals(
        Map.of(
            "mail.store.protocol", "imaps",
            "mail.imaps.user", ALICE,
            "mail.imaps.security.tls-start", "implicit",
            "mail.transport.protocol", "submissions",
            "mail.transport.protocol.rfc822", "submissions",
            "mail.submissions.user", ALICE,
            "mail.submissions.security.tls-start", "implicit"),
        ServerSettings.properties(accepted));
    ServerSettings reading = accepted.get(0);
    assertEquals("mail.hoster.example:993", reading.endpoint().toString());
    assertEquals("imaps", reading.protocol());
    assertEquals(TlsStart.IMPLICIT, reading.tlsStart());
    Map<String, String> named = reading.propertiesOfServer().orElseThrow();
    assertEquals("mail.hoster.example", named.get("mail.imaps.host"));
    assertEquals("993", named.get("mail.imaps.port"));
    assertTrue(dns.queries().stream().allMatch(q -> q.startsWith("SRV _")));
  }

  @Test
  @Requirement(
      value = {"G3", "S-35"},
      heldBy = {"Proposal", "ServerSettings"})
  void anUnsignedServerOfTheDomainIsNotNamedByItsOwnNameUnlessAPersonConfirmsIt() {
    dns.srv(INSECURE, "_imaps._tcp.example.net", "0 0 993 imap.example.net")
        .srv(INSECURE, "_submissions._tcp.example.net", "0 0 465 smtp.example.net");

    ServerSettings unasked = access().accept().get();
    assertEquals(Approval.SAME_DOMAIN, unasked.targets().get(0).approval());
    assertFalse(unasked.targets().get(0).references().contains(new DnsId("imap.example.net")));
    assertEquals(Optional.empty(), unasked.propertiesOfServer());
    assertFalse(unasked.properties().containsKey("mail.imaps.host"));

    Proposal proposal = access();
    assertEquals(Optional.empty(), proposal.question());
    TargetQuestion byName = proposal.questionByName().orElseThrow();
    assertEquals(new TargetQuestion("example.net", IMAPS, List.of("imap.example.net")), byName);
    ServerSettings confirmed = proposal.acceptByName(Set.of(byName)).get();
    assertEquals(Approval.PERSON, confirmed.targets().get(0).approval());
    assertTrue(confirmed.targets().get(0).references().contains(new DnsId("imap.example.net")));
    assertEquals(
        "imap.example.net", confirmed.properties().get("mail.imaps.security.confirmed-targets"));
    assertTrue(confirmed.propertiesOfServer().isPresent());

    assertInstanceOf(
        LookupRefusal.TargetNotConfirmed.class, refusal(access().acceptByName(Set.of())));
  }

  @Test
  @Requirement(value = "S-05", heldBy = "MailDiscovery")
  void theApplicationMayChooseTheProtocol() {
    dns.srv(SECURE, "_imaps._tcp.example.net", "9 0 993 imap.example.net")
        .srv(SECURE, "_pop3s._tcp.example.net", "0 0 995 pop.example.net")
        .srv(SECURE, "_submissions._tcp.example.net", "0 0 465 smtp.example.net");

    assertEquals(POP3S, access().service());
    assertEquals(IMAPS, headless.discover(ALICE, IMAPS).access().get().service());
    assertEquals(POP3S, headless.discover(ALICE, POP3).access().get().service());
    assertThrows(IllegalArgumentException.class, () -> headless.discover(ALICE, SUBMISSIONS));
  }

  @Test
  @Requirement(
      value = {"S-13", "S-15", "D-5.1-3", "D-5.1-4"},
      heldBy = "MailDiscovery")
  void implicitTlsIsProposedWhereverItIsPublished() {
    dns.srv(SECURE, "_imap._tcp.example.net", "0 9 143 imap.example.net")
        .srv(SECURE, "_imaps._tcp.example.net", "50 0 993 imap.example.net")
        .srv(SECURE, "_submission._tcp.example.net", "0 9 587 smtp.example.net")
        .srv(SECURE, "_submissions._tcp.example.net", "50 0 465 smtp.example.net");

    assertEquals(IMAPS, access().service());
    assertEquals(SUBMISSIONS, submission().service());
    assertEquals(List.of("_submission._tcp: _submissions._tcp is better"), submission().ignored());
  }

  @Test
  @Requirement(
      value = {"S-14", "S-16"},
      heldBy = {"Proposal", "ServerSettings"})
  void aServiceThatMayBeCleartextIsFlaggedAndAcceptedOnlyWithStarttls() {
    dns.srv(SECURE, "_imaps._tcp.example.net", "0 0 993 imap.example.net")
        .srv(SECURE, "_submission._tcp.example.net", "0 0 587 smtp.example.net");

    Proposal submission = submission();

    assertEquals(SUBMISSION, submission.service());
    assertFalse(submission.promisesTls());
    ServerSettings accepted = submission.accept().get();
    assertEquals("submission", accepted.protocol());
    assertEquals("starttls", accepted.properties().get("mail.submission.security.tls-start"));
    assertEquals(
        "starttls",
        accepted.propertiesOfServer().orElseThrow().get("mail.submission.security.tls-start"));
    assertTrue(accepted.properties().keySet().stream().noneMatch(key -> key.contains("minimum")));
  }

  @Test
  @Requirement(
      value = {"S-17", "D-5.1-5"},
      heldBy = "Discovery")
  void anAccountThatLacksOneServiceIsNotConfiguredByItself() {
    dns.srv(SECURE, "_imaps._tcp.example.net", "0 0 993 imap.example.net")
        .srv(SECURE, "_submissions._tcp.example.net", "0 0 0 .");

    Discovery partial = headless.discover(ALICE);

    assertInstanceOf(LookupRefusal.NoAcceptableService.class, refusal(partial.submission()));
    assertEquals(refusal(partial.submission()), refusal(partial.accept()));
    assertEquals(IMAPS, partial.access().get().service());

    dns.absent(FakeDns.Type.SRV, "_imaps._tcp.example.net", SECURE)
        .srv(SECURE, "_submissions._tcp.example.net", "0 0 465 smtp.example.net");
    partial = headless.discover(ALICE);
    assertInstanceOf(LookupRefusal.NoServiceRecords.class, refusal(partial.accept()));
    assertEquals(SUBMISSIONS, partial.submission().get().service());
  }

  @Test
  @Requirement(
      value = {"S-02", "S-19"},
      heldBy = "Discovery")
  void withoutServersTheReasonsAreReported() {
    Discovery none = headless.discover(ALICE);
    assertInstanceOf(LookupRefusal.NoServiceRecords.class, refusal(none.accept()));
    assertInstanceOf(LookupRefusal.NoServiceRecords.class, refusal(none.submission()));

    dns.fails(FakeDns.Type.SRV, "_imaps._tcp.example.net", BOGUS, "expired");
    assertEquals(
        new LookupRefusal.DiscoveryFailed(
            PeerText.of("_imaps._tcp.example.net"), BOGUS, PeerText.of("expired")),
        refusal(headless.discover(ALICE).accept()));
  }

  @Test
  void aDiscoveryWithoutAnswersProposesNothing() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, Loopback.V4)) {
      MailDiscovery discovery =
          new MailDiscovery(
              ValidatingResolver.asking(
                  List.of(new InetSocketAddress(Loopback.V4, silent.getLocalPort())),
                  AnchorRecords.shipped(),
                  FixedClock.at(Instant.parse("2026-11-22T00:00:00Z"))));

      Discovery nothing = discovery.discover(ALICE);

      assertEquals("discovery-failed", refusal(nothing.access()).code());
      assertEquals("discovery-failed", refusal(nothing.submission()).code());
      silent.setSoTimeout(1);
      silent.receive(new DatagramPacket(new byte[512], 512));
    }
  }

  @Test
  void aTextWithoutADomainIsNotLookedUp() {
    assertEquals(
        new LookupRefusal.NoServerNamed(PeerText.of("alice")),
        refusal(headless.discover("alice").accept()));
    assertEquals(List.of(), dns.queries());
  }

  @Test
  void aNameThatCannotBeShownWholeCannotBeConfirmed() {
    String host = "a".repeat(62) + "." + "b".repeat(62) + "." + "c".repeat(62) + ".hoster.example";
    assertTrue(host.length() > 200);
    dns.srv(INSECURE, "_imaps._tcp.example.net", "0 0 993 " + host);
    Set<TargetQuestion> confirmed = Set.of(new TargetQuestion("example.net", IMAPS, List.of(host)));

    assertInstanceOf(
        LookupRefusal.TargetNotConfirmed.class,
        refusal(headless.discover(ALICE).accept(confirmed)));
  }

  @Test
  @Requirement(
      value = {"D-5.2-7", "D-5.2-8", "D-5.1-3"},
      heldBy = {"Discovery", "Proposal", "TargetQuestion"})
  void thereIsNoWayToGoOnWithARefusedService() {
    Set<String> ways =
        List.of(MailDiscovery.class, Discovery.class, Proposal.class, Outcome.class).stream()
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(m -> !m.getDeclaringClass().equals(Object.class))
            .map(m -> m.getName())
            .filter(name -> name.matches(".*(?i:accept|anyway|force|ignor|proceed|trust).*"))
            .collect(Collectors.toSet());

    assertEquals(Set.of("accept", "acceptByName", "ignored"), ways);
    assertThrows(IllegalArgumentException.class, () -> new ServerSettings(ALICE, IMAPS, List.of()));
  }
}
