package io.github.mailclad.internal.discovery;

import static io.github.mailclad.MailService.IMAP;
import static io.github.mailclad.MailService.IMAPS;
import static io.github.mailclad.MailService.POP3;
import static io.github.mailclad.MailService.POP3S;
import static io.github.mailclad.MailService.SUBMISSION;
import static io.github.mailclad.MailService.SUBMISSIONS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.discovery.Searches.DOMAIN;
import static io.github.mailclad.internal.discovery.Searches.TERMS;
import static io.github.mailclad.internal.discovery.Searches.access;
import static io.github.mailclad.internal.discovery.Searches.anomalies;
import static io.github.mailclad.internal.discovery.Searches.at;
import static io.github.mailclad.internal.discovery.Searches.found;
import static io.github.mailclad.internal.discovery.Searches.hosts;
import static io.github.mailclad.internal.discovery.Searches.insisting;
import static io.github.mailclad.internal.discovery.Searches.refusal;
import static io.github.mailclad.internal.discovery.Searches.search;
import static io.github.mailclad.internal.discovery.Searches.servers;
import static io.github.mailclad.internal.discovery.Searches.service;
import static io.github.mailclad.internal.discovery.Searches.submission;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the choice among the services that a domain publishes. */
class ServiceSearchTest {
  private final FakeDns dns = new FakeDns();

  @Test
  @Requirement(
      value = {"S-01", "D-5.1-1", "R6186-3-1"},
      heldBy = "ServiceSearch")
  void anAccountTakesExactlySixQueries() {
    search(dns).account(DOMAIN);

    assertEquals(6, dns.queries().size());
    assertEquals(
        Set.copyOf(Arrays.stream(MailService.values()).map(Searches::at).toList()),
        Set.copyOf(dns.queries(FakeDns.Type.SRV)));
    assertTrue(dns.queries().contains("SRV _submissions._tcp.example.net"));
  }

  @ParameterizedTest
  @EnumSource(MailService.class)
  void oneProtocolTakesItsTwoQueries(MailService service) {
    servers(dns, service, TERMS);

    assertEquals(
        Set.of(at(service.with(TlsStart.IMPLICIT)), at(service.with(TlsStart.STARTTLS))),
        Set.copyOf(dns.queries(FakeDns.Type.SRV)));
    assertEquals(2, dns.queries().size());
  }

  @ParameterizedTest
  @EnumSource(
      value = DnssecStatus.class,
      names = {"SECURE", "INSECURE"})
  @Requirement(value = "S-02", heldBy = "PublishedServices")
  void whereNothingIsPublishedNothingIsGuessed(DnssecStatus absence) {
    dns.absencesAre(absence).addresses(absence, "imap.example.net", "127.0.0.1");

    assertEquals(
        new LookupRefusal.NoServiceRecords(
            PeerText.of(DOMAIN), List.of("_imaps._tcp", "_imap._tcp", "_pop3s._tcp", "_pop3._tcp")),
        refusal(access(dns)));
    assertEquals(
        new LookupRefusal.NoServiceRecords(
            PeerText.of(DOMAIN), List.of("_imaps._tcp", "_imap._tcp")),
        refusal(servers(dns, IMAPS, TERMS)));
    assertTrue(
        dns.queries().stream().allMatch(q -> q.startsWith("SRV _")), dns.queries()::toString);
  }

  @Test
  @Requirement(value = "S-03", heldBy = "WeightedOrder")
  void theTargetOfTheBestPriorityComesFirst() {
    dns.srv(SECURE, at(IMAPS), "10 0 993 a.example.net", "0 0 993 b.example.net");

    assertEquals(List.of("b.example.net:993", "a.example.net:993"), hosts(access(dns)));
  }

  @Test
  @Requirement(
      value = {"S-05", "R6186-3.4-1"},
      heldBy = "PublishedServices")
  void theProtocolOfTheBestPriorityIsChosen() {
    dns.srv(INSECURE, at(IMAPS), "10 0 993 imap.example.net")
        .srv(INSECURE, at(POP3S), "0 0 995 pop.example.net");

    assertEquals(POP3S, service(access(dns)));
    assertEquals(List.of("_imaps._tcp: _pop3s._tcp is better"), found(access(dns)).ignored());
    assertEquals(IMAPS, service(servers(dns, IMAPS, TERMS)));
  }

