package io.github.mailclad.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.net.Dialling.Backing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8305 on loopback. */
class AddressRaceTest {
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Listeners listeners = new Listeners();

  @AfterEach
  void noAttemptIsLeft() throws Exception {
    threads.shutdown();
    assertTrue(threads.awaitTermination(5, TimeUnit.SECONDS), "an attempt goes on");
    listeners.close();
  }

  private static Dialling within(Duration limit) {
    return new Dialling(new Route.Direct(), Backing.STREAM, null, Optional.of(limit));
  }

  private Socket dial(Dialling dialling) throws IOException {
    return new Dialler(host -> listeners.addresses, threads)
        .dial("mail.example.org", listeners.port(), List.of(), dialling);
  }

  @ParameterizedTest
  @EnumSource(Backing.class)
  @Requirement(
      value = {"R8305", "S-39"},
      heldBy = "AddressRace")
  void anAddressThatSwallowsEverythingCostsOneAttemptDelay(Backing backing) throws Exception {
    listeners.blackHole("::1");
    ServerSocket good = listeners.open("127.0.0.1");
    long begin = System.nanoTime();
    try (Socket socket =
        dial(new Dialling(new Route.Direct(), backing, null, Optional.of(ENOUGH)))) {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertEquals(good.getInetAddress(), socket.getInetAddress());
      assertTrue(millis >= 245 && millis < 2000, millis + " ms");
      assertEquals(backing == Backing.CHANNEL, socket.getChannel() != null);
    }
  }

  @Test
  @Requirement(value = "R8305", heldBy = "AddressRace")
  void theNextAddressIsTriedAtOnceWhenOneFails() throws Exception {
    ServerSocket good = listeners.open("127.0.0.1");
    listeners.addresses.clear();
    for (int i = 2; i < 12; i++) {
      listeners.closed("127.0.0." + i);
    }
    listeners.addresses.add(good.getInetAddress());
    long begin = System.nanoTime();
    try (Socket socket = dial(within(ENOUGH))) {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertEquals(good.getInetAddress(), socket.getInetAddress());
      assertTrue(millis < 1000, "ten refusals took " + millis + " ms");
    }
  }

  @Test
  void theAddressThatConnectedLastIsTheFirstOne() throws Exception {
    ServerSocket last = listeners.open("127.0.0.1");
    InetAddress preferred = InetAddress.getByName("127.0.0.2");
    listeners.addresses.add(0, preferred);
    Dialler dialler = new Dialler(host -> listeners.addresses, threads);
    assertConnects(dialler, last.getInetAddress());
    try (ServerSocket back = listeners.open("127.0.0.2")) {
      assertConnects(dialler, last.getInetAddress());
      assertConnects(new Dialler(host -> listeners.addresses, threads), preferred);
      last.close();
      assertConnects(dialler, preferred);
    }
    // an address that is not among the present ones is never connected to
    listeners.addresses.clear();
    listeners.addresses.addAll(
        List.of(InetAddress.getByName("127.0.0.3"), InetAddress.getByName("127.0.0.4")));
    assertThrows(ConnectException.class, () -> assertConnects(dialler, preferred));
  }

  private void assertConnects(Dialler dialler, InetAddress expected) throws IOException {
    try (Socket socket =
        dialler.dial("mail.example.org", listeners.port(), List.of(), within(ENOUGH))) {
      assertEquals(expected, socket.getInetAddress());
    }
  }

  @Test
  @Requirement(
      value = {"R8305", "S-39"},
      heldBy = "AddressRace")
  void losersAreClosedBeforeAnyOctet() throws Exception {
    CountDownLatch bothAreOnTheirWay = new CountDownLatch(2);
    CountDownLatch winnerIsKnown = new CountDownLatch(1);
    ServerSocket slow = listeners.open("127.0.0.2");
    ServerSocket fast = listeners.open("127.0.0.1");
    // the first attempt connects, but is told so only after the second has won
    Executor late =
        task -> {
          boolean first = bothAreOnTheirWay.getCount() == 2;
          bothAreOnTheirWay.countDown();
          threads.execute(
              () -> {
                if (first) {
                  await(winnerIsKnown);
                }
                task.run();
              });
        };
    Socket winner =
        new Dialler(host -> listeners.addresses, late)
            .dial("mail.example.org", listeners.port(), List.of(), within(ENOUGH));
    try (winner;
        Socket accepted = fast.accept()) {
      winnerIsKnown.countDown();
      assertEquals(fast.getInetAddress(), winner.getInetAddress());
      threads.shutdown();
      assertTrue(threads.awaitTermination(5, TimeUnit.SECONDS));
      winner.getOutputStream().write(1);
      assertEquals(1, accepted.getInputStream().read());
    }
    // a loser that was closed before it connected never arrives, one that did says nothing
    slow.setSoTimeout(300);
    try (Socket lost = slow.accept()) {
      assertEquals(-1, lost.getInputStream().read());
    } catch (SocketTimeoutException e) {
      assertEquals(0, bothAreOnTheirWay.getCount());
    }
  }

