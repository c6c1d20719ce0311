package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.HostileProperty.Setting;
import io.github.mailclad.it.matrix.Lab.Verdict;
import io.github.mailclad.it.traps.DefaultTls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No property, and no two of them together, opens a way around the verified connection: under every
 * protocol name, to every kind of server, in an application whose default TLS context trusts every
 * server. Each value is tried alone everywhere; combinations are dealt out among the protocol
 * names, or with {@code -Dmailclad.matrix=full} are tried under all of them.
 */
@Requirement(
    value = {"D-5-4", "D-5-5", "D-5-10", "D-5.1-8", "D-5.2-6", "D-5.2-7", "D-5.3-1"},
    heldBy = {"AngusProperties", "GuardedProperties", "SecuredSocket", "PeerVerifier"})
class PropertyAbuseMatrixIT {
  private static final List<HostileServer> SERVERS = List.of(HostileServer.values());
  private static final boolean FULL = System.getProperty("mailclad.matrix", "").equals("full");

  private final DefaultTls hostileDefault = TrustAll.becomeDefault();
  private final Lab lab = new Lab();

  @AfterEach
  void tidyUp() {
    hostileDefault.close();
    lab.close();
  }

  static List<String> protocols() {
    return World.PROTOCOLS;
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void harmlessPropertiesConnectToTheGoodServer(String protocol) {
    Verdict verdict =
        lab.attempt(
            new Attempt(
                protocol,
                HostileServer.GOOD,
                List.of(
                    HostileProperty.setting("usesocketchannels", "true"),
                    HostileProperty.setting("timeout", "4000"),
                    HostileProperty.setting("auth", "true"),
                    HostileProperty.setting("starttls.enable", "true"))));
    assertTrue(
        verdict.outcome().connected() && verdict.outcome().authenticated(), verdict::toString);
    assertEquals(List.of(), verdict.leaks(), verdict::toString);
  }

  @Test
  void noPropertyAndNoTwoTogetherLetAnythingOut() throws Exception {
    judge("property abuse", getClass().getClassLoader(), Sample.ALL, Sample.EIGHTH, List.of());
  }

  @Test
  void noneDoesEvenIfItIsNotRefusedByName() throws Exception {
    judge(
        "property abuse, lenient reader",
        Mutants.LENIENT_READER.load(),
        Sample.QUARTER,
        Sample.EIGHTH,
        List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bctls", "conscrypt"})
  void noneDoesWithAnotherImplementationOfTls(String provider) throws Exception {
    judge(
        "property abuse, " + provider,
        getClass().getClassLoader(),
        Sample.THIRTY_SECOND,
        Sample.HUNDREDTH,
        List.of(HostileProperty.setting("security.tls-provider", provider)));
  }

  @Test
  void noAddressOfAWebServerDoes() throws Exception {
    judge(
        "property abuse, web servers",
        getClass().getClassLoader(),
        (protocol, server) ->
            Sample.EIGHTH
                .of(HostileProperty.WEB, place(protocol, server))
                .map(settings -> new Attempt(protocol, server, settings)));
  }

  private void judge(
      String title, ClassLoader loader, Sample singles, Sample pairs, List<Setting> always)
      throws Exception {
    judge(title, loader, (protocol, server) -> attempts(protocol, server, singles, pairs, always));
  }

  private void judge(String title, ClassLoader loader, Attempts attempts) throws Exception {
    long start = System.nanoTime();
    List<Verdict> verdicts = attemptAll(loader, attempts);
    List<String> leaks =
        Stream.concat(
                verdicts.stream().filter(v -> !v.leaks().isEmpty()).map(Verdict::toString),
                lab.leaksOfTheWholeRun().stream())
            .toList();
    System.out.printf(
        "%s: %d combinations, %d leaks (%d connected, %d s)%n",
        title,
        verdicts.size(),
        leaks.size(),
        verdicts.stream().filter(v -> v.outcome().connected()).count(),
        (System.nanoTime() - start) / 1_000_000_000);
    assertEquals(List.of(), leaks);
    Predicate<Verdict> inOurWords = v -> v.outcome().connected() || v.outcome().refused();
    assertEquals(List.of(), verdicts.stream().filter(inOurWords.negate()).toList());
  }

  /** Store names on one thread, transport names on another; no server is shared between them. */
  private List<Verdict> attemptAll(ClassLoader loader, Attempts attempts) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<List<Verdict>>> halves =
          List.of(
              () -> attemptAll(loader, attempts, p -> !Lab.family(p).equals("sm")),
              () -> attemptAll(loader, attempts, p -> Lab.family(p).equals("sm")));
      List<Verdict> all = new ArrayList<>();
      for (Future<List<Verdict>> half : threads.invokeAll(halves)) {
        all.addAll(half.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Verdict> attemptAll(
      ClassLoader loader, Attempts attempts, Predicate<String> protocols) {
    // Jakarta Mail takes a service's class from here first
    Thread.currentThread().setContextClassLoader(loader);
    return World.PROTOCOLS.stream()
        .filter(protocols)
        .flatMap(p -> SERVERS.stream().flatMap(s -> attempts.of(p, s)))
        .map(lab::attempt)
        .toList();
  }

  /** The attempts of one protocol name at one server. */
  private interface Attempts {
    Stream<Attempt> of(String protocol, HostileServer server);
  }

  /** Returns all attempts, or the share of this protocol name. */
  private static Stream<Attempt> attempts(
      String protocol, HostileServer server, Sample singles, Sample pairs, List<Setting> always) {
    int name = place(protocol, server);
    return Stream.concat(
            singles.of(HostileProperty.SINGLES, name), pairs.of(HostileProperty.PAIRS, name))
        .map(settings -> new Attempt(protocol, server, settings))
        .map(attempt -> attempt.with(always.toArray(Setting[]::new)));
  }

  private static int place(String protocol, HostileServer server) {
    return World.PROTOCOLS.indexOf(protocol) + SERVERS.indexOf(server);
  }

  /** The share of a list that one protocol name tries, unless the run is complete. */
  private enum Sample {
    ALL(1),
    QUARTER(4),
    EIGHTH(8),
    THIRTY_SECOND(32),
    HUNDREDTH(100);

    private final int turns;

    Sample(int turns) {
      this.turns = turns;
    }

    <T> Stream<T> of(List<T> all, int name) {
      return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
          .filter(i -> FULL || (i + name) % turns == 0)
          .map(all::get);
    }
  }
}
