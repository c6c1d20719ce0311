package io.github.mailclad.it.https;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.HttpsRequest;
import io.github.mailclad.internal.https.HttpsResponse;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faulty web servers, judged by the wire. A server that is not verified receives nothing of a
 * request. A verified one can neither occupy the client nor fill its memory.
 */
class HttpsFaultsIT {
  private static final String HOST = "conf.example.org";
  private static final String SECRET = "token=7f1f3c9e5d";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String TOO_SLOW = "no complete answer within 400 ms";
  private static final int LARGEST = 20_000;
  private static final Issued ROOT = CertificateBuilder.root("Web Root");
  private static final Issued GOOD = CertificateBuilder.server().dns(HOST).issuedBy(ROOT);
  private static final Issued RSA =
      CertificateBuilder.server().key(KeyKind.RSA_2048).dns(HOST).issuedBy(ROOT);

  private final WebSites sites = new WebSites();

  /** A server that is not what the address names. */
  record Unverified(String code, String what, UnaryOperator<TlsFront.Builder> server) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Unverified presenting(String code, String what, Issued certificate) {
    return new Unverified(code, what, server -> server.certificate(certificate));
  }

  private static Unverified legacy(String code, String what, LegacyTls tls) {
    return new Unverified(code, what, server -> server.certificate(RSA).legacy(tls));
  }

  private static Unverified broken(String code, Mischief mischief) {
    return new Unverified(code, mischief.toString(), server -> server.mischief(mischief));
  }

  static List<Unverified> unverified() {
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    Issued other = CertificateBuilder.root("Another Root");
    CertificateBuilder late =
        CertificateBuilder.server()
            .dns(HOST)
            .validity(now.minus(day.multipliedBy(9)), now.minus(day));
    CertificateBuilder early =
        CertificateBuilder.server()
            .dns(HOST)
            .validity(now.plus(day), now.plus(day.multipliedBy(9)));
    return List.of(
        presenting(
            "identity-mismatch",
            "another name",
            CertificateBuilder.server().dns("other.example").issuedBy(ROOT)),
        presenting(
            "identity-mismatch",
            "the name in the subject alone",
            CertificateBuilder.server().subject("CN=" + HOST).issuedBy(ROOT)),
        presenting(
            "untrusted-issuer",
            "an unknown authority",
            CertificateBuilder.server().dns(HOST).issuedBy(other)),
        presenting(
            "self-signed", "no authority", CertificateBuilder.server().dns(HOST).selfSigned()),
        presenting("certificate-expired", "an expired certificate", late.issuedBy(ROOT)),
        presenting("certificate-not-yet-valid", "a certificate of tomorrow", early.issuedBy(ROOT)),
        legacy("tls-alert", "TLS 1.1", LegacyTls.only(ProtocolVersion.TLSv11)),
        legacy("tls-alert", "TLS 1.0", LegacyTls.only(ProtocolVersion.TLSv10)),
        legacy("handshake-failed", "static RSA", LegacyTls.staticRsa().insisting()),
        legacy("tls-alert", "no encryption", LegacyTls.nullEncryption()),
        legacy("tls-alert", "no authentication", LegacyTls.anonymous()),
        legacy(
            "handshake-failed",
            "a handshake signed over SHA-1",
            LegacyTls.tls12().signingWithSha1()),
        broken("tls-alert", Mischief.ALERT),
        broken("handshake-failed", Mischief.GARBAGE),
        new Unverified(
            "handshake-failed",
            "plain text",
            server ->
                server
                    .mischief(Mischief.PLAINTEXT)
                    .dialogue(saying(HttpDialogue.head("200 OK", "Content-Length: 0")))));
  }

  /** Speaks at once, so that it answers any octets. */
  private static MailDialogue saying(String answer) {
    return new Script().raw(answer);
  }

  /** A verified server whose answer is no answer. */
  record Faulty(String words, String what, Script script) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Faulty answer(String words, String what, String octets) {
    return new Faulty(words, what, new Script().raw(octets).close());
  }

