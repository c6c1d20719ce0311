package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.StoredMessage;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While one store or transport connects, application code on its thread uses another of the same
 * session: each keeps to its own server.
 */
class NestedConnectIT {
  private final World world = new World();
  private boolean inside;
  private @Nullable Callable<?> nested;
  private @Nullable Exception failure;

  /** The application's object that is asked in the middle of a connect. */
  enum Asked {
    LISTENER,
    TOKEN_SUPPLIER,
    HOSTNAME_VERIFIER
  }

  /** A protocol, and from where the other service is used. */
  record Case(String protocol, Asked asked) {}

  static Stream<Case> cases() {
    return Stream.of("imaps", "imap", "pop3s", "pop3", "smtps", "submission")
        .flatMap(protocol -> Stream.of(Asked.values()).map(asked -> new Case(protocol, asked)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachServiceKeepsToItsOwnServer(Case each) throws Exception {
    ScriptedServer<?> first = dialogue(each.protocol(), "first");
    ScriptedServer<?> second = dialogue(each.protocol(), "second");
    try (TlsFront one = front(first);
        TlsFront other = front(second)) {
      Session session = Session.getInstance(properties(each));
      Service a = service(session, each.protocol());
      connect(a, one);
      Use use = use(session, a, one);
      Service b = service(session, each.protocol());
      nested = use::again;
      connect(b, other);
      assertTrue(inside, "the other service was used inside");
      assertNull(failure);
      b.close();
      use.end();
      a.close();
      assertOwn(each.protocol(), first, second);
    }
  }

  private static ScriptedServer<?> dialogue(String protocol, String name) {
    StoredMessage message = StoredMessage.saying(name);
    ScriptedServer<?> dialogue =
        switch (protocol.substring(0, 2)) {
          case "im" -> new ImapDialogue().message(message);
          case "po" -> new Pop3Dialogue().message(message);
          default -> new SmtpDialogue();
        };
    return dialogue.mechanisms("XOAUTH2", "PLAIN");
  }

  private TlsFront front(ScriptedServer<?> dialogue) {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private Properties properties(Case each) {
    Properties properties = new Properties();
    properties.put("mail.security.trust-anchors", world.root.certificate());
    String prefix = "mail." + each.protocol() + ".";
    switch (each.asked()) {
      case LISTENER -> properties.put("mail.security.listener", new Listener());
      case HOSTNAME_VERIFIER ->
          properties.put(prefix + "ssl.hostnameverifier", (HostnameVerifier) (host, tls) -> use());
      case TOKEN_SUPPLIER -> {
        properties.put(prefix + "security.auth-mechanisms", "XOAUTH2");
        OAuthTokenSupplier tokens =
            (user, endpoint) -> {
              use();
              return world.sentinels.token();
            };
        properties.put(prefix + "security.token-supplier", tokens);
      }
    }
    return properties;
  }

  private final class Listener implements SecurityListener {
    @Override
    public void onConnected(ConnectionSecurity security) {
      use();
    }
  }

  /** Once, and not again while it is used. */
  private boolean use() {
    Callable<?> next = nested;
    nested = null;
    if (next != null) {
      inside = true;
      try {
        next.call();
      } catch (Exception e) {
        failure = e;
      }
    }
    return true;
  }

  private static Service service(Session session, String protocol) throws MessagingException {
    return protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol);
  }

  private void connect(Service service, TlsFront server) throws MessagingException {
    service.connect("localhost", server.port(), world.sentinels.user(), world.sentinels.password());
  }

  /** The use of the service that is already connected. */
  private interface Use {
    Object again() throws Exception;

    void end() throws Exception;
  }

  private Use use(Session session, Service a, TlsFront server) throws MessagingException {
    return a instanceof Transport transport
        ? new Sending(session, transport, server)
        : new Reading((Store) a);
  }

  private static final class Reading implements Use {
    private final Store store;
    private final Folder known;
    private @Nullable Folder opened;

    Reading(Store store) throws MessagingException {
      this.store = store;
      this.known = store.getFolder("INBOX");
      known.open(Folder.READ_ONLY);
    }

    @Override
    public Object again() throws Exception {
      if (store instanceof org.eclipse.angus.mail.pop3.POP3Store) {
        known.close(false);
      }
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      opened = inbox;
      assertEquals("first\r\n", inbox.getMessage(1).getContent());
      inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
      return inbox;
    }

    @Override
    public void end() throws MessagingException {
      if (opened != null) {
        opened.close(true);
      }
      if (known.isOpen()) {
        known.close(false);
      }
    }
  }

  private final class Sending implements Use {
    private final Session session;
    private final Transport transport;
    private final TlsFront server;

    Sending(Session session, Transport transport, TlsFront server) {
      this.session = session;
      this.transport = transport;
      this.server = server;
    }

    @Override
    public Object again() throws Exception {
      transport.close();
      connect(transport, server);
      MimeMessage message = new MimeMessage(session);
      message.setFrom("a@sender.example");
      message.setText("first");
      transport.sendMessage(message, new InternetAddress[] {new InternetAddress("b@r.example")});
      return message;
    }

    @Override
    public void end() {}
  }

  private static void assertOwn(String protocol, ScriptedServer<?> first, ScriptedServer<?> other) {
    List<String> strange =
        other.commands().stream()
            .filter(line -> line.matches("(?i).*\\b(SELECT|FETCH|STORE|DELE|RETR|MAIL|DATA)\\b.*"))
            .toList();
    assertEquals(List.of(), strange, protocol + ": what went to the other server");
    assertTrue(
        first.commands().stream()
            .anyMatch(line -> line.matches("(?i).*\\b(STORE|DELE|MAIL)\\b.*")));
    assertEquals(1, other.logins().size());
    assertEquals(2, first.logins().size());
    if (first instanceof SmtpDialogue smtp) {
      assertEquals(1, smtp.messages().size());
    }
  }
}
