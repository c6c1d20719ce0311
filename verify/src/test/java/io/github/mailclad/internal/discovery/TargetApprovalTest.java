package io.github.mailclad.internal.discovery;

import static io.github.mailclad.MailService.IMAP;
import static io.github.mailclad.MailService.IMAPS;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.discovery.Searches.DOMAIN;
import static io.github.mailclad.internal.discovery.Searches.TERMS;
import static io.github.mailclad.internal.discovery.Searches.access;
import static io.github.mailclad.internal.discovery.Searches.at;
import static io.github.mailclad.internal.discovery.Searches.confirmed;
import static io.github.mailclad.internal.discovery.Searches.found;
import static io.github.mailclad.internal.discovery.Searches.hosts;
import static io.github.mailclad.internal.discovery.Searches.refusal;
import static io.github.mailclad.internal.discovery.Searches.search;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.Outcome;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the targets that may be connected to, and of the names that they may prove. */
class TargetApprovalTest {
  private static final List<Identifier> OF_THE_DOMAIN =
      List.of(new SrvId("imaps", DOMAIN), new DnsId(DOMAIN));

  private final FakeDns dns = new FakeDns();

  private Outcome<Choice> servers(Terms terms) {
    return Searches.servers(dns, IMAPS, terms);
  }

  private Server first(Terms terms) {
    return found(servers(terms)).inOrder().get(0);
  }

  private static List<Identifier> with(String target) {
    return List.of(OF_THE_DOMAIN.get(0), OF_THE_DOMAIN.get(1), new DnsId(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap.example.net", "mail.hoster.example"})
  @Requirement(
      value = {"G1", "G2", "D-5.1-10"},
      heldBy = "Server")
  void whatTheOwnerSignedIsBelieved(String target) {
    dns.srv(SECURE, at(IMAPS), "0 0 993 " + target);

    Server candidate = first(TERMS);

    assertEquals(Approval.DNSSEC, Objects.requireNonNull(candidate.publication()).approval());
    assertEquals(SECURE, Objects.requireNonNull(candidate.publication()).status());
    assertEquals(new Endpoint(Host.of(target), 993, Endpoint.Provenance.SRV), candidate.endpoint());
    assertEquals(with(target), candidate.references());
    assertEquals(Host.of(target), candidate.serverName());
    assertEquals(
        Approval.DNSSEC, Objects.requireNonNull(first(confirmed(target)).publication()).approval());
  }

  @Test
  @Requirement(
      value = {"G3", "D-5.1-10", "R6186-6-2"},
      heldBy = "Server")
  void anUnsignedTargetInTheDomainIsUsedButItsNameProvesNothing() {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 imap.example.net");

    Server candidate = first(TERMS);

    assertEquals(Approval.SAME_DOMAIN, Objects.requireNonNull(candidate.publication()).approval());
    assertEquals(OF_THE_DOMAIN, candidate.references());
    assertEquals(Host.of(DOMAIN), candidate.serverName());
  }

  @Test
  @Requirement(value = "G3", heldBy = "Server")
  void aConfirmedTargetInTheDomainMayProveItsName() {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 imap.example.net");

    Server candidate = first(confirmed("IMAP.Example.net."));

    assertEquals(Approval.PERSON, Objects.requireNonNull(candidate.publication()).approval());
    assertEquals(with("imap.example.net"), candidate.references());
    assertEquals(Host.of("imap.example.net"), candidate.serverName());
  }

  @Test
  @Requirement(
      value = {"G4", "G5", "S-30", "D-5.1-11", "R6186-6-2"},
      heldBy = "Server")
  void anUnsignedTargetOfAnotherDomainWaitsForAPerson() {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 mail.hoster.example", "1 0 993 mail2.hoster.example");

    assertEquals(
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of(DOMAIN),
            IMAPS,
            PeerText.listOf(List.of("mail.hoster.example", "mail2.hoster.example"))),
        refusal(servers(TERMS)));
    assertTrue(
        dns.queries(FakeDns.Type.A).isEmpty() && dns.queries(FakeDns.Type.AAAA).isEmpty(),
        dns.queries()::toString);

    Server candidate = first(confirmed("mail.hoster.example"));

    assertEquals(Approval.PERSON, Objects.requireNonNull(candidate.publication()).approval());
    assertEquals(with("mail.hoster.example"), candidate.references());
    assertEquals(Host.of("mail.hoster.example"), candidate.serverName());
  }

  @Test
  @Requirement(value = "G4", heldBy = "Server")
  void ofConfirmedAndUnconfirmedTargetsTheConfirmedRemain() {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 new.hoster.example", "9 0 993 known.hoster.example");

    Outcome<Choice> search = servers(confirmed("known.hoster.example"));

    assertEquals(List.of("known.hoster.example:993"), hosts(search));
    assertEquals(
        List.of("_imaps._tcp new.hoster.example: not confirmed by a person"),
        found(search).ignored());
  }

  @Test
  @Requirement(value = "G4", heldBy = "Server")
  void starttlsInTheDomainIsNoWayAroundAConfirmation() {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 mail.hoster.example")
        .srv(INSECURE, at(IMAP), "0 0 143 imap.example.net");

    assertEquals(
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of(DOMAIN), IMAPS, PeerText.listOf(List.of("mail.hoster.example"))),
        refusal(servers(TERMS)));
  }

  @Test
  @Requirement(value = "G9", heldBy = "Server")
  void aTargetThatReplacesAConfirmedOneIsNotConfirmed() {
    Terms confirmedEarlier = confirmed("mail.hoster.example");
    dns.srv(INSECURE, at(IMAPS), "0 0 993 mail.other.example");

    assertEquals(
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of(DOMAIN), IMAPS, PeerText.listOf(List.of("mail.other.example"))),
        refusal(servers(confirmedEarlier)));
  }

