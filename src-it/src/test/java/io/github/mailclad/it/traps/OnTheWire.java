package io.github.mailclad.it.traps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.World;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The user's data that a server received, by its wire. */
public final class OnTheWire {
  /** The time limit of a test for an expected event. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private OnTheWire() {}

  /** The secrets that the server got, in TLS or not, after all its connections have ended. */
  public static List<String> secrets(World world, TlsFront server) {
    WireRecorder recorder = server.recorder();
    recorder.awaitEnds(PATIENCE);
    return Stream.of(recorder.clientRaw(), recorder.clientPlain())
        .flatMap(octets -> world.sentinels.foundIn(octets).stream())
        .toList();
  }

  /** The mail commands that the server got, in TLS or not. */
  public static List<String> commands(World world, TlsFront server) {
    WireRecorder recorder = server.recorder();
    recorder.awaitEnds(PATIENCE);
    return Stream.of(recorder.clientClear(), recorder.clientPlain())
        .flatMap(octets -> world.sentinels.commandsIn(octets).stream())
        .toList();
  }

  /** The server got a secret: the trap is a trap. */
  public static void assertLeaked(World world, TlsFront server) {
    assertNotEquals(List.of(), secrets(world, server), "the trap did not spring");
  }

  /** The server got no secret, though perhaps a command. */
  public static void assertNoSecret(World world, TlsFront server) {
    assertEquals(List.of(), secrets(world, server));
  }

  /** The server got not one octet of mail, in TLS or not. */
  public static void assertNothingSent(World world, TlsFront server) {
    assertEquals(List.of(), secrets(world, server));
    assertEquals(List.of(), commands(world, server));
    assertEquals("", text(server.recorder().clientPlain()), "application data");
    assertEquals("", text(server.recorder().clientClear()), "octets outside of TLS");
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /**
   * Asserts that there was no connection so far. The visitor that this sends comes last, since a
   * listener takes connections in order, so an earlier one would have been seen.
   */
  public static void assertNeverConnected(TlsFront server) throws IOException {
    try (Socket unused = new Socket(server.host(), server.port())) {
      server.recorder().awaitConnections(1, PATIENCE);
      assertEquals(1, server.recorder().connections().size(), "connections");
    }
  }
}
