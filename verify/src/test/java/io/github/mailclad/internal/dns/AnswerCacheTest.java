package io.github.mailclad.internal.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mailclad.dns.Alias;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of the cached answers, and of the time for which they are cached. */
class AnswerCacheTest {
  private static final class TestClock extends Clock {
    private Instant now = Zone.NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  private final TestClock clock = new TestClock();
  private final AtomicInteger lookUps = new AtomicInteger();

  private CompletableFuture<TimedAnswer<String>> found(String text, Duration ttl) {
    lookUps.incrementAndGet();
    return CompletableFuture.completedFuture(
        new TimedAnswer<>(Answer.secure("a.test", List.of(text)), clock.instant().plus(ttl)));
  }

  @Test
  void anAnswerIsGoodUntilItsTimeIsOver() {
    AnswerCache<String> cache = new AnswerCache<>(10, clock);
    Answer<String> first = cache.get("a.test", () -> found("1", Duration.ofSeconds(60))).join();

    clock.pass(Duration.ofSeconds(59));
    assertSame(first, cache.get("a.test", () -> found("2", Duration.ofSeconds(60))).join());
    clock.pass(Duration.ofSeconds(1));
    assertEquals(
        List.of("2"),
        cache.get("a.test", () -> found("2", Duration.ofSeconds(60))).join().records());
  }

  @Test
  void theLeastRecentlyUsedIsForgottenFirst() {
    AnswerCache<String> cache = new AnswerCache<>(2, clock);
    Duration hour = Duration.ofHours(1);
    for (String name : List.of("a", "b", "a", "c")) {
      cache.get(name, () -> found(name, hour)).join();
    }

    assertEquals(3, lookUps.get());
    assertEquals(2, cache.size());
    cache.get("a", () -> found("a", hour)).join();
    assertEquals(3, lookUps.get());
    cache.get("b", () -> found("b", hour)).join();
    assertEquals(4, lookUps.get());
  }

  @Test
  void whoAsksForTheSameWaitsForTheSame() {
    AnswerCache<String> cache = new AnswerCache<>(2, clock);
    CompletableFuture<TimedAnswer<String>> slow = new CompletableFuture<>();
    CompletableFuture<Answer<String>> one = cache.get("a.test", () -> slow);
    CompletableFuture<Answer<String>> two =
        cache.get("a.test", () -> found("2", Duration.ofHours(1)));

    slow.complete(new TimedAnswer<>(Answer.secure("a.test", List.of("1")), clock.instant()));

    assertEquals(List.of("1"), one.join().records());
    assertEquals(List.of("1"), two.join().records());
    assertEquals(0, cache.size());
  }

  @Test
  void whatIsForgottenOnItsWayIsNotKept() {
    AnswerCache<String> cache = new AnswerCache<>(2, clock);
    CompletableFuture<TimedAnswer<String>> slow = new CompletableFuture<>();
    CompletableFuture<Answer<String>> one = cache.get("a.test", () -> slow);
    cache.forget(Set.of("a.test"));
    Answer<String> two = cache.get("a.test", () -> found("2", Duration.ofHours(1))).join();
    slow.complete(
        new TimedAnswer<>(
            Answer.secure("a.test", List.of("1")), clock.instant().plus(Duration.ofHours(1))));

    assertEquals(List.of("1"), one.join().records());
    assertEquals(List.of("2"), two.records());
    assertSame(two, cache.get("a.test", () -> slow).join());
  }

  @Test
  void aLookUpThatBreaksIsAnAnswer() {
    AnswerCache<String> cache = new AnswerCache<>(2, clock);

    Answer<String> answer =
        cache
            .get(
                "a.test",
                () -> {
                  throw new IllegalStateException("broken");
                })
            .join();

    assertEquals(DnssecStatus.INDETERMINATE, answer.status());
  }

