package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of the requests for a password: the authenticator, the time and the protocol are as with
 * plain Angus, where that knows the protocol name.
 */
class PasswordCacheIT {
  private final World world = new World();

  static List<String> protocols() {
    return World.PROTOCOLS;
  }

  /** An authenticator that records its requests. */
  private static final class Asked extends Authenticator {
    private final List<String> questions = new ArrayList<>();
    private final String user;
    private final List<String> passwords;

    Asked(String user, String... passwords) {
      this.user = user;
      this.passwords = new ArrayList<>(List.of(passwords));
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      questions.add(
          "%s for %s, prompt %s"
              .formatted(getRequestingProtocol(), getDefaultUserName(), getRequestingPrompt()));
      return new PasswordAuthentication(
          user, passwords.size() > 1 ? passwords.remove(0) : passwords.get(0));
    }
  }

  private TlsFront server(String protocol) {
    ScriptedServer<?> dialogue =
        switch (protocol.substring(0, 2)) {
          case "im" -> new ImapDialogue().accepting(world.sentinels);
          case "po" -> new Pop3Dialogue().accepting(world.sentinels);
          default -> new SmtpDialogue().requiringLogin().accepting(world.sentinels);
        };
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private Properties properties(Side side, String protocol, TlsFront server) {
    Properties properties = side.properties(world, protocol, server);
    properties.setProperty("mail." + protocol + ".auth", "true");
    return properties;
  }

  private static Service service(Session session, String protocol) throws MessagingException {
    return protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol);
  }

  private static List<Side> sides(String protocol) {
    return protocol.startsWith("submission") ? List.of(Side.MAILCLAD) : List.of(Side.values());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void authenticatorIsAskedOnceForTheProtocolNameThatWasUsed(String protocol) throws Exception {
    try (TlsFront server = server(protocol)) {
      for (Side side : sides(protocol)) {
        Asked asked = new Asked(world.sentinels.user(), world.sentinels.password());
        Properties properties = properties(side, protocol, server);
        properties.setProperty("mail." + protocol + ".user", world.sentinels.user());
        Session session = Session.getInstance(properties, asked);
        for (int i = 0; i < 2; i++) {
          try (Service service = service(session, protocol)) {
            service.connect();
            PasswordAuthentication saved = session.getPasswordAuthentication(service.getURLName());
            assertNotNull(saved, side.toString());
            assertEquals(world.sentinels.password(), saved.getPassword(), side.toString());
          }
        }
        assertEquals(
            List.of(protocol + " for " + world.sentinels.user() + ", prompt null"),
            asked.questions,
            side.toString());
      }
    }
  }

  /** The saved password has the name of the one who knew it, and the next question another. */
  @ParameterizedTest
  @MethodSource("protocols")
  void authenticatorIsAskedEachTimeWithoutAUserName(String protocol) throws Exception {
    try (TlsFront server = server(protocol)) {
      for (Side side : sides(protocol)) {
        Asked asked = new Asked(world.sentinels.user(), world.sentinels.password());
        Session session = Session.getInstance(properties(side, protocol, server), asked);
        for (int i = 0; i < 2; i++) {
          try (Service service = service(session, protocol)) {
            service.connect();
          }
        }
        String question = protocol + " for " + System.getProperty("user.name") + ", prompt null";
        assertEquals(List.of(question, question), asked.questions, side.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void authenticatorIsNotAskedWhenThePasswordIsGiven(String protocol) throws Exception {
    try (TlsFront server = server(protocol)) {
      for (Side side : sides(protocol)) {
        Asked asked = new Asked("nobody", "nothing");
        Session session = Session.getInstance(properties(side, protocol, server), asked);
        try (Service service = service(session, protocol)) {
          service.connect(world.sentinels.user(), world.sentinels.password());
        }
        assertEquals(List.of(), asked.questions, side.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void authenticatorIsAskedAgainAfterASavedPasswordIsRefused(String protocol) throws Exception {
    try (TlsFront server = server(protocol)) {
      List<List<String>> questions = new ArrayList<>();
      for (Side side : sides(protocol)) {
        Asked asked =
            new Asked(world.sentinels.user(), "a wrong password", world.sentinels.password());
        Session session = Session.getInstance(properties(side, protocol, server), asked);
        for (int i = 0; i < 3; i++) {
          try (Service service = service(session, protocol)) {
            service.connect();
            asked.questions.add("connected");
          } catch (MessagingException e) {
            asked.questions.add(e.getClass().getSimpleName());
          }
        }
        questions.add(asked.questions);
      }
      assertEquals(questions.get(0), questions.get(questions.size() - 1));
      assertEquals("connected", questions.get(0).get(questions.get(0).size() - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void passwordThatTheApplicationSavedIsUsed(String protocol) throws Exception {
    try (TlsFront server = server(protocol)) {
      for (Side side : sides(protocol)) {
        Session session = Session.getInstance(properties(side, protocol, server));
        try (Service service = service(session, protocol)) {
          URLName saved =
              new URLName(protocol, "localhost", -1, null, world.sentinels.user(), null);
          session.setPasswordAuthentication(
              saved,
              new PasswordAuthentication(world.sentinels.user(), world.sentinels.password()));
          service.connect(world.sentinels.user(), null);
          assertTrue(service.isConnected(), side.toString());
        }
      }
    }
  }
}
