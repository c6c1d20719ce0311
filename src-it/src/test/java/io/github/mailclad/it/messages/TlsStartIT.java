package io.github.mailclad.it.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Implicit TLS and STARTTLS mistaken for each other, in both directions. */
class TlsStartIT {
  private final World world = new World();

  private Properties starttls(String protocol, TlsFront server) {
    Properties properties = world.trusting(protocol, server);
    properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");
    return properties;
  }

  private String refused(String code, @Nullable MessagingException told) {
    return String.valueOf(Refusals.refused(code, world, told).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void starttlsOnATlsPortIsSaidSoWithoutWaitingForTheEndOfTheTime(String protocol)
      throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Properties properties = starttls(protocol, server);
      properties.setProperty("mail." + protocol + ".timeout", "500");

      String told = refused("implicit-tls-port", world.tryToConnect(protocol, properties));

      assertTrue(told.contains("port " + server.port() + " starts with TLS"), told);
      assertTrue(told.contains("remove mail." + protocol + ".security.tls-start"), told);
      assertEquals(0, server.recorder().clientPlain().length, "nothing but a ClientHello was sent");
    }
  }

  @Test
  void itIsSaidLongBeforeTheHandshakeTimesOut() throws Exception {
    try (TlsFront server = world.server("imap").start()) {
      Properties properties = starttls("imap", server);
      properties.setProperty("mail.imap.security.handshake-timeout", "600000");

      refused("implicit-tls-port", world.tryToConnect("imap", properties));
    }
  }

  @Test
  void aServerThatIsMerelySlowIsWaitedFor() throws Exception {
    ImapDialogue slow =
        new ImapDialogue()
            .greeting(new Script().silence(Duration.ofMillis(3500)).say("* OK ready"));
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(slow)
            .mischief(Mischief.EXPECT_STARTTLS)
            .start()) {
      assertNull(world.tryToConnect("imap", starttls("imap", server)));
    }
  }

  @ParameterizedTest
  @CsvSource({"imap, 993, 143", "pop3, 995, 110", "smtp, 465, 587", "smtps, 465, 587"})
  void starttlsOnARegisteredTlsPortIsRefusedBeforeConnecting(
      String protocol, int port, int starttlsPort) {
    Properties properties = new Properties();
    properties.setProperty("mail." + protocol + ".host", "localhost");
    properties.setProperty("mail." + protocol + ".port", Integer.toString(port));
    properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");

    String told = refused("implicit-tls-port", world.tryToConnect(protocol, properties));

    assertTrue(told.contains("port " + starttlsPort), told);
  }

  @ParameterizedTest
  @CsvSource({"imap, 993", "pop3, 995", "smtp, 465"})
  void aStarttlsServerOnAnyPortNamesTheSettingForStarttls(String protocol, int tlsPort)
      throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.EXPECT_STARTTLS).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".starttls.enable", "true");

      MessagingException told = world.tryToConnect(protocol, properties);

      String message = String.valueOf(told == null ? null : told.getMessage());
      assertTrue(
          List.of("plaintext-server", "starttls-port")
              .contains(Refusal.in(told).orElseThrow().code()),
          message);
      assertTrue(
          message.contains("set mail." + protocol + ".security.tls-start=starttls"), message);
      assertTrue(message.contains(Integer.toString(tlsPort)), message);
      assertTrue(message.contains("mail." + protocol + ".starttls.enable alone does not"), message);
    }
  }
}