  @Test
  void whatAnAliasLedToIsForgottenWithIt() {
    AnswerCache<String> cache = new AnswerCache<>(5, clock);
    Answer<String> aliased =
        Answer.secure("a.test", List.of("1"))
            .through(List.of(new Alias("a.test", "b.test", DnssecStatus.SECURE)));
    cache
        .get(
            "a.test",
            () ->
                CompletableFuture.completedFuture(
                    new TimedAnswer<>(aliased, clock.instant().plus(Duration.ofHours(1)))))
        .join();
    cache.get("b.test", () -> found("b", Duration.ofHours(1))).join();
    cache.get("c.test", () -> found("c", Duration.ofHours(1))).join();

    assertEquals(Set.of("a.test", "b.test"), cache.namesOf("a.test"));
    cache.forget(cache.namesOf("a.test"));

    assertEquals(1, cache.size());
  }

  private record Asking(TestServer server, DnsjavaResolver resolver) {
    Answer<TlsaRecord> tlsa(String name) {
      return resolver.tlsa(name).toCompletableFuture().join();
    }

    long queriesFor(String name) {
      return server.asked.stream().filter(q -> q.startsWith(name + " TLSA")).count();
    }
  }

  @Test
  void answersAreKeptByTheirTimeToLiveAndFailuresNotAtAll() throws Exception {
    TestWorld world = new TestWorld();
    world.put(Zone.signed("secure.test").add("a 600 TLSA 3 1 1 ab", "b 7200 TLSA 3 1 1 ab"));
    world.put(Zone.signed("bad.test").add("a TLSA 3 1 1 ab")).signing = false;
    try (TestServer server = new TestServer(world)) {
      Asking asking =
          new Asking(
              server,
              new DnsjavaResolver(
                  ResolverSettings.local(List.of(server.address()), world.anchors()), clock));
      for (int i = 0; i < 2; i++) {
        for (String name :
            List.of("a.secure.test", "b.secure.test", "none.secure.test", "a.bad.test")) {
          asking.tlsa(name);
        }
      }
      assertEquals(1, asking.queriesFor("a.secure.test"));
      assertEquals(1, asking.queriesFor("none.secure.test"));
      assertEquals(2, asking.queriesFor("a.bad.test"));

      clock.pass(Duration.ofSeconds(301));
      asking.tlsa("none.secure.test");
      asking.tlsa("a.secure.test");
      assertEquals(2, asking.queriesFor("none.secure.test"), "an absence for 5 minutes at most");
      assertEquals(1, asking.queriesFor("a.secure.test"));

      clock.pass(Duration.ofSeconds(299));
      asking.tlsa("a.secure.test");
      asking.tlsa("b.secure.test");
      assertEquals(2, asking.queriesFor("a.secure.test"));
      assertEquals(1, asking.queriesFor("b.secure.test"));
      clock.pass(Duration.ofMinutes(50));
      asking.tlsa("b.secure.test");
      assertEquals(2, asking.queriesFor("b.secure.test"), "an hour at most");

      asking.resolver().forget("B.secure.test.");
      asking.tlsa("b.secure.test");
      assertEquals(3, asking.queriesFor("b.secure.test"));
    }
  }

  @Test
  void oneQueryIsOnTheWireForTheSameLookUp() throws Exception {
    TestWorld world = new TestWorld();
    world.put(Zone.signed("secure.test").add("a TLSA 3 1 1 ab"));
    try (TestServer server = new TestServer(world)) {
      DnsjavaResolver resolver =
          new DnsjavaResolver(
              ResolverSettings.local(List.of(server.address()), world.anchors()), clock);
      List<CompletableFuture<Answer<TlsaRecord>>> all =
          Stream.generate(() -> resolver.tlsa("a.secure.test").toCompletableFuture())
              .limit(10)
              .toList();
      all.forEach(one -> assertEquals(DnssecStatus.SECURE, one.join().status()));

      assertEquals(1, new Asking(server, resolver).queriesFor("a.secure.test"));
      assertFalse(all.get(0).complete(Answer.insecure("x", List.of(), "")));
    }
  }
}
