package io.github.mailclad.it.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.event.StoreEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the encoding of passwords on the wire, and of a server's words at a login. */
class WordsAndSpellingIT {
  private final World world = new World();

  /** A way to log in by password, and a password. */
  record Case(String protocol, String mechanism, String password) {}

  static Stream<Case> cases() {
    return Stream.of(
            "imaps PLAIN",
            "imaps LOGIN",
            "imaps ",
            "pop3s PLAIN",
            "pop3s LOGIN",
            "pop3s ",
            "smtps PLAIN",
            "smtps LOGIN")
        .map(way -> way.split(" ", 2))
        .flatMap(
            way ->
                Stream.of(
                        "10\u20ac", "p\u00e4ssw\u00f6rd", "\u010d\u010a", "a \"q\\ b", "{3}", " x ")
                    .map(password -> new Case(way[0], way[1], password)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aPasswordHasOneSpellingForAllMechanisms(Case each) {
    ScriptedServer<?> dialogue = (ScriptedServer<?>) World.dialogue(each.protocol());
    if (each.mechanism().isEmpty()) {
      dialogue.mechanisms();
      dialogue.capabilities(each.protocol().equals("imaps") ? "IMAP4rev1" : "USER");
    } else {
      dialogue.mechanisms(each.mechanism());
    }
    LoginRun run =
        LoginRun.as(
            world,
            each.protocol(),
            dialogue,
            Map.of("security.auth-mechanisms", "PLAIN LOGIN"),
            "j\u00fcrgen",
            each.password());
    assertNull(run.failure());
    Login login = run.logins().get(0);
    assertEquals(each.password(), asSent(login, login.secret()));
    assertEquals("j\u00fcrgen", asSent(login, login.user()));
  }

  /** The fixture keeps an octet as a character, except in SASL. */
  private static String asSent(Login login, String kept) {
    return List.of("LOGIN command", "USER").contains(login.mechanism())
        ? new String(kept.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        : kept;
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", ""})
  void anAlertBesideTheLoginReachesTheApplication(String mechanism) throws Exception {
    ImapDialogue dialogue = new ImapDialogue();
    if (mechanism.isEmpty()) {
      dialogue.mechanisms().capabilities("IMAP4rev1");
      dialogue.replying("LOGIN", "{tag} OK [ALERT] the disk is nearly full");
    } else {
      dialogue.mechanisms(mechanism);
      dialogue.playing(
          "AUTHENTICATE",
          new io.github.mailclad.fixtures.Script().say("{tag} OK [ALERT] the disk is nearly full"));
      dialogue.capabilities("IMAP4rev1", "SASL-IR", "AUTH=" + mechanism);
    }
    List<String> told = new ArrayList<>();
    CountDownLatch both = new CountDownLatch(2);
    try (TlsFront server = world.server("imaps").dialogue(dialogue).start();
        Store store =
            (Store)
                World.service(
                    "imaps",
                    Duel.of(world, "imaps", server)
                        .with("enableresponseevents", "true")
                        .properties())) {
      store.addStoreListener(
          event -> {
            synchronized (told) {
              told.add(event.getMessageType() + " " + event.getMessage());
            }
            both.countDown();
          });
      store.connect(world.sentinels.user(), world.sentinels.password());
      assertTrue(both.await(10, TimeUnit.SECONDS), told::toString);
    }
    assertTrue(
        told.stream()
            .anyMatch(
                t -> t.startsWith(StoreEvent.ALERT + " ") && t.contains("the disk is nearly full")),
        told::toString);
    assertTrue(
        told.stream().anyMatch(t -> t.matches("(?s)\\d+ .* OK \\[ALERT].*")), told::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void whatATerminalObeysIsEscapedInAServersWords(String protocol) throws Exception {
    String words = "go\u001b[31m \u0007away\u009b2J";
    ScriptedServer<?> dialogue =
        ((ScriptedServer<?>) World.dialogue(protocol))
            .replying("AUTHENTICATE", "{tag} NO " + words)
            .replying("AUTH", protocol.equals("smtps") ? "535 " + words : "-ERR " + words);
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start()) {
      MessagingException told = Duel.of(world, protocol, server).mailclad();
      String message =
          String.valueOf(assertInstanceOf(AuthenticationFailedException.class, told).getMessage());
      assertTrue(message.contains("go\\x1b[31m \\x07away\\x9b2J"), message);
      assertFalse(message.replace("\n  ", "").chars().anyMatch(Character::isISOControl), message);
    }
  }
}
