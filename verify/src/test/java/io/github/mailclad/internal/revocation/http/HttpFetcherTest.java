package io.github.mailclad.internal.revocation.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.NoCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.WebServer;
import io.github.mailclad.internal.revocation.AccessPoints;
import io.github.mailclad.internal.revocation.CrlLoader;
import io.github.mailclad.internal.revocation.FetchRequest;
import io.github.mailclad.internal.revocation.FetchedStatements;
import io.github.mailclad.internal.revocation.RevocationChecker;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFetcherTest {
  private static final Issued ROOT = CertificateBuilder.root("Online Root");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration BRIEF = Duration.ofMillis(400);

  private final HttpFetcher fetcher = new HttpFetcher(address -> true);
  private final WebServer server = WebServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private byte[] fetch(String path, Duration limit) throws IOException {
    return fetcher.fetch(FetchRequest.crl(server.at(path)), limit);
  }

  private String problem(String path, Duration limit) {
    IOException problem =
        assertTimeoutPreemptively(
            Duration.ofSeconds(15),
            () -> assertThrows(IOException.class, () -> fetch(path, limit)));
    return String.valueOf(problem.getMessage());
  }

  @Test
  void whatIsServedIsFetched() throws Exception {
    byte[] octets = new byte[300_000];
    octets[299_999] = 7;
    server.page("/list", octets);

    assertArrayEquals(octets, fetch("/list", LONG));
    assertEquals(List.of("GET /list"), server.asked());
  }

  @Test
  void aServerThatIsSilentOrDripsOrNeverEndsCostsTheLimitAndNoMore() {
    server.silence("/silent");
    server.drip("/drips");
    for (String path : List.of("/silent", "/drips")) {
      Instant before = Instant.now();
      assertEquals("there was no answer in time", problem(path, BRIEF));
      assertTrue(Duration.between(before, Instant.now()).toMillis() < 5000);
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsGivenUpWhereItIs() {
    server.flood("/huge", 100);

    assertEquals("the answer is too large", problem("/huge", LONG));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 400, 404, 500, 503})
  void anotherStatusIsNoAnswer(int status) {
    server.status("/other", status);

    assertEquals("the HTTP status is " + status, problem("/other", LONG));
  }

  @Test
  void aClosedPortIsNoAnswer() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, Loopback.V4)) {
      port = closed.getLocalPort();
    }
    FetchRequest request = FetchRequest.crl(URI.create("http://127.0.0.1:" + port + "/"));

    assertEquals(
        "there was no answer",
        assertThrows(IOException.class, () -> fetcher.fetch(request, LONG)).getMessage());
  }

  @Test
  void anAddressThatCannotBeIsNoAnswer() {
    for (String address : List.of("http://127.0.0.1:99999/", "http://nobody.invalid/")) {
      assertThrows(
          IOException.class, () -> fetcher.fetch(FetchRequest.crl(URI.create(address)), LONG));
    }
  }

  @Test
  void aFewRedirectionsAreFollowedAndHeldToTheSameRules() throws Exception {
    server.page("/end", new byte[] {1});
    server.redirect("/one", "/two");
    server.redirect("/two", server.at("/end").toString());
    server.redirect("/zero", "/one");
    server.redirect("/round", "/round");
    server.redirect("/secure", "https://127.0.0.1/");
    server.redirect("/file", "file:///etc/passwd");
    server.redirect("/nowhere", "http://[nonsense");

    assertArrayEquals(new byte[] {1}, fetch("/one", LONG));
    assertEquals("there are more than 2 redirections", problem("/zero", LONG));
    assertEquals("there are more than 2 redirections", problem("/round", LONG));
    assertEquals("its address is not http", problem("/secure", LONG));
    assertEquals("its address is not http", problem("/file", LONG));
    assertEquals("a redirection has an invalid address", problem("/nowhere", LONG));
  }

  @Test
  void noAddressIsReachedThatIsNotAllowed() {
    server.page("/secret", new byte[] {1});
    HttpFetcher careful = new HttpFetcher(HttpFetcher::isAnotherMachine);
    int port = server.at("/").getPort();
    for (String host : List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "169.254.169.254")) {
      FetchRequest request =
          FetchRequest.crl(URI.create("http://" + host + ":" + port + "/secret"));
      assertEquals(
          "it leads to a forbidden address",
          assertThrows(IOException.class, () -> careful.fetch(request, LONG)).getMessage());
    }
    assertEquals(List.of(), server.asked());
  }

  @Test
  void aRedirectionToAnAddressThatIsNotAllowedIsNotFollowed() {
    server.redirect("/away", "http://127.0.0.2:" + server.at("/").getPort() + "/secret");
    HttpFetcher careful = new HttpFetcher(Loopback.V4::equals);

    assertEquals(
        "it leads to a forbidden address",
        assertThrows(
                IOException.class, () -> careful.fetch(FetchRequest.crl(server.at("/away")), LONG))
            .getMessage());
  }

  @Test
  void privateNetworksAreAskedForAnOrganizationsOwnAuthorityIsThere() throws Exception {
    for (String other : List.of("192.0.2.1", "10.1.2.3", "192.168.0.1", "2001:db8::1", "fd00::1")) {
      assertTrue(HttpFetcher.isAnotherMachine(InetAddress.getByName(other)), other);
    }
    for (String own : List.of("127.9.9.9", "::1", "::", "fe80::1", "224.0.0.1", "ff02::1")) {
      assertFalse(HttpFetcher.isAnotherMachine(InetAddress.getByName(own)), own);
    }
  }

  @Test
  void anOcspResponderIsAskedByPost() throws Exception {
    Issued mail = asking("/ocsp", "/list");
    server.page("/ocsp", OcspAnswer.about(mail, ROOT).der());

    assertVouched(
        RevocationEvidence.AnswerSource.FETCHED_OCSP,
        () -> check(mail, Requirement.HARD, LONG_POLICY));
    assertEquals(List.of("POST /ocsp application/ocsp-request"), server.asked());
  }

  private static final Duration LONG_POLICY = Duration.ofSeconds(20);

  @Test
  void aListIsFetchedWhereTheResponderFails() {
    Issued mail = asking("/ocsp", "/list");
    server.status("/ocsp", 500);
    server.page("/list", CrlBuilder.by(ROOT).der());

    assertVouched(
        RevocationEvidence.AnswerSource.FETCHED_CRL,
        () -> check(mail, Requirement.HARD, LONG_POLICY));
  }

  @Test
  void aSilentResponderCostsTheTimeoutInAllAndSoftGoesOn() {
    Issued mail = asking("/silent", "/silent");
    server.silence("/silent");
    Instant before = Instant.now();

    assertTrue(check(mail, Requirement.SOFT, BRIEF).refusal().isEmpty());
    assertTrue(Duration.between(before, Instant.now()).toMillis() < 5000);
    Refusal refusal = check(mail, Requirement.HARD, BRIEF).refusal().orElseThrow();
    assertEquals("revocation-unknown", refusal.code());
  }

  private Issued asking(String responder, String list) {
    return AccessPoints.at(
            CertificateBuilder.server(),
            List.of(server.at(responder).toString()),
            List.of(server.at(list).toString()))
        .issuedBy(ROOT);
  }

  private Outcome<RevocationEvidence> check(
      Issued mail, Requirement requirement, Duration timeout) {
    return new RevocationChecker(
            new RevocationPolicy(requirement, new NoCrls(), Fetch.OCSP_AND_CRL, timeout),
            new CrlLoader(),
            new FetchedStatements(fetcher))
        .check(
            new TrustEvidence.Pkix(mail.chain(), ROOT.certificate()),
            List.of(),
            Instant.now(),
            Instant.now());
  }

  private static void assertVouched(
      RevocationEvidence.AnswerSource source, Supplier<Outcome<RevocationEvidence>> check) {
    Outcome<RevocationEvidence> result = check.get();
    assertTrue(result.refusal().isEmpty(), result::toString);
    RevocationEvidence evidence = result.get();
    assertEquals(
        source,
        assertInstanceOf(RevocationEvidence.Good.class, evidence.certificates().get(0).answer())
            .source());
  }
}
