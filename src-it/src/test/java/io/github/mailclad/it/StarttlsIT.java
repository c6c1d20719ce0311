package io.github.mailclad.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Refusal;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.Service;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * STARTTLS by {@code tls-start=starttls}: always required, and nothing but the permitted commands
 * in the clear.
 */
class StarttlsIT {
  private final World world = new World();

  @ParameterizedTest
  @CsvSource({"imap, IMAP", "pop3, POP3", "submission, SUBMISSION", "smtp, SUBMISSION"})
  @Requirement(value = "D-3.3-4", heldBy = "StarttlsPreamble")
  void logsInOnlyAfterTlsWasStarted(String protocol, MailService service) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.EXPECT_STARTTLS).start()) {
      try (Service connected = world.connect(protocol, starttls(protocol, server))) {
        ConnectionSecurity security =
            ((SecuredService) connected).connectionSecurity().orElseThrow();
        assertEquals(service, security.service());
      }
      server.recorder().awaitEnds(Duration.ofSeconds(5));
      byte[] clear = server.recorder().clientClear();
      assertEquals(List.of(), world.sentinels.foundIn(clear));
      assertTrue(
          List.of("STARTTLS", "STLS", "EHLO").containsAll(world.sentinels.commandsIn(clear)));
      assertTrue(!world.sentinels.foundIn(server.recorder().clientPlain()).isEmpty());
    }
  }

  record Case(String protocol, MailDialogue dialogue, String code) {}

  static List<Case> hostile() {
    return List.of(
        new Case("imap", new ImapDialogue().greeting("* PREAUTH welcome"), "preauth-before-tls"),
        new Case(
            "imap",
            new ImapDialogue().greeting("* BYE [REFERRAL imap://evil/] go"),
            "starttls-unavailable"),
        new Case(
            "imap",
            new ImapDialogue().replying("STARTTLS", "{tag} NO not now"),
            "starttls-unavailable"),
        new Case(
            "imap",
            new ImapDialogue().replying("STARTTLS", "{tag} OK go", "* OK [ALERT] call us"),
            "starttls-injection"),
        new Case("pop3", new Pop3Dialogue().replying("STLS", "-ERR no"), "starttls-unavailable"),
        new Case(
            "pop3",
            new Pop3Dialogue().replying("STLS", "+OK", "+OK injected"),
            "starttls-injection"),
        new Case(
            "smtp", new SmtpDialogue().replying("STARTTLS", "454 not now"), "starttls-unavailable"),
        new Case(
            "smtp",
            new SmtpDialogue().capabilitiesInClear("AUTH PLAIN LOGIN"),
            "starttls-unavailable"),
        new Case("smtp", new SmtpDialogue().replying("EHLO", "502 no"), "starttls-unavailable"),
        new Case(
            "smtp",
            new SmtpDialogue().replying("STARTTLS", "220 go", "250 AUTH PLAIN"),
            "starttls-injection"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @Requirement(
      value = {"D-3.3-5", "P-IMAP-6", "P-IMAP-7", "P-IMAP-10", "P-POP-2", "P-SMTP-4", "D-5.2-6"},
      heldBy = "StarttlsPreamble")
  void aServerThatDoesNotStartTlsGetsNothing(Case hostile) {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .mischief(Mischief.EXPECT_STARTTLS)
            .dialogue(hostile.dialogue())
            .start()) {
      var refused = world.tryToConnect(hostile.protocol(), starttls(hostile.protocol(), server));
      assertEquals(
          hostile.code(), Refusal.in(refused).map(Refusal::code).orElse(String.valueOf(refused)));
      server.recorder().awaitEnds(Duration.ofSeconds(5));
      byte[] sent = server.recorder().clientRaw();
      assertEquals(List.of(), world.sentinels.foundIn(sent));
      assertTrue(List.of("STARTTLS", "STLS", "EHLO").containsAll(world.sentinels.commandsIn(sent)));
    }
  }

  private Properties starttls(String protocol, TlsFront server) {
    Properties properties = world.trusting(protocol, server);
    properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");
    return properties;
  }
}
