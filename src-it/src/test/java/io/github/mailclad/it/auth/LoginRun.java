package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One login against a scripted server, and all that was seen of it. Everything that can be shown is
 * asked to be shown; no secret ever is.
 *
 * @param failure null if the login was accepted
 * @param logins those that the server accepted
 * @param commands what the server received, line by line, responses included
 * @param sent what the client sent inside of TLS
 */
record LoginRun(
    @Nullable MessagingException failure, List<Login> logins, List<String> commands, String sent) {
  static final List<String> PROTOCOLS = List.of("imaps", "pop3s", "submissions");

  static ScriptedServer<?> server(String protocol) {
    return (ScriptedServer<?>) World.dialogue(protocol);
  }

  /** With the sentinel user and password. */
  static LoginRun of(
      World world, String protocol, ScriptedServer<?> dialogue, Map<String, Object> settings) {
    return as(
        world, protocol, dialogue, settings, world.sentinels.user(), world.sentinels.password());
  }

  /** With other credentials, or no password. */
  static LoginRun as(
      World world,
      String protocol,
      ScriptedServer<?> dialogue,
      Map<String, Object> settings,
      String user,
      @Nullable String password) {
    TlsFront.Builder front = TlsFront.builder().certificate(world.certificate).dialogue(dialogue);
    return on(front, world, protocol, dialogue, settings, user, password);
  }

  /** Without a password, on a server that needs a client certificate of that authority. */
  static LoginRun asking(
      World world,
      String protocol,
      ScriptedServer<?> dialogue,
      Map<String, Object> settings,
      Issued authority) {
    TlsFront.Builder front =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(dialogue)
            .clientAuth(ClientAuth.REQUIRED, authority);
    return on(front, world, protocol, dialogue, settings, world.sentinels.user(), null);
  }

  /** On a server of that description, or one that leads to it. */
  static LoginRun on(
      TlsFront.Builder builder,
      World world,
      String protocol,
      ScriptedServer<?> dialogue,
      Map<String, Object> settings,
      String user,
      @Nullable String password) {
    try (TlsFront front = builder.start()) {
      Properties properties = world.trusting(protocol, front);
      properties.setProperty("mail." + protocol + ".auth", "true");
      properties.setProperty("mail.debug.auth", "true");
      properties.setProperty("mail.debug.auth.password", "true");
      settings.forEach((key, value) -> properties.put("mail." + protocol + "." + key, value));
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      MessagingException failure = connect(protocol, properties, shown, user, password);
      front.recorder().awaitEnds(Duration.ofSeconds(10));
      assertEquals(
          List.of(),
          world.sentinels.foundIn(shown.toByteArray()),
          () -> "shown: " + shown.toString(UTF_8));
      assertEquals(List.of(), world.sentinels.foundIn(front.recorder().clientRaw()));
      return new LoginRun(
          failure,
          dialogue.logins(),
          dialogue.commands(),
          new String(front.recorder().clientPlain(), UTF_8));
    }
  }

  private static @Nullable MessagingException connect(
      String protocol,
      Properties properties,
      ByteArrayOutputStream shown,
      String user,
      @Nullable String password) {
    Session session = Session.getInstance(properties);
    session.setDebugOut(new PrintStream(shown, true, UTF_8));
    session.setDebug(true);
    try (Service service =
        protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol)) {
      service.connect(user, password);
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  /** The code of the refusal; empty for none. */
  String code() {
    return Refusal.in(failure).map(Refusal::code).orElse("");
  }

  /** The commands that begin a login, without an IMAP tag. */
  List<String> attempts() {
    return commands.stream()
        .map(line -> line.replaceFirst("^[A-Z]+\\d+ ", ""))
        .filter(line -> line.matches("(AUTH|AUTHENTICATE|LOGIN|USER|PASS|APOP)( .*)?"))
        .toList();
  }
}
