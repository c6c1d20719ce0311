package io.github.mailclad.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = new ArrayList<>();
  private final Pace pace =
      new Pace(
          Duration.ofSeconds(1),
          3,
          nanos::get,
          time -> {
            pauses.add(time);
            nanos.addAndGet(time.toNanos());
          });

  @Test
  void eachAddressHasAConnectionASecond() throws IOException {
    pace.await(address(1));
    pace.await(address(2));
    nanos.addAndGet(400_000_000);
    pace.await(address(1));
    assertEquals(List.of(Duration.ofMillis(600)), pauses);
    nanos.addAndGet(2_000_000_000);
    pace.await(address(1));
    assertEquals(1, pauses.size());
  }

  @Test
  void anAddressHasALimit() throws IOException {
    for (int i = 0; i < 3; i++) {
      pace.await(address(1));
    }
    assertThrows(IOException.class, () -> pace.await(address(1)));
    pace.await(address(2));
  }

  @Test
  void aServerThatTurnsAwayIsLeftAlone() throws IOException {
    pace.await(address(1));
    pace.turnedAway(address(1));
    assertThrows(IOException.class, () -> pace.await(address(1)));
    pace.await(address(2));
  }

  private static InetAddress address(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
  }
}
