package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads that share one session, and threads that are interrupted. */
@Requirement(
    value = {"D-5.2-6", "D-5.2-7"},
    heldBy = {"GuardedProperties", "MailConnector", "AddressRace"})
class ManyThreadsIT {
  private static final int THREADS = 32;

  private final World world = new World();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "a thread hangs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void eachThreadOfASharedSessionGetsTheConnectionThatItPlanned(String protocol) throws Exception {
    try (TlsFront good = world.server(protocol).start();
        TlsFront bad = new World().server(protocol).start()) {
      Session session = Session.getInstance(world.trusting(protocol, good));
      List<Callable<Boolean>> visits = new ArrayList<>();
      for (int i = 0; i < THREADS * 4; i++) {
        TlsFront server = i % 4 == 0 ? bad : good;
        visits.add(() -> visit(session, protocol, server) == (server == good));
      }
      for (Future<Boolean> asExpected : threads.invokeAll(visits)) {
        assertTrue(asExpected.get());
      }
      assertEquals(THREADS * 3, good.recorder().connections().size());
      assertEquals(THREADS, bad.recorder().connections().size());
      OnTheWire.assertNothingSent(world, bad);
    }
  }

  private boolean visit(Session session, String protocol, TlsFront server)
      throws MessagingException {
    try (Service service =
        protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol)) {
      service.connect(
          "localhost", server.port(), world.sentinels.user(), world.sentinels.password());
      assertEquals(
          ConfidentialityLevel.AUTHENTICATED,
          ((SecuredService) service).connectionSecurity().orElseThrow().level());
      return true;
    } catch (MessagingException e) {
      Refusals.refused("untrusted-issuer", world, e);
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void anInterruptedThreadDoesNotConnect(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Service service = World.service(protocol, world.trusting(protocol, server));
      Future<Boolean> visit =
          threads.submit(
              () -> {
                Thread.currentThread().interrupt();
                try {
                  service.connect(world.sentinels.user(), world.sentinels.password());
                  throw new AssertionError("connected");
                } catch (MessagingException e) {
                  return Thread.currentThread().isInterrupted();
                }
              });
      assertTrue(visit.get(10, TimeUnit.SECONDS), "the interrupt is kept");
      assertFalse(service.isConnected());
      OnTheWire.assertNothingSent(world, server);
    }
  }

  @Test
  void anInterruptDuringTheHandshakeEndsWithTheDeadline() throws Exception {
    try (TlsFront server = world.server("imaps").mischief(Mischief.SILENT).start()) {
      Duel duel = Duel.of(world, "imaps", server).with("security.handshake-timeout", "1000");
      Future<MessagingException> visit = threads.submit(duel::mailclad);
      server.recorder().awaitConnections(1, OnTheWire.PATIENCE);
      long patience = System.nanoTime() + OnTheWire.PATIENCE.toNanos();
      while (server.recorder().clientRaw().length == 0 && System.nanoTime() < patience) {
        Thread.onSpinWait();
      }
      threads.shutdownNow();
      Refusals.refused(
          "handshake-timeout",
          world,
          assertInstanceOf(MessagingException.class, visit.get(10, TimeUnit.SECONDS)));
      server.recorder().awaitEnds(OnTheWire.PATIENCE);
    }
  }
}