  static List<Faulty> faulty() {
    Duration tick = Duration.ofMillis(100);
    String chunked = HttpDialogue.head("200 OK", "Transfer-Encoding: chunked");
    return List.of(
        new Faulty(
            TOO_SLOW,
            "a head in single octets",
            new Script().raw("HTTP/1.1 200 OK\r\nX: ").drip("x", tick)),
        new Faulty(TOO_SLOW, "silence", new Script().silence(Duration.ofSeconds(10))),
        new Faulty(
            "header fields",
            "endless header fields",
            new Script().raw("HTTP/1.1 200 OK\r\n").endlessly("X: y\r\n")),
        new Faulty(
            "head of the answer is too large",
            "an endless header line",
            new Script().raw("HTTP/1.1 200 OK\r\nX: ").endlessly("y")),
        new Faulty(
            "larger than 20000 octets",
            "a body that is announced too large",
            new Script().raw(HttpDialogue.head("200 OK", "Content-Length: 20001")).endlessly("x")),
        new Faulty(
            "larger than 20000 octets",
            "endless chunks",
            new Script().raw(chunked).endlessly("3e8\r\n" + "x".repeat(1000) + "\r\n")),
        new Faulty(
            "larger than 20000 octets",
            "endless small chunks",
            new Script().raw(chunked).endlessly("1\r\nx\r\n")),
        new Faulty(
            "final answer",
            "endless interim answers",
            new Script().endlessly(HttpDialogue.head("100 Continue"))),
        answer(
            "ended before", "a cut body", HttpDialogue.head("200 OK", "Content-Length: 9") + "cut"),
        answer("ended before", "cut chunks", chunked + "5\r\nhello\r\n"),
        answer("not announced", "a body without a length", HttpDialogue.head("200 OK") + "page"),
        answer(
            "in two ways",
            "two lengths",
            HttpDialogue.head("200 OK", "Content-Length: 1", "Content-Length: 2") + "ab"),
        answer(
            "in two ways",
            "length and chunks",
            HttpDialogue.head("200 OK", "Content-Length: 5", "Transfer-Encoding: chunked")
                + "0\r\n\r\n"),
        answer(
            "compressed",
            "a compressed body",
            HttpDialogue.head("200 OK", "Content-Encoding: gzip", "Content-Length: 1") + "x"),
        answer("not HTTP/1.1", "another protocol", "* OK IMAP4rev1 ready\r\n"),
        answer("changes the protocol", "an upgrade", HttpDialogue.head("101 Switching Protocols")));
  }

  @AfterEach
  void close() {
    sites.close();
  }

  private HttpsClient client(Duration limit) {
    return client(limit, TlsRules.defaults());
  }

  private HttpsClient client(Duration limit, TlsRules rules) {
    return new HttpsClient(
        PeerVerifier.trusting(List.of(ROOT.certificate()), "the test's authority"),
        rules,
        sites,
        Clock.systemUTC(),
        limit,
        LARGEST);
  }

  private static HttpsRequest post(String path) {
    return HttpsRequest.post(
        URI.create("https://" + HOST + path), "text/plain", SECRET.getBytes(ISO_8859_1));
  }

  private Outcome<HttpsResponse> exchange() throws IOException {
    return client(LIMIT).exchange(post("/x"));
  }

  private static boolean hasSecret(byte[] octets) {
    return new String(octets, ISO_8859_1).contains(SECRET);
  }

  @ParameterizedTest
  @MethodSource("unverified")
  void aServerThatIsNotVerifiedReceivesNothing(Unverified server) throws Exception {
    HttpDialogue pages = new HttpDialogue().page("/x", "text/plain", "welcome");
    TlsFront front =
        sites.add(
            HOST, server.server().apply(TlsFront.builder().certificate(GOOD).dialogue(pages)));

    assertEquals(Optional.of(server.code()), exchange().refusal().map(Refusal::code));

    WireRecorder wire = front.recorder();
    wire.awaitEnds(Duration.ofSeconds(5));
    assertEquals("", new String(wire.clientPlain(), ISO_8859_1), "inside of TLS");
    assertFalse(hasSecret(wire.clientRaw()), "outside of TLS");
    assertEquals(List.of(HOST + ":443"), sites.dialled());
  }

  /** Rules of an account, and a server that does not keep them. */
  record Unruly(String code, TlsRules rules, UnaryOperator<TlsFront.Builder> server) {
    @Override
    public String toString() {
      return code;
    }
  }

