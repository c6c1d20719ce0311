package io.github.mailclad.internal.discovery;

import static io.github.mailclad.MailService.IMAP;
import static io.github.mailclad.MailService.IMAPS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.discovery.Searches.DOMAIN;
import static io.github.mailclad.internal.discovery.Searches.TERMS;
import static io.github.mailclad.internal.discovery.Searches.at;
import static io.github.mailclad.internal.discovery.Searches.refusal;
import static io.github.mailclad.internal.discovery.Searches.servers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Tests that a search ends with every resolver. */
class LookupDeadlineTest {
  private final FakeDns dns = new FakeDns();

  @Test
  @Requirement(
      value = {"S-18", "S-38"},
      heldBy = "LookupDeadline")
  void silenceEndsAtTheLimitAndIsNoAbsence() {
    for (MailService service : MailService.values()) {
      dns.silent(FakeDns.Type.SRV, at(service));
    }
    ServiceSearch search = new ServiceSearch(dns, new Random(1), Duration.ofMillis(300));

    long begin = System.nanoTime();
    Outcome<Choice> result = search.account(DOMAIN).choose(ServiceSearch.ACCESS, TERMS);
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);

    assertEquals(
        new LookupRefusal.DiscoveryFailed(
            PeerText.of(at(IMAPS)), INDETERMINATE, PeerText.of("no answer within 300 ms")),
        refusal(result));
    // six waits of their own would take 1.8 s
    assertTrue(taken.compareTo(Duration.ofMillis(1500)) < 0, () -> "took " + taken);
    assertTrue(taken.compareTo(Duration.ofMillis(290)) > 0, () -> "took " + taken);
    assertEquals(6, dns.queries().size());
  }

  @Test
  void anInterruptedThreadWaitsNoLongerAndStaysInterrupted() {
    dns.silent(FakeDns.Type.SRV, at(IMAPS)).srv(SECURE, at(IMAP), "0 0 143 imap.example.net");

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          Thread.currentThread().interrupt();
          Outcome<Choice> result = servers(dns, IMAPS, TERMS);

          assertTrue(Thread.interrupted());
          LookupRefusal.DiscoveryFailed failed =
              assertInstanceOf(LookupRefusal.DiscoveryFailed.class, refusal(result));
          assertEquals(INDETERMINATE, failed.status());
        });
  }

  @Test
  void aResolverThatBreaksItsPromiseKeepsAnAnswerAwayAndNoMore() {
    IllegalStateException broken = new IllegalStateException("broken");

    for (Function<String, CompletionStage<Answer<SrvRecord>>> promise :
        List.<Function<String, CompletionStage<Answer<SrvRecord>>>>of(
            name -> {
              throw broken;
            },
            name -> CompletableFuture.failedFuture(broken),
            name -> {
              CompletableFuture<Answer<SrvRecord>> cancelled = new CompletableFuture<>();
              cancelled.cancel(false);
              return cancelled;
            })) {
      Refusal refusal =
          refusal(
              servers(
                  new ServiceSearch(new Breaking(promise), new Random(1), Duration.ofSeconds(5)),
                  IMAPS,
                  TERMS));
      assertEquals(
          INDETERMINATE, assertInstanceOf(LookupRefusal.DiscoveryFailed.class, refusal).status());
    }
  }

  private record Breaking(Function<String, CompletionStage<Answer<SrvRecord>>> promise)
      implements SecureResolver {
    @Override
    public CompletionStage<Answer<SrvRecord>> srv(String name) {
      return promise.apply(name);
    }

    @Override
    public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
      throw new AssertionError("a search asks for SRV records");
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv4(String host) {
      throw new AssertionError("a search asks for SRV records");
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv6(String host) {
      throw new AssertionError("a search asks for SRV records");
    }
  }

  @Test
  void aSearchWithoutALimitDoesNotExist() {
    assertThrows(
        IllegalArgumentException.class, () -> new ServiceSearch(dns, new Random(1), Duration.ZERO));
  }
}