  @Test
  @Requirement(
      value = {"R8305", "S-39"},
      heldBy = "AddressRace")
  void ofTwoThatConnectOneIsKept() throws Exception {
    CountDownLatch bothMayConnect = new CountDownLatch(2);
    ServerSocket one = listeners.open("127.0.0.2");
    ServerSocket other = listeners.open("127.0.0.1");
    Executor together =
        task ->
            threads.execute(
                () -> {
                  bothMayConnect.countDown();
                  await(bothMayConnect);
                  task.run();
                });
    Socket winner =
        new Dialler(host -> listeners.addresses, together)
            .dial("mail.example.org", listeners.port(), List.of(), within(ENOUGH));
    threads.shutdown();
    assertTrue(threads.awaitTermination(5, TimeUnit.SECONDS));
    winner.getOutputStream().write(1);
    winner.close();
    int heard = 0;
    for (ServerSocket listener : List.of(one, other)) {
      listener.setSoTimeout(300);
      try (Socket accepted = listener.accept()) {
        heard += accepted.getInputStream().read() == 1 ? 1 : 0;
      } catch (SocketTimeoutException e) {
        // the loser was closed before its handshake
      }
    }
    assertEquals(1, heard);
  }

  @Test
  @Requirement(value = "R8305", heldBy = "AddressRace")
  void familiesTakeTurns() throws Exception {
    assertEquals(
        addresses("::1", "127.0.0.1", "::2", "127.0.0.2", "127.0.0.3"),
        AddressRace.interleaved(
            addresses("::1", "::2", "127.0.0.1", "127.0.0.2", "127.0.0.3", "::1")));
    assertEquals(
        addresses("127.0.0.1", "::1", "127.0.0.2"),
        AddressRace.interleaved(addresses("127.0.0.1", "127.0.0.2", "::1")));
  }

  @Test
  @Requirement(value = "R8305", heldBy = "AddressRace")
  void theDeadlineIsForAllAddressesTogether() throws Exception {
    listeners.blackHole("127.0.0.1");
    listeners.blackHole("127.0.0.2");
    listeners.blackHole("127.0.0.3");
    long begin = System.nanoTime();
    assertThrows(SocketTimeoutException.class, () -> dial(within(Duration.ofMillis(600))));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    assertTrue(millis >= 590 && millis < 2000, millis + " ms");
  }

  @Test
  void whenAllFailTheFirstSaysWhy() throws Exception {
    try (ServerSocket unused = listeners.open("127.0.0.1")) {
      listeners.addresses.clear();
    }
    listeners.closed("127.0.0.1");
    listeners.closed("127.0.0.2");
    IOException told = assertThrows(ConnectException.class, () -> dial(within(ENOUGH)));
    assertEquals(1, told.getSuppressed().length);
  }

  @Test
  void anInterruptEndsTheRaceAndIsKept() throws Exception {
    listeners.blackHole("127.0.0.1");
    CountDownLatch dialling = new CountDownLatch(1);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> interrupted =
          caller.submit(
              () -> {
                dialling.countDown();
                IOException told = assertThrows(IOException.class, () -> dial(within(ENOUGH)));
                assertInstanceOf(InterruptedIOException.class, told);
                assertTrue(!(told instanceof SocketTimeoutException), told::toString);
                return Thread.currentThread().isInterrupted();
              });
      await(dialling);
      caller.shutdownNow();
      assertTrue(interrupted.get(5, TimeUnit.SECONDS), "the thread is still interrupted");
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void aLocalAddressIsUsedForItsFamilyOnly() throws Exception {
    listeners.open("::1");
    ServerSocket v4 = listeners.open("127.0.0.1");
    InetSocketAddress local = new InetSocketAddress("127.0.0.5", 0);
    try (Socket socket =
            dial(new Dialling(new Route.Direct(), Backing.STREAM, local, Optional.of(ENOUGH)));
        Socket accepted = v4.accept()) {
      assertEquals(local.getAddress(), accepted.getInetAddress());
      assertEquals(v4.getInetAddress(), socket.getInetAddress());
    }
  }

  private static List<InetAddress> addresses(String... literals) {
    return Arrays.stream(literals).flatMap(AddressRaceTest::address).toList();
  }

  private static Stream<InetAddress> address(String literal) {
    try {
      return Stream.of(InetAddress.getByName(literal));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(5, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