  @Test
  @Requirement(
      value = {"S-06", "R6186-3.4-1"},
      heldBy = "PublishedServices")
  void amongEqualPrioritiesImapIsChosen() {
    dns.srv(INSECURE, at(POP3S), "5 0 995 pop.example.net")
        .srv(INSECURE, at(IMAPS), "5 0 993 imap.example.net");

    assertEquals(IMAPS, service(access(dns)));
  }

  @Test
  @Requirement(
      value = {"S-07", "R6186-3.4-2"},
      heldBy = "PublishedServices")
  void weightsCountInsideTheProtocolOnly() {
    dns.srv(INSECURE, at(POP3S), "5 65535 995 pop.example.net")
        .srv(INSECURE, at(IMAPS), "5 1 993 a.example.net", "5 0 993 b.example.net");

    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      seen.addAll(hosts(access(dns)));
      assertEquals(IMAPS, service(access(dns)));
    }
    assertEquals(Set.of("a.example.net:993", "b.example.net:993"), seen);
  }

  @Test
  @Requirement(
      value = {"S-08", "R6186-3.4-3"},
      heldBy = "ServiceRecords")
  void aServiceThatIsNotThereIsIgnored() {
    dns.srv(SECURE, at(IMAP), "0 0 0 .").srv(SECURE, at(IMAPS), "0 0 993 imap.example.net");

    assertEquals(IMAPS, service(access(dns)));
    assertEquals(
        List.of("_imap._tcp: says that there is no such service"), found(access(dns)).ignored());
    assertEquals(List.of(), anomalies(dns));
  }

  @Test
  @Requirement(
      value = {"S-09", "R6186-3.4-3"},
      heldBy = "ServiceRecords")
  void aServiceThatIsThereAndIsNotThereIsNotThere() {
    dns.srv(SECURE, at(IMAPS), "0 0 993 imap.example.net", "1 0 0 .");

    Outcome<Choice> search = access(dns);

    assertEquals(
        new LookupRefusal.NoAcceptableService(
            PeerText.of(DOMAIN),
            PeerText.listOf(List.of("_imaps._tcp: says that there is no such service"))),
        refusal(search));
    assertEquals(List.of("_imaps._tcp names servers and says that there are none"), anomalies(dns));
  }

  @Test
  @Requirement(
      value = {"S-10", "S-13", "D-5.1-3", "D-5.1-4"},
      heldBy = "PublishedServices")
  void implicitTlsIsChosenWhateverThePriorityOfTheOtherOne() {
    dns.srv(SECURE, at(IMAP), "0 9 143 imap.example.net")
        .srv(SECURE, at(IMAPS), "20 0 993 imap.example.net");

    assertEquals(IMAPS, service(access(dns)));
    assertEquals(List.of("imap.example.net:993"), hosts(access(dns)));
    assertEquals(List.of("_imap._tcp: _imaps._tcp is better"), found(access(dns)).ignored());
  }

  @Test
  @Requirement(
      value = {"S-13", "D-5.1-3"},
      heldBy = "Terms")
  void nothingIsDiscoveredWithoutAMinimum() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Terms(ConfidentialityLevel.NONE, /* tlsStart= */ null, Set.of()));
  }

  @Test
  @Requirement(value = "S-15", heldBy = "PublishedServices")
  void submissionWithImplicitTlsIsChosen() {
    dns.srv(SECURE, at(SUBMISSION), "0 0 587 mail.example.net")
        .srv(SECURE, at(SUBMISSIONS), "0 0 465 mail.example.net");

    assertEquals(List.of("mail.example.net:465"), hosts(submission(dns)));
    assertEquals(SUBMISSIONS, service(submission(dns)));
  }

  @Test
  @Requirement(value = "S-16", heldBy = "PublishedServices")
  void whatIsPublishedWithoutImplicitTlsTakesStarttls() {
    dns.srv(SECURE, at(SUBMISSION), "0 0 587 mail.example.net");

    assertEquals(SUBMISSION, service(submission(dns)));
    assertEquals(TlsStart.STARTTLS, service(submission(dns)).tlsStart());
    assertEquals(List.of("mail.example.net:587"), hosts(submission(dns)));
  }

  @ParameterizedTest
  @EnumSource(
      value = DnssecStatus.class,
      names = {"BOGUS", "INDETERMINATE"})
  @Requirement(
      value = {"S-18", "S-19", "G6"},
      heldBy = "PublishedServices")
  void whoKeepsOneAnswerAwayDoesNotChooseAmongTheOthers(DnssecStatus failure) {
    for (MailService hidden : List.of(IMAPS, IMAP, POP3S, POP3)) {
      FakeDns tampered = new FakeDns();
      for (MailService other : List.of(IMAPS, IMAP, POP3S, POP3, SUBMISSIONS)) {
        tampered.srv(SECURE, at(other), "0 0 " + other.defaultPort() + " mail.example.net");
      }
      tampered.fails(FakeDns.Type.SRV, at(hidden), failure, "signature expired");

      assertEquals(
          new LookupRefusal.DiscoveryFailed(
              PeerText.of(at(hidden)), failure, PeerText.of("signature expired")),
          refusal(access(tampered)));
      assertEquals(SUBMISSIONS, service(submission(tampered)));
    }
  }

  @Test
  @Requirement(value = "S-18", heldBy = "PublishedServices")
  void aServerFailureIsNoAbsenceForOneProtocolEither() {
    dns.servfail(FakeDns.Type.SRV, at(IMAPS)).srv(SECURE, at(IMAP), "0 0 143 imap.example.net");

    for (Terms terms : List.of(TERMS, insisting(TlsStart.STARTTLS))) {
      assertEquals(
          new LookupRefusal.DiscoveryFailed(
              PeerText.of(at(IMAPS)), INDETERMINATE, PeerText.of("SERVFAIL")),
          refusal(servers(dns, IMAP, terms)));
    }
  }

  @Test
  @Requirement(value = "S-20", heldBy = "PublishedServices")
  void aProvedAbsenceOfImplicitTlsLeadsToStarttls() {
    dns.absencesAre(SECURE).srv(SECURE, at(IMAP), "0 0 143 imap.example.net");

    assertEquals(IMAP, service(access(dns)));
    assertEquals(IMAP, service(servers(dns, IMAPS, TERMS)));
  }

  @Test
  @Requirement(value = "S-21", heldBy = "ServiceRecords")
  void thePortOfTheRecordIsUsed() {
    dns.srv(SECURE, at(IMAPS), "0 0 9993 imap.example.net");

    assertEquals(List.of("imap.example.net:9993"), hosts(access(dns)));
  }

  @Test
  void aTlsStartThatIsSetIsTheOnlyOneThatCounts() {
    dns.srv(SECURE, at(IMAP), "0 0 143 imap.example.net");

    assertEquals(
        new LookupRefusal.NoAcceptableService(
            PeerText.of(DOMAIN),
            PeerText.listOf(List.of("_imap._tcp: not the TLS start that is set"))),
        refusal(servers(dns, IMAP, insisting(TlsStart.IMPLICIT))));

    dns.srv(SECURE, at(IMAPS), "0 0 993 imap.example.net");
    assertEquals(IMAP, service(servers(dns, IMAPS, insisting(TlsStart.STARTTLS))));
    assertEquals(IMAPS, service(servers(dns, IMAPS, insisting(TlsStart.IMPLICIT))));
  }

  @Test
  @Requirement(value = "S-29", heldBy = "ServiceSearch")
  void theQueriesOfAnInternationalizedDomainAreALabels() {
    search(dns).account(ServiceSearch.sourceDomain("alice@caf\u00e9.example").get());

    assertTrue(dns.queries().contains("SRV _imaps._tcp.xn--caf-dma.example"));
    assertTrue(dns.queries().stream().allMatch(q -> q.endsWith("._tcp.xn--caf-dma.example")));
  }
}
