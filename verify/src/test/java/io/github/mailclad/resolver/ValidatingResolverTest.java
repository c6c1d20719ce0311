package io.github.mailclad.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.internal.dns.AnchorRecords;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ValidatingResolverTest {
  private static final Clock CLOCK = FixedClock.at(Instant.parse("2026-11-22T00:00:00Z"));

  /** Returns the port of the discard protocol, which has no listener. */
  private static List<InetSocketAddress> nobody() {
    return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
  }

  @Test
  void whatNobodyAnswersIsIndeterminate() throws Exception {
    ValidatingResolver resolver =
        ValidatingResolver.asking(nobody(), AnchorRecords.shipped(), CLOCK);

    for (DnssecStatus status :
        List.of(
            resolver
                .srv("_imaps._tcp.example.org")
                .toCompletableFuture()
                .get(9, TimeUnit.SECONDS)
                .status(),
            resolver
                .tlsa("_993._tcp.example.org")
                .toCompletableFuture()
                .get(9, TimeUnit.SECONDS)
                .status(),
            resolver.ipv4("example.org").toCompletableFuture().get(9, TimeUnit.SECONDS).status(),
            resolver.ipv6("example.org").toCompletableFuture().get(9, TimeUnit.SECONDS).status())) {
      assertEquals(DnssecStatus.INDETERMINATE, status);
    }
  }

  @Test
  void withoutAnAnchorThereIsNoResolver() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ValidatingResolver.asking(nobody(), "; nothing\n", CLOCK));
  }
}
