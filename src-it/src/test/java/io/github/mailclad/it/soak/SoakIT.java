package io.github.mailclad.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.it.World;
import io.github.mailclad.it.soak.MoodyServers.Server;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A few hundred connections, or ten thousand with {@code -Dmailclad.abuse=full}, from many threads
 * to servers that misbehave at random. Each ends within its deadlines, none sends a secret in the
 * clear, and in the end no thread, no socket and no memory is left. {@code -Dmailclad.soak.seed}
 * repeats a run.
 */
@Requirement(
    value = {"D-5.2-6", "R8305"},
    heldBy = {"AddressRace", "Deadlines", "LoginPhase", "SecuredSocket"})
class SoakIT {
  private static final boolean FULL = System.getProperty("mailclad.abuse", "").equals("full");
  private static final int CONNECTS = FULL ? 10_000 : 300;
  private static final int WARM_UP = FULL ? 400 : 100;
  private static final int IN_A_ROUND = 200;
  private static final int THREADS = 16;
  private static final int ONE_IN_INTERRUPTED = 40;
  private static final long MOST_HEAP = 10L << 20;

  /** Connect, handshake, login and the end of it, with room for a busy machine. */
  private static final long MOST_MILLIS = 20_000;

  private final World world = new World();
  private final long seed = Long.getLong("mailclad.soak.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicLong slowest = new AtomicLong();
  private final List<String> leaks = new ArrayList<>();

  @Test
  void nothingIsLeftOfConnectionsToServersThatMisbehave() throws Exception {
    rounds(WARM_UP);
    Leftovers leftovers = Leftovers.ofNothing();
    connected.set(0);
    slowest.set(0);
    rounds(CONNECTS);
    List<Thread> threads = leftovers.threads();
    int sockets = leftovers.sockets();
    long heap = leftovers.heap();
    System.out.printf(
        Locale.ROOT,
        "soak: %d connects, %d threads and %d sockets leaked (%d logged in, slowest %d ms, heap %+d KiB, seed %d)%n",
        CONNECTS,
        threads.size(),
        sockets,
        connected.get(),
        slowest.get(),
        heap / 1024,
        seed);
    assertEquals(List.of(), leaks);
    assertEquals(List.of(), threads);
    assertEquals(0, sockets);
    assertTrue(heap < MOST_HEAP, heap + " octets of heap");
    assertTrue(slowest.get() < MOST_MILLIS, slowest + " ms");
    assertTrue(connected.get() > 0, "some servers are honest");
  }

  /** New servers for each round: what they recorded is not kept. */
  private void rounds(int connects) throws Exception {
    for (int done = 0; done < connects; done += IN_A_ROUND) {
      round(Math.min(IN_A_ROUND, connects - done));
    }
  }

  private void round(int connects) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (MoodyServers servers = new MoodyServers(world, random.nextLong(), 6)) {
      List<Callable<Boolean>> visits = new ArrayList<>();
      for (int i = 0; i < connects; i++) {
        boolean interrupted = random.nextInt(ONE_IN_INTERRUPTED) == 0;
        visits.add(() -> visit(servers.any(), interrupted));
      }
      for (Future<Boolean> visit : threads.invokeAll(visits)) {
        if (visit.get()) {
          connected.incrementAndGet();
        }
      }
      leaks.addAll(servers.leaks());
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean visit(Server server, boolean interrupted) throws MessagingException {
    Service service = World.service(server.protocol(), properties(server));
    long begin = System.nanoTime();
    try {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      service.connect(world.sentinels.user(), world.sentinels.password());
      return true;
    } catch (MessagingException e) {
      return false;
    } finally {
      Thread.interrupted();
      end(service);
      slowest.accumulateAndGet((System.nanoTime() - begin) / 1_000_000, Math::max);
    }
  }

  private static void end(Service service) {
    try {
      service.close();
    } catch (MessagingException e) {
      // a server that does not say goodbye is cut off
    }
  }

  private Properties properties(Server server) {
    Properties properties = world.trusting(server.protocol(), server.front());
    String prefix = "mail." + server.protocol() + ".";
    properties.setProperty(prefix + "connectiontimeout", "5000");
    properties.setProperty(prefix + "timeout", "2000");
    properties.setProperty(prefix + "writetimeout", "2000");
    properties.setProperty(prefix + "security.handshake-timeout", "1000");
    properties.setProperty(prefix + "security.login-timeout", "1000");
    if (server.startsInClear()) {
      properties.setProperty(prefix + "security.tls-start", "starttls");
    }
    return properties;
  }
}
