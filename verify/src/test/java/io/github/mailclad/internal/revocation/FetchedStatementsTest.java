package io.github.mailclad.internal.revocation;

import static io.github.mailclad.internal.revocation.Revocations.INTERMEDIATE;
import static io.github.mailclad.internal.revocation.Revocations.NOW;
import static io.github.mailclad.internal.revocation.Revocations.evidence;
import static io.github.mailclad.internal.revocation.Revocations.pathOf;
import static io.github.mailclad.internal.revocation.Revocations.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.RevocationEvidence.Good;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.NoCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.OcspAnswer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

@io.github.mailclad.fixtures.Requirement(
    value = "R9325-7.5-1",
    heldBy = {"RevocationChecker", "FetchedStatements"})
class OnlineTest {
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
  private static final String OCSP = "http://ocsp.example/";
  private static final String CRL = "http://crl.example/list";
  private static final Issued SERVER =
      AccessPoints.at(CertificateBuilder.server().subject("CN=asks"), List.of(OCSP), List.of(CRL))
          .issuedBy(INTERMEDIATE);

  /** A network that has an answer for some addresses, and remembers who was asked. */
  private static final class Network implements Fetcher {
    final Map<String, byte[]> answers = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<Duration> limits = new ArrayList<>();

    @Override
    public byte[] fetch(FetchRequest request, Duration limit) throws IOException {
      asked.add(request.address().toString());
      limits.add(limit);
      byte[] answer = answers.get(request.address().toString());
      if (answer == null) {
        throw new IOException("there was no answer");
      }
      return answer;
    }
  }

  private final Network network = new Network();
  private final FetchedStatements statements = new FetchedStatements(network);

  private Outcome<RevocationEvidence> check(
      Issued server, Requirement requirement, Fetch fetch, Instant now) {
    RevocationPolicy policy =
        new RevocationPolicy(requirement, new NoCrls(), fetch, Duration.ofSeconds(5));
    return new RevocationChecker(policy, new CrlLoader(), statements)
        .check(pathOf(server.presenting(server.certificate()), INTERMEDIATE), List.of(), now, now);
  }

  private Outcome<RevocationEvidence> check(Requirement requirement, Fetch fetch) {
    return check(SERVER, requirement, fetch, NOW);
  }

  @Test
  void nothingIsFetchedUnlessItIsSwitchedOn() {
    evidence(check(Requirement.SOFT, RevocationPolicy.defaults().fetch()));
    refusal("revocation-unknown", check(Requirement.HARD, Fetch.NEVER));

    assertEquals(List.of(), network.asked);
  }

  @Test
  void anOcspResponseThatWasFetchedVouches() throws Exception {
    network.answers.put(OCSP, OcspAnswer.about(SERVER, INTERMEDIATE).der());

    RevocationEvidence evidence = evidence(check(Requirement.HARD, Fetch.OCSP_AND_CRL));

    Good good = assertInstanceOf(Good.class, evidence.certificates().get(0).answer());
    assertEquals(AnswerSource.FETCHED_OCSP, good.source());
    assertEquals(List.of(OCSP), network.asked);
  }

  @Test
  void whatIsAskedIsTheCertificateByItsCertId() throws Exception {
    List<byte[]> requests = new ArrayList<>();
    Fetcher responder =
        (request, limit) -> {
          requests.add(request.ocspRequest().orElseThrow());
          return OcspAnswer.about(SERVER, INTERMEDIATE).der();
        };
    new RevocationChecker(
            new RevocationPolicy(Requirement.HARD, new NoCrls(), Fetch.OCSP, Duration.ofSeconds(5)),
            new CrlLoader(),
            new FetchedStatements(responder))
        .check(pathOf(SERVER.presenting(SERVER.certificate()), INTERMEDIATE), List.of(), NOW, NOW);

    OCSPRequest request = OCSPRequest.getInstance(requests.get(0));
    assertEquals(1, request.getTbsRequest().getRequestList().size());
    assertEquals(
        SERVER.certificate().getSerialNumber(),
        Request.getInstance(request.getTbsRequest().getRequestList().getObjectAt(0))
            .getReqCert()
            .getSerialNumber()
            .getValue());
  }

  @Test
  void aListThatWasFetchedVouches() {
    network.answers.put(CRL, CrlBuilder.by(INTERMEDIATE).der());

    RevocationEvidence.Status status =
        evidence(check(Requirement.HARD, Fetch.OCSP_AND_CRL)).certificates().get(0);

    assertEquals(AnswerSource.FETCHED_CRL, assertInstanceOf(Good.class, status.answer()).source());
    assertEquals(List.of("fetched OCSP response: there was no answer"), status.unusable());
    assertEquals(List.of(OCSP, CRL), network.asked);
    assertTrue(network.limits.get(0).compareTo(Duration.ofMillis(2500)) <= 0);
  }

  @Test
  void onlyWhatIsSwitchedOnIsAsked() {
    refusal("revocation-unknown", check(Requirement.HARD, Fetch.OCSP));
    assertEquals(List.of(OCSP), network.asked);
    network.asked.clear();
    refusal("revocation-unknown", check(Requirement.HARD, Fetch.CRL));
    assertEquals(List.of(CRL), network.asked);
  }

  @Test
  void revokedRefusesInEveryMode() {
    network.answers.put(OCSP, OcspAnswer.about(SERVER, INTERMEDIATE).revoked(HOUR_AGO, 1).der());
    network.answers.put(CRL, CrlBuilder.by(INTERMEDIATE).revoking(SERVER, HOUR_AGO, 1).der());
    for (Requirement requirement : Requirement.values()) {
      for (Fetch fetch : List.of(Fetch.CRL, Fetch.OCSP, Fetch.OCSP_AND_CRL)) {
        refusal("revoked", check(requirement, fetch));
      }
    }
  }

