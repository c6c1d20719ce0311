package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.AuthenticationFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the events for the Flight Recorder, read from recordings. */
@Timeout(180)
class FlightRecorderIT {
  private static final String SECURED = "mailclad.ConnectionSecured";
  private static final String REFUSED = "mailclad.ConnectionRefused";
  private static final String HANDSHAKE = "mailclad.Handshake";
  private static final String LOGIN = "mailclad.Login";

  private final World world = new World();
  @TempDir private Path folder;

  /** What is recorded meanwhile. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private List<RecordedEvent> recorded(Work work, String... disabled) throws Exception {
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      for (String event : disabled) {
        recording.disable(event);
      }
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return eventsIn(file);
  }

  private List<RecordedEvent> eventsIn(Path file) throws IOException {
    assertEquals(List.of(), world.sentinels.foundIn(Files.readAllBytes(file)));
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("mailclad."))
            .toList();
    String shown = events.toString();
    assertFalse(shown.contains(world.sentinels.user()), shown);
    return events;
  }

  private static List<String> names(List<RecordedEvent> events) {
    return events.stream().map(event -> event.getEventType().getName()).toList();
  }

  private static RecordedEvent only(String name, List<RecordedEvent> events) {
    List<RecordedEvent> found =
        events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
    assertEquals(1, found.size(), events::toString);
    return found.get(0);
  }

  private static void assertAt(String service, TlsFront server, List<RecordedEvent> events) {
    for (RecordedEvent event : events) {
      assertEquals(service, event.getString("service"));
      assertEquals("localhost", event.getString("serverAddress"));
      assertEquals(server.port(), event.getInt("serverPort"));
      assertEquals(Thread.currentThread().getName(), event.getThread().getJavaName());
      assertNull(event.getStackTrace());
    }
  }

  private static void assertTimes(RecordedEvent event, String longer, String shorter) {
    Duration whole = event.getDuration(longer);
    assertTrue(whole.toNanos() > 0 && whole.toSeconds() < 60, event::toString);
    assertTrue(event.getDuration(shorter).compareTo(whole) <= 0, event::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  void aConnectionIsRecordedWithItsHandshakeAndItsLogin(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      List<RecordedEvent> events =
          recorded(() -> assertNull(Duel.of(world, protocol, server).mailclad()));
      assertEquals(List.of(HANDSHAKE, SECURED, LOGIN), names(events));
      assertAt(protocol, server, events);

      assertTimes(only(HANDSHAKE, events), "handshake", "verdict");
      RecordedEvent secured = only(SECURED, events);
      assertEquals("authenticated", secured.getString("level"));
      assertEquals("1.3", secured.getString("tlsProtocolVersion"));
      assertTrue(secured.getString("tlsCipher").startsWith("TLS_AES_"), secured::toString);
      assertEquals("x25519", secured.getString("tlsCurve"));
      assertFalse(secured.getBoolean("tlsResumed"));
      RecordedEvent login = only(LOGIN, events);
      assertEquals("PLAIN", login.getString("mechanism"));
      assertEquals("accepted", login.getString("result"));
      assertTimes(login, "login", "login");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  void aRefusalIsRecordedWithItsHandshake(String protocol) throws Exception {
    try (TlsFront server =
        world
            .server(protocol)
            .certificate(CertificateBuilder.server().dns("other.example").issuedBy(world.root))
            .start()) {
      List<RecordedEvent> events =
          recorded(
              () ->
                  Refusals.refused(
                      "identity-mismatch", world, Duel.of(world, protocol, server).mailclad()));
      assertEquals(List.of(REFUSED, HANDSHAKE), names(events));
      assertAt(protocol, server, events);
      assertEquals("identity-mismatch", only(REFUSED, events).getString("errorType"));
      assertTrue(only(HANDSHAKE, events).getDuration("verdict").toNanos() > 0);
      OnTheWire.assertNothingSent(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  void aRejectedLoginIsRecorded(String protocol) throws Exception {
    ScriptedServer<?> dialogue = ((ScriptedServer<?>) World.dialogue(protocol)).refusingLogin();
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
      List<RecordedEvent> events =
          recorded(
              () ->
                  assertInstanceOf(
                      AuthenticationFailedException.class,
                      Duel.of(world, protocol, server).mailclad()));
      assertAt(protocol, server, events);
      RecordedEvent login = only(LOGIN, events);
      assertEquals("rejected", login.getString("result"));
      assertEquals("PLAIN", login.getString("mechanism"));
    }
  }

  /** IMAP and POP3 have a command of their own for user and password. */
  @ParameterizedTest
  @CsvSource({"imaps,LOGIN", "pop3s,USER"})
  void aLoginByTheCommandOfTheProtocolIsRecorded(String protocol, String command) throws Exception {
    for (boolean accepting : List.of(true, false)) {
      ScriptedServer<?> dialogue = (ScriptedServer<?>) World.dialogue(protocol);
      try (TlsFront server =
          world
              .server(protocol)
              .dialogue(accepting ? dialogue : dialogue.refusingLogin())
              .start()) {
        List<RecordedEvent> events =
            recorded(
                () ->
                    assertEquals(
                        accepting,
                        Duel.of(world, protocol, server)
                                .with("security.auth-mechanisms", "LOGIN")
                                .mailclad()
                            == null));
        RecordedEvent login = only(LOGIN, events);
        assertEquals(command, login.getString("mechanism"));
        assertEquals(accepting ? "accepted" : "rejected", login.getString("result"));
      }
    }
  }

  /** The recorder decides, as for events of the platform. */
  @Test
  void anEventThatIsDisabledIsNotRecorded() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      List<RecordedEvent> events =
          recorded(() -> assertNull(Duel.of(world, "imaps", server).mailclad()), HANDSHAKE, LOGIN);
      assertEquals(List.of(SECURED), names(events));
    }
  }

  @Test
  void aRecordingFromTheCommandLineHasTheEvents() throws Exception {
    Path file = folder.resolve("child.jfr");
    try (TlsFront server = world.server("imaps").start()) {
      assertEquals(
          List.of("connected"),
          child(
              server,
              "-Xlog:jfr+startup=off",
              "-XX:StartFlightRecording=filename=" + file + ",settings=none"));
      assertEquals(List.of(HANDSHAKE, SECURED, LOGIN), names(eventsIn(file)));
    }
  }

  @Test
  void withoutARecordingNoEventIsLoaded() throws Exception {
    Path log = folder.resolve("classes.log");
    try (TlsFront server = world.server("imaps").start()) {
      assertEquals(List.of("connected"), child(server, "-Xlog:class+load:file=" + log));
      String loaded = Files.readString(log);
      assertTrue(loaded.contains(".internal.jfr.FlightRecording "));
      assertFalse(loaded.contains(".internal.jfr.FlightEvents"));
      assertFalse(loaded.contains("jdk.jfr.Recording "));
    }
  }

  @Test
  void aRuntimeWithoutTheRecorderConnectsAllTheSame() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      assertEquals(List.of("connected"), child(server, "--limit-modules", "java.se,jdk.crypto.ec"));
      OnTheWire.assertLeaked(world, server);
    }
  }

  private List<String> child(TlsFront server, String... options) throws Exception {
    return new ChildJvm(folder, world)
        .trusting(world.root)
        .options(options)
        .connecting("imaps", World.pointing("imaps", server))
        .run();
  }
}
