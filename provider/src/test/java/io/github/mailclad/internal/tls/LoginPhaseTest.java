package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.LoginRefusal.LoginFlood.Excess;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that proved its name, and then keeps the client busy. */
@Requirement(value = "D-5.2-6", heldBy = "LoginPhase")
class LoginPhaseTest {
  private static final int LINES = 20_000;
  private static final String HUNDRED = "* OK " + "x".repeat(93);

  private final Room room = new Room();

  /** Data that a server sends without a request, and the refusal. */
  record Flood(Excess excess, Sender sender) {
    @Override
    public String toString() {
      return excess.name();
    }
  }

  /** Sends too much. */
  @FunctionalInterface
  interface Sender {
    void to(Lines io) throws IOException;
  }

  static List<Flood> floods() {
    return List.of(
        new Flood(
            Excess.OCTETS,
            io -> {
              for (int i = 0; i < LINES; i++) {
                io.send(HUNDRED);
              }
            }),
        new Flood(
            Excess.LINE,
            io -> {
              for (int i = 0; i < LINES; i++) {
                io.sendRaw(HUNDRED);
              }
            }),
        new Flood(Excess.LITERAL, io -> io.send("* OK {2000000000}")),
        new Flood(Excess.LITERAL, io -> io.send("* OK {99999999999999999999+}")));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void moreThanALoginTakesIsRefused(Flood flood) throws Exception {
    try (TlsFront server = room.server().dialogue(flood.sender()::to).start();
        SecuredSocket socket = room.connect(server)) {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      int[] octets = {0};
      RefusedException refused =
          assertThrows(
              RefusedException.class,
              () -> {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  octets[0] += n;
                }
              });
      assertEquals(new LoginRefusal.LoginFlood(flood.excess()), refused.refusal());
      assertTrue(octets[0] <= LoginPhase.MOST_OCTETS, octets[0] + " octets came through");
      assertTrue(socket.isClosed());
      assertEquals(List.of(refused.refusal()), room.refused);
      assertThrows(RefusedException.class, socket::getOutputStream);
    }
  }

  @Test
  void afterTheLoginThereIsNoLimit() throws Exception {
    Flood flood = floods().get(0);
    try (TlsFront server = room.server().dialogue(flood.sender()::to).start();
        SecuredSocket socket = room.connect(server)) {
      InputStream in = socket.getInputStream();
      in.readNBytes(100);
      socket.loggedInWhen(() -> true);
      assertEquals(LINES * (HUNDRED.length() + 2) - 100, in.readAllBytes().length);
    }
  }

  @Test
  void aLoginThatDripsEndsWithItsDeadline() throws Exception {
    try (TlsFront server =
            room.server()
                .dialogue(
                    io -> {
                      for (int i = 0; i < 100; i++) {
                        io.sendRaw("x");
                        LockSupport.parkNanos(50_000_000);
                      }
                    })
                .start();
        SecuredSocket socket =
            room.connect(
                server,
                room.plan(
                    server,
                    room.policy().loginTimeout(Duration.ofMillis(400)).build(),
                    "localhost",
                    "account"))) {
      InputStream in = socket.getInputStream();
      long begin = System.nanoTime();
      Refusal refusal =
          assertThrows(
                  RefusedException.class,
                  () -> {
                    int octet;
                    do {
                      octet = in.read();
                    } while (octet >= 0);
                  })
              .refusal();
      assertTrue(System.nanoTime() - begin < 4_000_000_000L);
      assertEquals(new LoginRefusal.LoginTimeout(Duration.ofMillis(400)), refusal);
    }
  }

  @Test
  void aLoginWithoutAnAnswerEndsWithItsDeadline() throws Exception {
    try (TlsFront server = room.server().mischief(Mischief.STALL_AFTER_HANDSHAKE).start();
        SecuredSocket socket =
            room.connect(
                server,
                room.plan(
                    server,
                    room.policy().loginTimeout(Duration.ofMillis(400)).build(),
                    "localhost",
                    "account"))) {
      InputStream in = socket.getInputStream();
      RefusedException refused = assertThrows(RefusedException.class, in::read);
      assertEquals(new LoginRefusal.LoginTimeout(Duration.ofMillis(400)), refused.refusal());
    }
  }

  @Test
  void anAnswerThatTakesTooLongIsNoWrongPassword() throws Exception {
    try (TlsFront server = room.server().mischief(Mischief.STALL_AFTER_HANDSHAKE).start();
        SecuredSocket socket = room.connect(server)) {
      InputStream in = socket.getInputStream();
      socket.setSoTimeout(300);
      RefusedException refused = assertThrows(RefusedException.class, in::read);
      assertEquals(new LoginRefusal.LoginTimeout(Duration.ofMillis(300)), refused.refusal());
    }
  }

  @Test
  void aLoggedInUserIsNotDisconnected() throws Exception {
    try (TlsFront server = room.server().start();
        SecuredSocket socket =
            room.connect(
                server,
                room.plan(
                    server,
                    room.policy().loginTimeout(Duration.ofMillis(200)).build(),
                    "localhost",
                    "account"))) {
      socket.startHandshake();
      socket.loggedIn();
      socket.setSoTimeout(500);
      InputStream in = socket.getInputStream();
      in.readNBytes("* OK hello\r\n".length());
      assertThrows(SocketTimeoutException.class, in::read);
      socket.getOutputStream().write("line\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals("again\r\n".length(), in.readNBytes("again\r\n".length()).length);
      assertEquals(List.of(), room.refused);
    }
  }
}
