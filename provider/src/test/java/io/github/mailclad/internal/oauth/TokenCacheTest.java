package io.github.mailclad.internal.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.RotatedToken;
import io.github.mailclad.internal.oauth.TokenServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCacheTest {
  private final Account account = new Account();
  private final AtomicInteger given = new AtomicInteger();

  private TokenServer numbering(int seconds) {
    return TokenServer.start(Account.SERVER)
        .answering(request -> Answer.token("token-" + given.incrementAndGet(), seconds));
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItExpires() {
    try (TokenServer server = numbering(3600)) {
      OAuthRules rules = Account.credentials(server);
      assertEquals("token-1", account.token(rules).get());
      account.clock.advance(Duration.ofSeconds(3539));
      assertEquals("token-1", account.token(rules).get());
      account.clock.advance(Duration.ofSeconds(1));
      assertEquals("token-2", account.token(rules).get());
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aTokenThatLivesForSecondsIsRenewedBeforeItExpires() {
    try (TokenServer server = numbering(10)) {
      OAuthRules rules = Account.credentials(server);
      account.token(rules);
      account.clock.advance(Duration.ofSeconds(7));
      assertEquals("token-1", account.token(rules).get());
      account.clock.advance(Duration.ofSeconds(1));
      assertEquals("token-2", account.token(rules).get());
    }
  }

  @Test
  void manyThreadsMakeOneRequest() throws Exception {
    int threads = 100;
    CountDownLatch waiting = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (TokenServer server =
        TokenServer.start(Account.SERVER)
            .answering(
                request -> {
                  try {
                    waiting.await(20, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return Answer.token("token-" + given.incrementAndGet(), 3600);
                })) {
      OAuthRules rules = Account.credentials(server);
      Callable<String> login =
          () -> {
            waiting.countDown();
            return account.token(rules).get();
          };
      Set<String> tokens = new HashSet<>();
      for (Future<String> each :
          pool.invokeAll(IntStream.range(0, threads).mapToObj(i -> login).toList())) {
        tokens.add(each.get());
      }
      assertEquals(Set.of("token-1"), tokens);
      assertEquals(1, server.requests().size());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aFailureHoldsForAWhileThatGrows() {
    try (TokenServer server =
        TokenServer.start(Account.SERVER)
            .answering(request -> Answer.error("invalid_client", ""))) {
      OAuthRules rules = Account.credentials(server);
      for (int i = 0; i < 10; i++) {
        assertEquals("oauth-invalid-client", account.refused(rules));
      }
      assertEquals(1, server.requests().size());
      account.clock.advance(Duration.ofSeconds(2));
      account.refused(rules);
      account.clock.advance(Duration.ofSeconds(2));
      account.refused(rules);
      assertEquals(2, server.requests().size());
      account.clock.advance(Duration.ofSeconds(2));
      account.refused(rules);
      assertEquals(3, server.requests().size());
    }
  }

  @Test
  void thePauseThatTheServerAsksForIsKept() {
    Answer busy = new Answer(429, "", Map.of("Retry-After", "30"));
    try (TokenServer server = TokenServer.start(Account.SERVER).answering(request -> busy)) {
      OAuthRules rules = Account.credentials(server);
      assertEquals("oauth-unavailable", account.refused(rules));
      account.clock.advance(Duration.ofSeconds(29));
      account.refused(rules);
      assertEquals(1, server.requests().size());
      account.clock.advance(Duration.ofSeconds(1));
      account.refused(rules);
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aValidTokenOutlivesAFailureOfTheTokenServer() {
    try (TokenServer server = numbering(3600)) {
      OAuthRules rules = Account.credentials(server);
      account.token(rules);
      server.answering(request -> Answer.json(503, ""));
      account.clock.advance(Duration.ofSeconds(3550));
      assertEquals("token-1", account.token(rules).get());
      account.clock.advance(Duration.ofSeconds(50));
      assertEquals("oauth-unavailable", account.refused(rules));
    }
  }

  @Test
  void aRejectedTokenIsRenewedOnceAndOnlyIfItWasUsedBefore() {
    try (TokenServer server = numbering(3600)) {
      OAuthRules rules = Account.credentials(server);
      AccountTokens tokens = account.tokens(rules);
      account.token(rules);
      assertFalse(tokens.rejected(Account.USER, "token-1"), "a new token is renewed");
      account.token(rules);
      assertTrue(tokens.rejected(Account.USER, "token-1"));
      assertEquals("token-2", account.token(rules).get());
      assertTrue(tokens.rejected(Account.USER, "token-1"), "another thread renewed it");
      assertEquals("token-2", account.token(rules).get());
      assertFalse(tokens.rejected(Account.USER, "token-2"), "it is renewed again and again");
      account.clock.advance(Duration.ofSeconds(10));
      assertTrue(tokens.rejected(Account.USER, "token-2"));
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aSecretThatASecretManagerReplacedIsUsedAtOnce(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "old\n");
    try (TokenServer server =
        TokenServer.start(Account.SERVER)
            .answering(
                request ->
                    request.form().getOrDefault("client_secret", "").equals("new")
                        ? Answer.token("token", 3600)
                        : Answer.error("invalid_client", ""))) {
      OAuthRules rules =
          Account.rules(
              Account.endpoint(server),
              new ClientProof.ClientSecret(
                  new SecretSource.InFile(file), OAuthRules.SecretPlace.POST),
              new Grant.ClientCredentials());
      assertEquals("oauth-invalid-client", account.refused(rules));
      Files.writeString(file, "new\n");
      assertEquals("token", account.token(rules).get());
      Files.delete(file);
      account.clock.advance(Duration.ofHours(2));
      assertEquals("oauth-request-impossible", account.refused(rules));
      assertEquals(2, server.requests().size());
    }
  }

  private TokenServer rotating() {
    return numbering(3600)
        .answering(
            request ->
                Answer.token(
                    "token-" + given.incrementAndGet(), 3600, "refresh-" + (given.get() + 1)));
  }

  private static OAuthRules refreshing(TokenServer server, Path file, RotatedToken rotated) {
    return Account.rules(
        Account.endpoint(server),
        new ClientProof.PublicClient(),
        new Grant.RefreshToken(new SecretSource.InFile(file), rotated));
  }

  private static List<String> refreshTokens(TokenServer server) {
    return server.requests().stream()
        .map(request -> request.form().getOrDefault("refresh_token", ""))
        .toList();
  }

  @Test
  void aRotatedTokenIsUsedNextUntilAnotherOneIsConfigured(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("refresh"), "refresh-1");
    try (TokenServer server = rotating()) {
      OAuthRules rules = refreshing(server, file, RotatedToken.MEMORY);
      for (int i = 0; i < 3; i++) {
        account.token(rules).get();
        account.clock.advance(Duration.ofHours(1));
      }
      Files.writeString(file, "signed-in-again");
      account.token(rules).get();
      assertEquals(
          List.of("refresh-1", "refresh-2", "refresh-3", "signed-in-again"), refreshTokens(server));
      assertEquals("signed-in-again", Files.readString(file));
    }
  }

  @Test
  void aRotatedTokenReplacesItsFileForTheOwnerOnly(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("refresh"), "refresh-1");
    try (TokenServer server = rotating()) {
      OAuthRules rules = refreshing(server, file, RotatedToken.FILE);
      account.token(rules).get();
      assertEquals("refresh-2", Files.readString(file));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      account.clock.advance(Duration.ofHours(1));
      account.token(rules).get();
      assertEquals(List.of("refresh-1", "refresh-2"), refreshTokens(server));
      try (var files = Files.list(folder)) {
        assertEquals(List.of(file), files.toList());
      }
      assertEquals(List.of(), account.news);
    }
  }

  @Test
  void nothingIsRequestedIfTheRotatedTokenWouldBeLost(@TempDir Path folder) throws Exception {
    try (TokenServer server = rotating()) {
      // procfs: not even root can create files there
      OAuthRules rules = refreshing(server, Path.of("/proc/self/comm"), RotatedToken.FILE);
      assertEquals("oauth-request-impossible", account.refused(rules));
      assertEquals(List.of(), server.requests());
    }
  }
}
