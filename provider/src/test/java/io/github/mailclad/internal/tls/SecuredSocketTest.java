package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder.CloseNotify;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.refusal.HandshakeRefusal;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SecuredSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Room room = new Room();

  @Test
  @Requirement(
      value = {"D-3.1-1", "D-3.2-1", "D-3.3-1", "D-3.1-3"},
      heldBy = "SecuredSocket")
  void streamsAreThereOnlyAfterTheVerdictAndOneHandshake() throws Exception {
    try (TlsFront server = room.server().start();
        SecuredSocket socket = room.connect(server)) {
      assertTrue(socket.security().isEmpty());
      assertEquals(0, server.recorder().clientRaw().length);

      Room.talk(socket);
      socket.startHandshake();
      socket.getSession();

      assertEquals(1, room.secured.size());
      assertEquals(1, server.acceptedHandshakes());
      assertEquals(room.secured.get(0), socket.security().orElseThrow());
      assertTrue(server.recorder().onlyConnection().rawStartsWithTls());
      assertEquals(0, server.recorder().clientClear().length);
    }
  }

  @Test
  void smallWritesDoNotWaitForAcknowledgements() throws Exception {
    try (TlsFront server = room.server().start();
        SecuredSocket socket = room.connect(server)) {
      assertTrue(socket.getTcpNoDelay());
    }
  }

  @Test
  @Requirement(
      value = {"D-5-4", "D-5-5", "D-5.2-6"},
      heldBy = "SecuredSocket")
  void aRefusedSocketNeverSendsApplicationData() throws Exception {
    try (TlsFront server =
            room.server()
                .certificate(CertificateBuilder.server().dns("b.example").issuedBy(room.root))
                .start();
        SecuredSocket socket = room.connect(server)) {
      RefusedException first = assertThrows(RefusedException.class, socket::startHandshake);
      assertEquals("identity-mismatch", first.refusal().code());

      assertSame(first, assertThrows(RefusedException.class, socket::getOutputStream));
      assertSame(first, assertThrows(RefusedException.class, socket::getInputStream));
      assertFalse(socket.getSession().isValid());
      assertTrue(socket.isClosed());
      assertTrue(socket.security().isEmpty());
      assertEquals(1, room.refused.size());
      server.recorder().awaitEnds(PATIENCE);
      assertEquals(0, server.recorder().clientPlain().length);
    }
  }

  @Test
  void everyHandshakeIsTimedWithItsVerdict() throws Exception {
    try (TlsFront server = room.server().start();
        SecuredSocket socket = room.connect(server)) {
      socket.startHandshake();
      HandshakeTimes times = room.timed.get(0);
      assertEquals(server.port(), times.endpoint().port());
      assertTrue(times.verdict().toNanos() > 0, times.toString());
      assertTrue(times.handshake().compareTo(times.verdict()) > 0, times.toString());
    }
    try (TlsFront server = room.server().mischief(Mischief.ALERT).start();
        SecuredSocket socket = room.connect(server)) {
      assertThrows(RefusedException.class, socket::startHandshake);
      assertEquals(2, room.timed.size());
      assertEquals(Duration.ZERO, room.timed.get(1).verdict());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "DRIP"})
  void theHandshakeHasATotalTimeHoweverBusyTheServerLooks(Mischief mischief) throws Exception {
    try (TlsFront server = room.server().mischief(mischief).start()) {
      ConnectionPlan plan =
          room.plan(
              server,
              room.policy().handshakeTimeout(Duration.ofMillis(300)).build(),
              "localhost",
              "a");
      long start = System.nanoTime();
      try (SecuredSocket socket = room.connect(server, plan)) {
        socket.setSoTimeout(60_000);
        RefusedException late = assertThrows(RefusedException.class, socket::startHandshake);

        assertEquals(new HandshakeRefusal.HandshakeTimeout(Duration.ofMillis(300)), late.refusal());
      }
      assertTrue(millisSince(start) < 5_000, "took " + millisSince(start) + " ms");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"D-3.4-1", "D-3.4-2"},
      heldBy = "SecuredSocket")
  void closingSaysCloseNotifyAndWaitsForNobody(String version) throws Exception {
    try (TlsFront server =
        room.server().protocols(version).mischief(Mischief.NO_CLOSE_NOTIFY_ANSWER).start()) {
      SecuredSocket socket = room.connect(server);
      Room.talk(socket);
      socket.setSoTimeout(60_000);
      long start = System.nanoTime();
      socket.close();

      assertTrue(millisSince(start) < 1_000, "took " + millisSince(start) + " ms");
      assertTrue(socket.isClosed());
      assertEquals(CloseNotify.SEEN, awaitCloseNotify(server));
    }
  }

  private static CloseNotify awaitCloseNotify(TlsFront server) {
    server.recorder().awaitEnds(PATIENCE);
    return server.recorder().onlyConnection().closeNotifyFromClient();
  }

  @Test
  void theChannelOfTheConnectionIsKept() throws Exception {
    try (TlsFront server = room.server().start();
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(server.host(), server.port()));
        SecuredSocket socket = room.secure(channel.socket(), room.plan(server))) {
      assertSame(channel, socket.getChannel());
    }
  }

  @Test
  @Requirement(
      value = {"D-5-10", "R9325-3.1.1-1"},
      heldBy = "DelegatingSslSocket")
  void nothingOnTheSocketCanLoosenWhatIsOffered() throws Exception {
    try (TlsFront server = room.server().start();
        SecuredSocket socket = room.connect(server)) {
      String[] versions = socket.getEnabledProtocols();
      String[] suites = socket.getEnabledCipherSuites();

      socket.setEnabledProtocols(socket.getSupportedProtocols());
      socket.setEnabledCipherSuites(socket.getSupportedCipherSuites());
      socket.setSSLParameters(new SSLParameters(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"}));
      socket.setUseClientMode(false);
      socket.setNeedClientAuth(true);
      socket.setEnableSessionCreation(false);

      assertArrayEquals(versions, socket.getEnabledProtocols());
      assertArrayEquals(suites, socket.getEnabledCipherSuites());
      assertEquals(2, versions.length, () -> Arrays.toString(versions));
      assertTrue(socket.getUseClientMode());
      Room.talk(socket);
      assertEquals(1, room.secured.size());
    }
  }

  @Test
  @Requirement(value = "R9325-3.5-3", heldBy = "SecuredSocket")
  void aServerThatAsksForARenegotiationGetsNone() throws Exception {
    try (TlsFront server =
            room.server().legacy(LegacyTls.tls12().requestingRenegotiation()).start();
        SecuredSocket socket = room.connect(server)) {
      RefusedException refused =
          assertThrows(
              RefusedException.class,
              () -> {
                Room.talk(socket);
                Room.talk(socket);
              });
      assertEquals(new HandshakeRefusal.Renegotiation(), refused.refusal());
      assertEquals(List.of(refused.refusal()), room.refused);
      server.recorder().awaitEnds(PATIENCE);
      assertEquals(0, server.recorder().onlyConnection().renegotiations());
    }
  }

  @Test
  void deadlinesKeepNoProgramRunning() throws Exception {
    try (TlsFront server = room.server().start();
        SecuredSocket socket = room.connect(server)) {
      Room.talk(socket);
      assertTrue(
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("mailclad-deadlines"))
              .allMatch(Thread::isDaemon));
    }
    assertTrue(room.deadlines.executor() instanceof ThreadPoolExecutor);
    assertTrue(((ThreadPoolExecutor) room.deadlines.executor()).allowsCoreThreadTimeOut());
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
