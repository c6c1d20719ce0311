package io.github.mailclad.it.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the debug output of Jakarta Mail: Mailclad's decisions, once, and no secret. */
class DebugOutputIT {
  private final World world = new World();

  static List<String> protocols() {
    return World.PROTOCOLS;
  }

  private void connect(Session session, String protocol) throws MessagingException {
    try (Service service =
        protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol)) {
      service.connect(world.sentinels.user(), world.sentinels.password());
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void planAndOutcomeAreShownWhereTheSessionShowsItsProtocol(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".auth", "true");
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      String elsewhere =
          standardOutput(
              () -> {
                Session session = Session.getInstance(properties);
                session.setDebugOut(new PrintStream(shown, true, UTF_8));
                session.setDebug(true);
                connect(session, protocol);
                return session;
              });
      String text = shown.toString(UTF_8);
      assertTrue(text.contains("DEBUG MAILCLAD: plan: "), text);
      assertTrue(text.contains("DEBUG MAILCLAD: outcome: AUTHENTICATED "), text);
      assertEquals(List.of(), world.sentinels.foundIn(shown.toByteArray()), text);
      assertEquals(1, greetings(text), text);
      assertEquals("", elsewhere, "what the session shows goes where the application said");
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void debugPropertyShowsOneGreeting(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail.debug", "true");
      String text =
          standardOutput(
              () -> {
                Session session = Session.getInstance(properties);
                connect(session, protocol);
                return session;
              });
      assertEquals(1, greetings(text), text);
      assertTrue(text.contains("DEBUG MAILCLAD: plan: "), text);
      assertEquals(List.of(), world.sentinels.foundIn(text.getBytes(UTF_8)), text);
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void nothingIsShownWithoutTheSwitch(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = world.trusting(protocol, server);
      String text =
          standardOutput(
              () -> {
                Session session = Session.getInstance(properties);
                connect(session, protocol);
                return session;
              });
      assertEquals("", text);
    }
  }

  private static long greetings(String text) {
    return text.lines().filter(line -> line.contains("Jakarta Mail version")).count();
  }

  private static String standardOutput(Callable<?> work) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    try (PrintStream capture = new PrintStream(captured, true, UTF_8)) {
      System.setOut(capture);
      work.call();
    } finally {
      System.setOut(before);
    }
    return captured.toString(UTF_8);
  }
}
