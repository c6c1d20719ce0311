package io.github.mailclad.it.traps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logins that plain Angus makes in another way than was configured, or not at all. */
class LoginTrapsIT {
  private final World world = new World();
  private @Nullable DefaultTls trust;

  @BeforeEach
  void letAngusTrustTheServer() throws Exception {
    trust = DefaultTls.trusting(world.root);
  }

  @AfterEach
  void restore() {
    if (trust != null) {
      trust.close();
    }
  }

  /** A mechanism is configured, and the server offers only PLAIN. */
  record Configured(String protocol, MailDialogue server, Map<String, String> settings) {
    @Override
    public String toString() {
      return protocol + " " + settings;
    }
  }

  static List<Configured> configured() {
    Map<String, String> external =
        Map.of("sasl.enable", "true", "sasl.mechanisms", "EXTERNAL", "auth", "true");
    return List.of(
        new Configured("imaps", new ImapDialogue().mechanisms("PLAIN"), external),
        new Configured("smtps", new SmtpDialogue().mechanisms("PLAIN"), external),
        new Configured(
            "imaps", new ImapDialogue().mechanisms("PLAIN"), Map.of("auth.mechanisms", "XOAUTH2")));
  }

  @ParameterizedTest
  @MethodSource("configured")
  @Requirement(
      value = {"X-12", "D-5.2-7"},
      heldBy = {"LoginChoice", "LoginIMAPProtocol", "SmtpConnector"})
  void aMechanismThatIsNotOfferedIsNotReplacedByThePassword(Configured each) throws Exception {
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(each.server()).start()) {
      Duel duel = Duel.of(world, each.protocol(), server);
      each.settings().forEach(duel::with);
      Told told = new Told();
      duel.with("security.listener", told);

      Refusals.refused("mechanism-unavailable", world, duel.mailclad());
      assertEquals(List.of("mechanism-unavailable"), told.codes);
      OnTheWire.assertNoSecret(world, server);
      assertFalse(
          OnTheWire.commands(world, server).stream()
              .anyMatch(List.of("AUTH", "AUTHENTICATE", "LOGIN")::contains));

      assertNull(duel.plainAngus(), "Angus is content with another mechanism");
      OnTheWire.assertLeaked(world, server);
    }
  }

  @Test
  @Requirement(
      value = {"X-14", "D-3.3-6"},
      heldBy = "SmtpConnector")
  void aServerThatOffersNoLoginGetsNoMessage() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().capabilities("8BITMIME");
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Told told = new Told();
      Duel duel =
          Duel.of(world, "smtps", server).with("auth", "true").with("security.listener", told);

      Refusals.refused("auth-not-offered", world, send(duel.properties()));
      assertEquals(List.of("auth-not-offered"), told.codes);
      OnTheWire.assertNoSecret(world, server);
      assertFalse(OnTheWire.commands(world, server).contains("MAIL FROM"));

      assertNull(send(World.plainAngus("smtps", duel.properties())));
      OnTheWire.assertLeaked(world, server);
      assertTrue(OnTheWire.commands(world, server).contains("MAIL FROM"));
      assertFalse(dialogue.isLoginCompleted());
    }
  }

  private @Nullable MessagingException send(Properties properties) {
    Session session = Session.getInstance(properties);
    try (Transport transport = session.getTransport("smtps")) {
      transport.connect(world.sentinels.user(), world.sentinels.password());
      MimeMessage message = new MimeMessage(session);
      message.setFrom("alice@example.org");
      message.setText(world.sentinels.body());
      message.saveChanges();
      transport.sendMessage(message, InternetAddress.parse("bob@example.org"));
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  @Test
  @Requirement(
      value = {"X-8", "D-5.2-6"},
      heldBy = {"SMTPSSLTransport", "SMTPTransport"})
  void aReplyThatAsksForStarttlsInsideTlsIsNotObeyed() throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue().replying("AUTH", "530 5.7.0 must issue a STARTTLS command first");
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Duel duel = Duel.of(world, "smtps", server).with("auth", "true");

      Refusals.refused("starttls-inside-tls", world, duel.mailclad());
      assertFalse(OnTheWire.commands(world, server).contains("STARTTLS"));

      duel.plainAngus();
      assertTrue(OnTheWire.commands(world, server).contains("STARTTLS"), "TLS inside TLS");
    }
  }

  @Test
  @Requirement(
      value = {"D-5.2-6", "D-5.2-7"},
      heldBy = {"SMTPSSLTransport", "SMTPTransport"})
  void aSocketOfTheApplicationIsNotUsed() throws Exception {
    try (TlsFront server = world.server("smtps").mischief(Mischief.PLAINTEXT).start()) {
      Duel duel = Duel.of(world, "smtps", server).with("auth", "true");

      MessagingException refused =
          assertThrows(MessagingException.class, () -> connectBySocket(server, duel.properties()));
      Refusals.refused("foreign-socket", world, refused);
      OnTheWire.assertNoSecret(world, server);

      connectBySocket(server, World.plainAngus("smtps", duel.properties()));
      OnTheWire.assertLeaked(world, server);
    }
  }

  private void connectBySocket(TlsFront server, Properties properties) throws Exception {
    Session session = Session.getInstance(properties, new Prompt());
    try (Socket socket = new Socket(server.host(), server.port());
        SMTPTransport transport = (SMTPTransport) session.getTransport("smtps")) {
      transport.connect(socket);
    }
  }

  @Test
  @Requirement(value = "D-3.2-5", heldBy = "ImapConnector")
  void aServerThatKnowsTheUserWithoutAProofIsRefused() throws Exception {
    ImapDialogue dialogue = new ImapDialogue().greeting("* PREAUTH welcome back");
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Told told = new Told();
      Duel duel = Duel.of(world, "imaps", server).with("security.listener", told);

      Refusals.refused("unexpected-preauth", world, duel.mailclad());
      assertEquals(List.of("unexpected-preauth"), told.codes);
      OnTheWire.assertNoSecret(world, server);
      assertFalse(dialogue.commands().stream().anyMatch(line -> line.contains("EXAMINE")));

      Properties plain = World.plainAngus("imaps", duel.properties());
      try (Store store = (Store) world.connect("imaps", plain)) {
        store.getFolder("INBOX").open(Folder.READ_ONLY);
      }
      assertTrue(dialogue.commands().stream().anyMatch(line -> line.contains("EXAMINE")));
      assertFalse(dialogue.isLoginCompleted());
    }
  }

  @Test
  @Requirement(
      value = {"X-22", "D-5.2-7"},
      heldBy = {"POP3Store", "InsecureConnectionException"})
  void aServerWithoutTlsIsNotAWrongPassword() throws Exception {
    Pop3Dialogue dialogue = new Pop3Dialogue().capabilities("TOP", "UIDL", "USER");
    try (TlsFront server =
        TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(dialogue).start()) {
      Duel duel = Duel.of(world, "pop3", server).with("starttls.required", "true");

      Prompt ours = new Prompt();
      Refusals.refused("plaintext-server", world, prompted(duel.properties(), ours));
      assertEquals(0, ours.asked.get());
      OnTheWire.assertNoSecret(world, server);

      Prompt theirs = new Prompt();
      assertInstanceOf(
          AuthenticationFailedException.class,
          prompted(World.plainAngus("pop3", duel.properties()), theirs));
      assertEquals(1, theirs.asked.get(), "the user is asked for another password");
    }
  }

  private @Nullable MessagingException prompted(Properties properties, Prompt prompt) {
    Session session = Session.getInstance(properties, prompt);
    try (Store store = session.getStore("pop3")) {
      store.connect("localhost", world.sentinels.user(), world.sentinels.password());
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  /** A listener that records the codes of refusals. */
  private static final class Told implements SecurityListener {
    private final List<String> codes = new ArrayList<>();

    @Override
    public synchronized void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
      codes.add(refusal.code());
    }
  }

  /** An application's dialog that asks for user and password. */
  private final class Prompt extends Authenticator {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      asked.incrementAndGet();
      return new PasswordAuthentication(world.sentinels.user(), world.sentinels.password());
    }
  }
}