  @ParameterizedTest
  @CsvSource({
    "imap.example.net.",
    "IMAP.Example.NET",
    "a.b.example.net",
    "example.net",
    "EXAMPLE.net."
  })
  @Requirement(value = "S-22", heldBy = "Server")
  void neitherCaseNorFinalDotMakeAnotherDomain(String target) {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 " + target);

    assertEquals(
        Approval.SAME_DOMAIN,
        Objects.requireNonNull(
                found(
                        search(dns)
                            .protocol("EXAMPLE.net", IMAPS)
                            .choose(List.of(IMAPS.protocol()), TERMS))
                    .inOrder()
                    .get(0)
                    .publication())
            .approval());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"imap.evilexample.net", "evilexample.net", "net", "example.net.evil.example"})
  @Requirement(value = "S-23", heldBy = "Server")
  void labelsDecideWhatIsInTheDomain(String target) {
    dns.srv(INSECURE, at(IMAPS), "0 0 993 " + target);

    assertEquals(
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of(DOMAIN), IMAPS, PeerText.listOf(List.of(target))),
        refusal(access(dns)));
  }

  @Test
  @Requirement(value = "S-41", heldBy = "Server")
  void anAliasThatNobodySignedMakesTheRecordsUnsigned() {
    dns.alias(INSECURE, at(IMAPS), "_imaps._tcp.hoster.example")
        .srv(SECURE, "_imaps._tcp.hoster.example", "0 0 993 mail.hoster.example");

    assertEquals(
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of(DOMAIN), IMAPS, PeerText.listOf(List.of("mail.hoster.example"))),
        refusal(access(dns)));
  }

  @Test
  void theDomainItselfIsOneReference() {
    dns.srv(SECURE, at(IMAPS), "0 0 993 example.net");

    assertEquals(OF_THE_DOMAIN, first(TERMS).references());
    assertEquals(Host.of(DOMAIN), first(TERMS).serverName());
  }

  @Test
  @Requirement(value = "G6", heldBy = "Server")
  void noCandidateComesOfALookUpThatFailed() {
    Endpoint endpoint = new Endpoint(Host.of("imap.example.net"), 993, Endpoint.Provenance.SRV);

    for (DnssecStatus failed : List.of(DnssecStatus.BOGUS, DnssecStatus.INDETERMINATE)) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new Server(IMAPS, endpoint, new Server.Publication(DOMAIN, failed, Approval.PERSON)));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Server(IMAPS, endpoint, new Server.Publication(DOMAIN, INSECURE, Approval.DNSSEC)));
  }
}