  static List<Unruly> unruly() {
    TlsRules any = TlsRules.defaults();
    return List.of(
        new Unruly(
            "key-exchange-refused",
            any.withKeyExchange(KeyExchange.POST_QUANTUM),
            server -> server.certificate(GOOD).protocols("TLSv1.3")),
        new Unruly(
            "tls-safeguard-missing",
            any.withRequiredSafeguards(EnumSet.allOf(TlsSafeguard.class)),
            server ->
                server.certificate(RSA).legacy(LegacyTls.tls12().withoutExtendedMasterSecret())));
  }

  @ParameterizedTest
  @MethodSource("unruly")
  void aServerThatDoesNotKeepTheRulesOfTheAccountReceivesNothing(Unruly given) throws Exception {
    HttpDialogue pages = new HttpDialogue().page("/x", "text/plain", "welcome");
    TlsFront front = sites.add(HOST, given.server().apply(TlsFront.builder().dialogue(pages)));

    Refusal refusal = client(LIMIT, given.rules()).exchange(post("/x")).refusal().orElseThrow();

    assertEquals(given.code(), refusal.code());
    boolean isImpossible =
        refusal instanceof HandshakeRefusal.KeyExchangeRefused no && !no.platform().isEmpty();
    WireRecorder wire = front.recorder();
    wire.awaitEnds(Duration.ofSeconds(5));
    assertEquals("", new String(wire.clientPlain(), ISO_8859_1), "inside of TLS");
    assertFalse(hasSecret(wire.clientRaw()), "outside of TLS");
    assertEquals(isImpossible ? List.of() : List.of(HOST + ":443"), sites.dialled());
    // the same server is good enough for an account without these rules
    assertEquals(200, exchange().get().status());
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void aFaultyAnswerIsAFailureWithinTheLimits(Faulty server) {
    HttpDialogue pages = new HttpDialogue().answering("/x", server.script());
    TlsFront front = sites.add(HOST, TlsFront.builder().certificate(GOOD).dialogue(pages));
    Duration limit = server.words().equals(TOO_SLOW) ? SHORT : LIMIT;
    long begin = System.nanoTime();

    IOException failure = assertThrows(IOException.class, () -> client(limit).exchange(post("/x")));

    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(String.valueOf(failure.getMessage()).contains(server.words()), failure::toString);
    assertTrue(took.compareTo(limit.plusSeconds(1)) < 0, () -> "it took " + took);
    front.recorder().awaitEnds(Duration.ofSeconds(5));
    assertEquals(List.of("POST /x HTTP/1.1"), pages.requestLines());
    assertEquals(List.of(HOST + ":443"), sites.dialled());
  }

  @Test
  void aVerifiedServerReceivesTheRequestAndNothingElse() throws Exception {
    HttpDialogue pages = sites.add(HOST, GOOD).page("/x", "text/plain", "welcome");

    HttpsResponse response = exchange().get();

    assertEquals(200, response.status());
    assertEquals("welcome", new String(response.body(), ISO_8859_1));
    HttpDialogue.Request request = pages.requests().get(0);
    assertEquals(SECRET, request.body());
    assertEquals(Optional.of(HOST), request.field("Host"));
    for (String field : List.of("Cookie", "Authorization", "Referer", "From", "Accept-Language")) {
      assertEquals(Optional.empty(), request.field(field));
    }
    assertEquals(List.of(), sites.connectedInClear());
  }

  @Test
  void redirectsAreReturnedAndNotFollowed() throws Exception {
    HttpDialogue pages = sites.add(HOST, GOOD).redirect("/x", "http://" + HOST + "/x");
    pages.redirect("/loop", "https://" + HOST + "/loop");

    HttpsResponse response = exchange().get();
    assertEquals(302, response.status());
    assertEquals(Optional.of("http://" + HOST + "/x"), response.header("Location"));
    assertEquals(302, client(LIMIT).exchange(post("/loop")).get().status());

    assertEquals(List.of("POST /x HTTP/1.1", "POST /loop HTTP/1.1"), pages.requestLines());
    assertEquals(List.of(), sites.connectedInClear());
  }

  @Test
  void aServerThatAsksForAPasswordGetsNone() throws Exception {
    HttpDialogue pages =
        sites
            .add(HOST, GOOD)
            .status("/x", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"mail\"");

    assertEquals(401, exchange().get().status());

    assertEquals(List.of("POST /x HTTP/1.1"), pages.requestLines());
  }
}
