package io.github.mailclad.internal.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.RotatedToken;
import io.github.mailclad.internal.oauth.TokenServer.Answer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-ins whose waiting moves the clock of the account. */
class DeviceFlowTest {
  private static final String CODE = "device-code-that-occurs-nowhere-else";

  private final Account account = new Account();
  private final TokenServer server = TokenServer.start(Account.SERVER);
  private final Queue<Answer> polls = new ConcurrentLinkedQueue<>();
  private final List<Long> pauses = new ArrayList<>();
  @TempDir Path folder;
  private String page = "https://login.example.org/device";
  private String times = "\"expires_in\":600,\"interval\":2";

  @AfterEach
  void close() {
    server.close();
  }

  private Answer answer(TokenServer.Request request) {
    if (request.path().equals("/device")) {
      return Answer.json(
          200,
          "{\"device_code\":\"%s\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\"%s\",%s}"
              .formatted(CODE, page, times));
    }
    Answer next = polls.poll();
    return next == null ? Answer.error("authorization_pending", "") : next;
  }

  private Path file() {
    return folder.resolve("refresh-token");
  }

  private DeviceFlow flow(ClientProof proof, Grant grant) {
    server.answering(this::answer);
    URI device = URI.create(server.address("/device"));
    OAuthRules rules =
        Account.rules(
            new OAuthRules.TokenServer.TokenEndpoint(URI.create(server.address("/token")), device),
            proof,
            grant);
    return new DeviceFlow(
        rules,
        account.tokens(rules).access(),
        account.clock,
        time -> {
          pauses.add(time.toSeconds());
          account.clock.advance(time);
        });
  }

  private DeviceFlow flow() {
    return flow(
        new ClientProof.PublicClient(),
        new Grant.RefreshToken(new SecretSource.InFile(file()), RotatedToken.MEMORY));
  }

  private Outcome<Path> signedIn() {
    DeviceFlow flow = flow();
    return flow.begin().then(flow::complete);
  }

  private String refusal() {
    Outcome<Path> outcome = signedIn();
    String text = outcome.refusal().orElseThrow().explain("account");
    assertFalse(text.contains(CODE), text);
    assertFalse(Files.exists(file()));
    return outcome.refusal().get().code();
  }

  @Test
  void theRefreshTokenIsWrittenForItsOwnerAndServesTheAccount() throws Exception {
    polls.add(Answer.error("authorization_pending", ""));
    polls.add(Answer.token("access", 3600, "refresh-1"));
    assertEquals(file(), signedIn().get());
    assertEquals("refresh-1", Files.readString(file()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertEquals(List.of(2L, 2L), pauses);
    polls.add(Answer.token("access-2", 3600));
    assertEquals("access-2", account.token(flow().rules()).get());
    List<TokenServer.Request> requests = server.requests();
    assertEquals("refresh-1", requests.get(requests.size() - 1).form().get("refresh_token"));
    assertEquals(Map.of("client_id", "client", "scope", "mail"), requests.get(0).form());
    assertEquals(
        Map.of(
            "client_id",
            "client",
            "device_code",
            CODE,
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code"),
        requests.get(1).form());
  }

  @Test
  void aClientWithASecretProvesItselfInBothRequests() {
    DeviceFlow flow =
        flow(
            Account.secret(),
            new Grant.RefreshToken(new SecretSource.InFile(file()), RotatedToken.MEMORY));
    polls.add(Answer.token("access", 3600, "refresh-1"));
    assertTrue(flow.begin().then(flow::complete).refusal().isEmpty());
    server.requests().forEach(r -> assertTrue(r.authorization().startsWith("Basic "), r.path()));
  }

  @Test
  void anOlderRefreshTokenIsReplaced() throws Exception {
    Files.writeString(file(), "old");
    polls.add(Answer.token("access", 3600, "refresh-2"));
    assertTrue(signedIn().refusal().isEmpty());
    assertEquals("refresh-2", Files.readString(file()));
    assertFalse(server.requests().toString().contains("old"));
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, oauth-sign-in-declined",
    "authorization_declined, oauth-sign-in-declined",
    "expired_token, oauth-sign-in-expired",
    "invalid_grant, oauth-invalid-grant",
    "invalid_client, oauth-invalid-client",
    "unsupported_grant_type, oauth-rejected"
  })
  void anErrorEndsTheSignIn(String error, String code) {
    polls.add(Answer.error(error, "about " + CODE));
    assertEquals(code, refusal());
    assertEquals(2, server.requests().size());
  }

  @Test
  void aServerThatIsAskedTooOftenIsAskedMoreRarely() {
    polls.add(Answer.error("slow_down", ""));
    polls.add(Answer.json(503, ""));
    polls.add(new Answer(429, "", Map.of("Retry-After", "60")));
    polls.add(Answer.error("authorization_pending", ""));
    polls.add(Answer.token("access", 3600, "refresh-1"));
    assertTrue(signedIn().refusal().isEmpty());
    assertEquals(List.of(2L, 7L, 12L, 60L, 60L), pauses);
  }

  @ParameterizedTest
  @CsvSource({"10, 2, 4", "1000000, 100, 8", "3, 5, 0", "600, 0, 599", "600, 1000000, 0"})
  void pollsEndWithTheCode(long lifetime, long interval, int most) {
    times = "\"expires_in\":" + lifetime + ",\"interval\":" + interval;
    assertEquals("oauth-sign-in-expired", refusal());
    assertEquals(1 + most, server.requests().size());
    assertTrue(
        pauses.stream().mapToLong(Long::longValue).sum() <= Duration.ofMinutes(15).toSeconds());
  }

  @ParameterizedTest
  @CsvSource({"http://login.example.org/device", "javascript:alert(1)"})
  void aPageWithoutHttpsIsNotShown(String other) {
    page = other;
    assertEquals("oauth-malformed-answer", refusal());
    assertEquals(1, server.requests().size());
  }

  @Test
  void anAnswerWithoutAUsableRefreshTokenIsRefused() {
    polls.add(Answer.token("access", 3600));
    assertEquals("oauth-malformed-answer", refusal());
    polls.add(Answer.token("access", 3600, "two\\nlines"));
    assertEquals("oauth-malformed-answer", refusal());
  }

  @Test
  void withoutAFileNothingIsRequested() {
    DeviceFlow flow = flow(new ClientProof.PublicClient(), new Grant.ClientCredentials());
    assertEquals("oauth-request-impossible", flow.begin().refusal().orElseThrow().code());
    DeviceFlow lost =
        flow(
            new ClientProof.PublicClient(),
            new Grant.RefreshToken(
                new SecretSource.InFile(folder.resolve("missing/token")), RotatedToken.MEMORY));
    assertEquals("oauth-request-impossible", lost.begin().refusal().orElseThrow().code());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void anInterruptionEndsTheWaitingAndStays() {
    DeviceFlow flow = flow();
    DeviceFlow.Codes codes = flow.begin().get();
    DeviceFlow interrupted =
        new DeviceFlow(
            flow.rules(),
            flow.access(),
            flow.clock(),
            time -> {
              throw new InterruptedException();
            });
    assertEquals("oauth-unavailable", interrupted.complete(codes).refusal().orElseThrow().code());
    assertTrue(Thread.interrupted());
    assertFalse(codes.toString().contains(CODE));
  }
}
