package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The session is the application's: it is read, and nothing else is done to it. */
class UserSessionIT {
  private final World world = new World();

  static List<String> protocols() {
    return World.PROTOCOLS;
  }

  /** Every entry of every layer that can be seen, by identity. */
  private record Snapshot(Map<Object, Integer> identities, List<String> names) {
    static Snapshot of(Properties properties) {
      return new Snapshot(
          properties.entrySet().stream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, e -> System.identityHashCode(e.getValue()))),
          properties.stringPropertyNames().stream()
              .sorted()
              .map(name -> name + "=" + properties.getProperty(name))
              .toList());
    }
  }

  private static Service service(Session session, String protocol) throws MessagingException {
    return protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void propertiesStayAsTheyAre(String protocol) throws Exception {
    ScriptedServer<?> dialogue = (ScriptedServer<?>) World.dialogue(protocol);
    dialogue.accepting(world.sentinels);
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Properties defaults = new Properties();
      defaults.setProperty("mail." + protocol + ".auth", "true");
      Properties properties = new Properties(defaults);
      properties.putAll(world.trusting(protocol, server));
      properties.put("mail.security.listener", new SecurityListener() {});
      properties.put("mail." + protocol + ".timeout", 20_000);
      properties.put("mail." + protocol + ".starttls.enable", true);
      Session session = Session.getInstance(properties);
      Snapshot before = Snapshot.of(properties);

      try (Service service = service(session, protocol)) {
        service.connect(world.sentinels.user(), world.sentinels.password());
        assertEquals(before, Snapshot.of(properties));
      }
      try (Service service = service(session, protocol)) {
        assertThrows(
            MessagingException.class, () -> service.connect(world.sentinels.user(), "wrong"));
      }
      assertSame(properties, session.getProperties());
      assertEquals(before, Snapshot.of(properties));

      properties.remove("mail.security.trust-anchors");
      before = Snapshot.of(properties);
      try (Service service = service(session, protocol)) {
        assertThrows(
            MessagingException.class,
            () -> service.connect(world.sentinels.user(), world.sentinels.password()));
      }
      assertEquals(before, Snapshot.of(properties));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap", "pop3s", "pop3"})
  void messagesBelongToTheUsersSessionAndStore(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Session session = Session.getInstance(world.trusting(protocol, server));
      try (Store store = session.getStore(protocol)) {
        store.connect(world.sentinels.user(), world.sentinels.password());
        try (Folder folder = store.getFolder("INBOX")) {
          folder.open(Folder.READ_ONLY);
          assertSame(store, folder.getStore());
          for (Message message : folder.getMessages()) {
            assertEquals("A sample", message.getSubject());
            assertSame(session, message.getSession());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void urlNameKeepsTheProtocolThatWasUsed(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      for (Side side : Side.values()) {
        if (side == Side.PLAIN_ANGUS && protocol.startsWith("submission")) {
          continue;
        }
        Session session = Session.getInstance(side.properties(world, protocol, server));
        try (Service service = service(session, protocol)) {
          service.connect(world.sentinels.user(), world.sentinels.password());
          URLName url = service.getURLName();
          assertEquals(protocol, url.getProtocol(), side.toString());
          assertEquals("localhost", url.getHost(), side.toString());
          assertEquals(world.sentinels.user(), url.getUsername(), side.toString());
          assertEquals(-1, url.getPort(), side.toString());
          assertEquals(
              protocol + "://" + world.sentinels.user() + "@localhost",
              service.toString(),
              side.toString());
        }
      }
    }
  }
}
