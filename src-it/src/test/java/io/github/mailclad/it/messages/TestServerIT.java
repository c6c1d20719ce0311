package io.github.mailclad.it.messages;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ConnectProxy;
import jakarta.mail.MessagingException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers of tests, on this machine: how a test is done is said, and none is mistaken for another.
 */
class TestServerIT {
  private static final String HINT =
      "for tests: io.github.mailclad:mailclad-test puts TLS before this server";

  private final World world = new World();

  private TlsFront.Builder plain(String greeting) {
    return TlsFront.builder()
        .certificate(world.certificate)
        .dialogue(new SmtpDialogue().greeting(greeting))
        .mischief(Mischief.PLAINTEXT);
  }

  private static String said(@Nullable MessagingException told) {
    return String.valueOf(requireNonNull(told).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "220 /127.0.0.1 GreenMail SMTP Service v2.1.3 ready",
        "220 abc Mailpit ESMTP Service ready",
        "220 mailhog.example ESMTP MailHog",
        "220 box smtp4dev ready"
      })
  void aTestServerThatGreetsAsOneIsExplained(String greeting) throws Exception {
    try (TlsFront server = plain(greeting).start()) {
      String told = said(world.tryToConnect("smtp", world.trusting("smtp", server)));

      assertTrue(told.contains(HINT), told);
      assertTrue(told.contains("mail.smtp.security.minimum-level=none"), told);
      assertTrue(told.contains("in the properties of the tests only"), told);
    }
  }

  @Test
  void anotherServerIsNot() throws Exception {
    try (TlsFront server = plain("220 mail.example.org ESMTP Postfix").start();
        TlsFront other = world.server("imap").start()) {
      String told = said(world.tryToConnect("smtp", world.trusting("smtp", server)));
      assertFalse(told.contains(HINT), told);
      told = said(world.tryToConnect("imap", World.pointing("imap", other)));
      assertFalse(told.contains(HINT), told);
    }
  }

  @Test
  void theUsualPortOfATestServerOnThisMachineIsEnough() throws Exception {
    try (TlsFront server = ConnectProxy.beforeCleartext(new SmtpDialogue().greeting("220 hello"))) {
      Properties properties = ConnectProxy.through(server, "smtp", "localhost");
      properties.setProperty("mail.smtp.port", "3025");
      String told = said(world.tryToConnect("smtp", properties));
      assertTrue(told.contains(HINT), told);
    }
  }

  /** An attacker on the path could send such a greeting, and make people give up all security. */
  @Test
  void aGreetingFromElsewhereIsNoReasonToSayIt() throws Exception {
    try (TlsFront server =
        ConnectProxy.beforeCleartext(
            new SmtpDialogue().greeting("220 mail.example.org GreenMail SMTP Service ready"))) {
      Properties properties = ConnectProxy.through(server, "smtp", "mail.example.org");
      properties.setProperty("mail.smtp.port", "3025");
      String told = said(world.tryToConnect("smtp", properties));
      assertTrue(told.contains("plaintext-server"), told);
      assertFalse(told.contains("minimum-level"), told);
    }
  }

  /**
   * One test's server with TLS and the next one's without, on a port that the system gave twice.
   */
  @Test
  void aServerOfAnotherTestOnTheSamePortIsAnotherServer() throws Exception {
    int port;
    try (TlsFront first = world.server("imap").start()) {
      port = first.port();
      assertNull(world.tryToConnect("imap", world.trusting("imap", first)));
    }
    try (TlsFront next =
        TlsFront.builder()
            .dialogue(new ImapDialogue())
            .mischief(Mischief.PLAINTEXT)
            .port(port)
            .start()) {
      Properties properties = World.pointing("imap", next);
      String told = said(world.tryToConnect("imap", properties));
      assertTrue(told.contains("plaintext-server"), told);

      properties.setProperty("mail.imap.security.minimum-level", "none");
      assertNull(world.tryToConnect("imap", properties));
    }
  }

  @Test
  void anAccountStoreRemembersEvenThose() throws Exception {
    InMemoryAccountStore store = new InMemoryAccountStore();
    int port;
    try (TlsFront first = world.server("imap").start()) {
      port = first.port();
      Properties properties = world.trusting("imap", first);
      properties.put("mail.security.account-store", store);
      assertNull(world.tryToConnect("imap", properties));
    }
    try (TlsFront next =
        TlsFront.builder()
            .dialogue(new ImapDialogue())
            .mischief(Mischief.PLAINTEXT)
            .port(port)
            .start()) {
      Properties properties = World.pointing("imap", next);
      properties.put("mail.security.account-store", store);
      String told = said(world.tryToConnect("imap", properties));
      assertTrue(told.contains("tls-disappeared"), told);
      assertEquals(0, next.recorder().clientPlain().length);
    }
  }
}