  @Test
  void softAcceptsThatNobodyAnsweredAndTellsIt() {
    network.answers.put(OCSP, OcspAnswer.status(3));
    network.answers.put(CRL, new byte[] {1, 2, 3});

    RevocationEvidence.Status status =
        evidence(check(Requirement.SOFT, Fetch.OCSP_AND_CRL)).certificates().get(0);

    assertNull(status.answer());
    assertEquals("fetched OCSP response: the responder says tryLater", status.unusable().get(0));
    assertTrue(status.unusable().get(1).startsWith("fetched CRL: it has a certificate revocation"));
    refusal("revocation-unknown", check(Requirement.HARD, Fetch.OCSP_AND_CRL));
  }

  @Test
  void anAnswerIsKeptUntilItsNextUpdate() {
    Instant end = NOW.plus(Duration.ofHours(2));
    network.answers.put(OCSP, OcspAnswer.about(SERVER, INTERMEDIATE).times(HOUR_AGO, end).der());
    evidence(check(Requirement.HARD, Fetch.OCSP));
    evidence(check(SERVER, Requirement.HARD, Fetch.OCSP, end.minusSeconds(1)));
    assertEquals(1, network.asked.size());

    network.answers.put(
        OCSP, OcspAnswer.about(SERVER, INTERMEDIATE).revoked(HOUR_AGO, 1).times(end, null).der());
    refusal("revoked", check(SERVER, Requirement.HARD, Fetch.OCSP, end.plusSeconds(1)));
    assertEquals(2, network.asked.size());
  }

  @Test
  void anAnswerIsKeptForADayAtMost() {
    network.answers.put(
        OCSP,
        OcspAnswer.about(SERVER, INTERMEDIATE)
            .times(HOUR_AGO, NOW.plus(Duration.ofDays(3000)))
            .der());
    evidence(check(Requirement.HARD, Fetch.OCSP));
    evidence(check(SERVER, Requirement.HARD, Fetch.OCSP, NOW.plus(Duration.ofHours(25))));

    assertEquals(2, network.asked.size());
  }

  @Test
  void whatIsNoAnswerIsAskedForAgainAfterAMinute() {
    network.answers.put(OCSP, OcspAnswer.about(INTERMEDIATE, Revocations.ROOT).der());
    refusal("revocation-unknown", check(Requirement.HARD, Fetch.OCSP));
    network.answers.put(OCSP, OcspAnswer.about(SERVER, INTERMEDIATE).der());
    refusal("revocation-unknown", check(Requirement.HARD, Fetch.OCSP));
    assertEquals(1, network.asked.size());

    evidence(check(SERVER, Requirement.HARD, Fetch.OCSP, NOW.plusSeconds(61)));
    assertEquals(2, network.asked.size());
  }

  @Test
  void onlyTheFirstHttpAddressesAreAsked() {
    Issued server =
        AccessPoints.at(
                CertificateBuilder.server(),
                List.of(
                    "https://secure.example/",
                    "file:///etc/passwd",
                    "not an address",
                    "http:///nowhere",
                    "HTTP://one.example/",
                    "http://two.example/",
                    "http://three.example/"),
                List.of("ldap://directory.example/", "jar:http://jar.example/!/x"))
            .issuedBy(INTERMEDIATE);

    refusal("revocation-unknown", check(server, Requirement.HARD, Fetch.OCSP_AND_CRL, NOW));

    assertEquals(List.of("HTTP://one.example/", "http://two.example/"), network.asked);
    assertTrue(network.limits.get(1).compareTo(Duration.ofMillis(2500)) <= 0);
  }

  @Test
  void aCertificateWithoutAddressesAsksNobody() {
    Issued server = CertificateBuilder.server().issuedBy(INTERMEDIATE);
    Issued malformed =
        CertificateBuilder.server()
            .extension(Extension.authorityInfoAccess, new byte[] {5, 1})
            .issuedBy(INTERMEDIATE);

    refusal("revocation-unknown", check(server, Requirement.HARD, Fetch.OCSP_AND_CRL, NOW));
    refusal("revocation-unknown", check(malformed, Requirement.HARD, Fetch.OCSP_AND_CRL, NOW));
    evidence(check(malformed, Requirement.SOFT, Fetch.OCSP_AND_CRL, NOW));
    assertEquals(List.of(), network.asked);
  }

  @Test
  void manyStatementsAreKeptAndNotMore() {
    StatementCache kept = new StatementCache();
    Statement statement = new Statement.FailedFetch(AnswerSource.FETCHED_CRL, "nothing");
    for (int i = 0; i < 1500; i++) {
      kept.keep("small " + i, statement, NOW.plusSeconds(1), 10);
    }
    assertTrue(kept.find("small 499", NOW).isEmpty());
    assertTrue(kept.find("small 500", NOW).isPresent());
    assertTrue(kept.find("small 1499", NOW.plusSeconds(1)).isEmpty());
    for (int i = 0; i < 4; i++) {
      kept.keep("large " + i, statement, NOW.plusSeconds(1), 20 << 20);
    }
    assertTrue(kept.find("large 0", NOW).isEmpty());
    assertTrue(kept.find("large 1", NOW).isPresent());
    assertTrue(kept.find("small 1499", NOW).isEmpty());
  }

  @Test
  void addressesAreWhatTheCertificateNames() throws Exception {
    assertEquals(List.of(URI.create(OCSP)), StatusAddresses.ocsp(SERVER.certificate()));
    assertEquals(List.of(URI.create(CRL)), StatusAddresses.crls(SERVER.certificate()));
  }
}
