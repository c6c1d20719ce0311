package io.github.mailclad.internal.https;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.verify.PeerVerifier;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsClientTest {
  private static final Issued ROOT = CertificateBuilder.root("Web Root");
  private static final Issued SERVER =
      CertificateBuilder.server().dns("www.example.org").issuedBy(ROOT);
  private static final URI PAGE = URI.create("https://www.example.org/a/page?of=two%20words");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private static HttpsClient client(TcpConnector connector, Duration limit) {
    return new HttpsClient(
        PeerVerifier.trusting(List.of(ROOT.certificate()), "the web root"),
        TlsRules.defaults(),
        connector,
        Clock.systemUTC(),
        limit,
        1000);
  }

  private static HttpsResponse answer(String octets) throws IOException {
    try (TlsOctetServer server = TlsOctetServer.answering(SERVER, octets)) {
      return client(server.connector(), LONG).exchange(HttpsRequest.get(PAGE)).get();
    }
  }

  private static String problem(String octets) {
    IOException problem = assertThrows(IOException.class, () -> answer(octets));
    assertFalse(problem instanceof EOFException);
    return String.valueOf(problem.getMessage());
  }

  @Test
  void aVerifiedServerGetsTheRequestAndItsResponseIsReturned() throws Exception {
    try (TlsOctetServer server = TlsOctetServer.answering(SERVER, OK)) {
      HttpsResponse response =
          client(server.connector(), LONG).exchange(HttpsRequest.get(PAGE)).get();

      assertEquals(200, response.status());
      assertArrayEquals("hello".getBytes(StandardCharsets.US_ASCII), response.body());
      assertEquals(
          List.of(
              """
              GET /a/page?of=two%20words HTTP/1.1
              Host: www.example.org
              Connection: close
              User-Agent: Mailclad

              """
                  .replace("\n", "\r\n")),
          server.requests());
    }
  }

  @Test
  void aPostHasItsBodyAndItsHeaderFields() throws Exception {
    try (TlsOctetServer server = TlsOctetServer.answering(SERVER, OK)) {
      byte[] form = "grant_type=x".getBytes(StandardCharsets.US_ASCII);
      HttpsRequest request =
          new HttpsRequest(
              URI.create("https://www.example.org:8443"), Map.of("Accept", "text/json"), form);
      client(server.connector(), LONG).exchange(request).get();

      String sent = server.requests().get(0);
      assertTrue(sent.startsWith("POST / HTTP/1.1\r\nHost: www.example.org:8443\r\n"), sent);
      assertTrue(sent.contains("\r\nAccept: text/json\r\nContent-Length: 12\r\n"), sent);
      assertTrue(sent.endsWith("\r\n\r\ngrant_type=x"), sent);
      assertEquals("POST www.example.org:8443", request.toString());
    }
  }

  private record Refused(String code, Issued certificate) {}

  static List<Refused> refused() {
    Instant past = Instant.now().minus(30, ChronoUnit.DAYS);
    Issued stranger = CertificateBuilder.root("Another Root");
    return List.of(
        new Refused(
            "identity-mismatch",
            CertificateBuilder.server().dns("other.example.org").issuedBy(ROOT)),
        new Refused(
            "certificate-expired",
            CertificateBuilder.server()
                .dns("www.example.org")
                .validity(past, past.plus(20, ChronoUnit.DAYS))
                .issuedBy(ROOT)),
        new Refused(
            "untrusted-issuer",
            CertificateBuilder.server().dns("www.example.org").issuedBy(stranger)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aServerThatIsNotVerifiedGetsNothingOfTheRequest(Refused given) throws Exception {
    try (TlsOctetServer server = TlsOctetServer.answering(given.certificate(), OK)) {
      Outcome<HttpsResponse> outcome =
          client(server.connector(), LONG).exchange(HttpsRequest.get(PAGE));

      assertEquals(given.code(), outcome.refusal().orElseThrow().code());
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void tlsBelowTheRulesIsRefused() throws Exception {
    try (TlsOctetServer server =
        new TlsOctetServer(SERVER, List.of("TLSv1.2"), (request, out) -> out.write(new byte[1]))) {
      HttpsClient modern =
          new HttpsClient(
              PeerVerifier.trusting(List.of(ROOT.certificate()), "the web root"),
              TlsRules.defaults().withVersions(Set.of(TlsVersion.TLS_1_3)),
              server.connector(),
              Clock.systemUTC(),
              LONG,
              1000);
      Outcome<HttpsResponse> outcome = modern.exchange(HttpsRequest.get(PAGE));

      assertEquals("tls-alert", outcome.refusal().orElseThrow().code());
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void theInstantOfTheVerdictIsThatOfTheClock() throws Exception {
    try (TlsOctetServer server = TlsOctetServer.answering(SERVER, OK)) {
      HttpsClient later =
          new HttpsClient(
              PeerVerifier.trusting(List.of(ROOT.certificate()), "the web root"),
              TlsRules.defaults(),
              server.connector(),
              FixedClock.at(Instant.now().plus(20_000, ChronoUnit.DAYS)),
              LONG,
              1000);
      assertTrue(later.exchange(HttpsRequest.get(PAGE)).refusal().isPresent());
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void aRedirectIsReturnedAndNotFollowed() throws Exception {
    HttpsResponse response =
        answer(
            "HTTP/1.1 302 Found\r\nLocation: http://www.example.org/\r\nContent-Length: 0\r\n\r\n");

    assertEquals(302, response.status());
    assertEquals("http://www.example.org/", response.header("location").orElseThrow());
  }

  @Test
  void cookiesOfTheJvmStayAtHome() throws Exception {
    CookieHandler before = CookieHandler.getDefault();
    CookieHandler.setDefault(new CookieManager());
    try (TlsOctetServer server =
        TlsOctetServer.answering(SERVER, OK.replace("\r\n\r\n", "\r\nSet-Cookie: a=b\r\n\r\n"))) {
      client(server.connector(), LONG).exchange(HttpsRequest.get(PAGE));
      client(server.connector(), LONG).exchange(HttpsRequest.get(PAGE));
      assertFalse(server.requests().get(1).contains("Cookie"));
    } finally {
      CookieHandler.setDefault(before);
    }
  }

  @Test
  void chunksAndInterimResponsesAreRead() throws Exception {
    HttpsResponse response =
        answer(
            """
            HTTP/1.1 103 Early Hints
            Link: x

            HTTP/1.1 200 OK
            Transfer-Encoding: chunked

            3
            abc
            2;x=y
            de
            0

            """
                .replace("\n", "\r\n"));

    assertEquals("abcde", new String(response.body(), StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\n Content-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/2 200\r\nContent-Length: 5\r\n\r\nhello",
        "* OK IMAP4rev1 ready\r\n",
        ""
      })
  void aMalformedOrIncompleteResponseIsNone(String octets) {
    problem(octets);
  }

  @Test
  void sizesAreBounded() {
    String largest = "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1001);
    assertEquals("the answer is larger than 1000 octets", problem(largest));
    String chunk = "258\r\n" + "x".repeat(600) + "\r\n";
    assertEquals(
        "the answer is larger than 1000 octets",
        problem("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk));
    assertEquals(
        "the answer has more than 100 header fields",
        problem("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(101) + "Content-Length: 0\r\n\r\n"));
    assertEquals(
        "the head of the answer is too large",
        problem("HTTP/1.1 200 OK\r\na: " + "b".repeat(20_000) + "\r\n\r\n"));
    assertEquals(
        "the head of the answer is too large",
        problem("HTTP/1.1 200 OK\r\n" + ("a: " + "b".repeat(9_000) + "\r\n").repeat(9) + "\r\n"));
    assertEquals("there is no final answer", problem("HTTP/1.1 100 Continue\r\n\r\n".repeat(100)));
  }

  @Test
  void oneDeadlineEndsAServerThatDripsAndOneThatIsSilent() throws Exception {
    try (TlsOctetServer dripping =
            new TlsOctetServer(
                SERVER,
                List.of("TLSv1.3"),
                (request, out) -> {
                  out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                  while (true) {
                    out.write("a: b\r\n".getBytes(StandardCharsets.US_ASCII));
                    LockSupport.parkNanos(100_000_000);
                  }
                });
        ServerSocket silent = new ServerSocket(0, 50, Loopback.V4)) {
      TcpConnector quiet = (server, limit) -> new Socket(Loopback.V4, silent.getLocalPort());
      for (TcpConnector each : List.of(dripping.connector(), quiet)) {
        IOException late =
            assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () ->
                    assertThrows(
                        IOException.class,
                        () ->
                            client(each, Duration.ofMillis(700)).exchange(HttpsRequest.get(PAGE))));
        assertEquals("no complete answer within 700 ms", late.getMessage());
      }
    }
  }

  @Test
  void anInterruptedThreadStaysInterruptedAndClosesTheConnection() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, Loopback.V4)) {
      TcpConnector quiet = (server, limit) -> new Socket(Loopback.V4, silent.getLocalPort());
      Thread.currentThread().interrupt();
      assertThrows(
          InterruptedIOException.class, () -> client(quiet, LONG).exchange(HttpsRequest.get(PAGE)));
      assertTrue(Thread.interrupted());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://www.example.org/",
        "ftp://www.example.org/",
        "//www.example.org/",
        "/page",
        "https:///page",
        "https://alice:secret@www.example.org/",
        "https://www.example.org:0/",
        "https://www.example.org:65536/"
      })
  void onlyAnHttpsAddressWithAHostIsAsked(String address) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> HttpsRequest.get(URI.create(address)));
    assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
  }

  @Test
  void aHeaderFieldCannotBeginAnotherOne() {
    for (Map<String, String> bad :
        List.of(
            Map.of("Accept", "a\r\nHost: b"),
            Map.of("Accept:", "a"),
            Map.of("Acc\u0117pt", "a"),
            Map.of("hOst", "other.example"),
            Map.of("Transfer-Encoding", "chunked"))) {
      assertThrows(IllegalArgumentException.class, () -> HttpsRequest.get(PAGE, bad));
    }
  }

  @Test
  void anAddressThatDoesNotValidateIsNotContacted() throws Exception {
    FakeDns dns =
        new FakeDns()
            .fails(FakeDns.Type.A, "www.example.org", DnssecStatus.BOGUS, "a wrong signature");
    Outcome<HttpsResponse> outcome =
        client(DirectConnector.of(dns), LONG).exchange(HttpsRequest.get(PAGE));

    assertEquals("address-lookup-failed", outcome.refusal().orElseThrow().code());
  }

  @Test
  void aHostWithoutAnAddressIsNotContacted() {
    IOException none =
        assertThrows(
            IOException.class,
            () -> client(DirectConnector.of(new FakeDns()), LONG).exchange(HttpsRequest.get(PAGE)));
    assertEquals("the server has no address: www.example.org", none.getMessage());
  }

  @Test
  void theAddressOfTheResolverIsUsed() throws Exception {
    try (TlsOctetServer server = TlsOctetServer.answering(SERVER, OK)) {
      FakeDns dns = new FakeDns().addresses(DnssecStatus.SECURE, "www.example.org", "127.0.0.1");
      URI here = URI.create("https://www.example.org:" + server.port() + "/");
      assertEquals(
          200,
          client(DirectConnector.of(dns), LONG).exchange(HttpsRequest.get(here)).get().status());
    }
  }
}
