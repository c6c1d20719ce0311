package io.github.mailclad.it.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Inside of TLS the protocol begins anew: nothing that came in the clear is remembered, and a
 * verified server that does not play by the rules gets no more than it must.
 */
class InsideTlsIT {
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

  @ParameterizedTest
  @EnumSource
  @Requirement(
      value = {"P-IMAP-4", "P-SMTP-2", "P-POP-1", "P-IMAP-1"},
      heldBy = "StarttlsPreamble")
  void theFirstCommandAsksForCapabilities(Start start) throws Exception {
    for (String family : List.of("imap", "pop3", "smtp")) {
      try (TlsFront server = start.front(world, World.dialogue(family))) {
        Application ours =
            Application.run(world, start.protocol(family), start.mailclad(world, family, server));
        assertEquals(Set.of(), ours.harms(server), ours::toString);
        String first = inside(server).get(0);
        assertTrue(List.of("CAPABILITY", "CAPA", "EHLO").contains(first), first);
        assertFalse(OnTheWire.secrets(world, server).isEmpty(), "it logged in");
      }
    }
  }

  @Test
  @Requirement(
      value = {"P-IMAP-3", "X-7"},
      heldBy = {"StarttlsPreamble", "ImapConnector"})
  void imapCapabilitiesOfTheClearAreNotUsed() throws Exception {
    ImapDialogue dialogue =
        new ImapDialogue()
            .greeting("* OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN] hi")
            .replying("CAPABILITY", "{tag} OK nothing to say");
    try (TlsFront server = Start.STARTTLS.front(world, dialogue)) {
      Application ours =
          Application.run(world, "imap", Start.STARTTLS.mailclad(world, "imap", server));
      assertEquals(
          "capabilities-unknown",
          Refusal.in(ours.failure()).map(Refusal::code).orElse(ours.toString()));
      assertFalse(inside(server).contains("AUTHENTICATE"), "as the list in the clear says");
      OnTheWire.assertNoSecret(world, server);
    }
    try (TlsFront server = Start.STARTTLS.front(world, dialogue)) {
      Application.run(world, "imap", Start.STARTTLS.angus("imap", server));
      assertTrue(inside(server).contains("AUTHENTICATE"), "the trap did not spring");
    }
  }

  @Test
  @Requirement(
      value = {"P-IMAP-3", "P-IMAP-5"},
      heldBy = "StarttlsPreamble")
  void aDisabledLoginOfTheClearIsEnabledInside() throws Exception {
    ImapDialogue dialogue =
        new ImapDialogue()
            .greeting("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] hi")
            .capabilities("IMAP4rev1");
    try (TlsFront server = Start.STARTTLS.front(world, dialogue)) {
      Application ours =
          Application.run(world, "imap", Start.STARTTLS.mailclad(world, "imap", server));
      assertEquals(Set.of(), ours.harms(server));
      assertTrue(inside(server).contains("LOGIN"), ours::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement(value = "P-IMAP-5", heldBy = "IMAPStore")
  void aDisabledLoginIsNotTried(Start start) throws Exception {
    ImapDialogue dialogue = new ImapDialogue().capabilities("IMAP4rev1", "LOGINDISABLED");
    try (TlsFront server = start.front(world, dialogue)) {
      Application ours =
          Application.run(world, start.protocol("imap"), start.mailclad(world, "imap", server));
      assertNotNull(ours.failure());
      assertFalse(inside(server).contains("LOGIN"));
      OnTheWire.assertNoSecret(world, server);
    }
  }

  @Test
  @Requirement(value = "P-POP-1", heldBy = "StarttlsPreamble")
  void pop3CapabilitiesOfTheClearAreNotUsed() throws Exception {
    Pop3Dialogue dialogue =
        new Pop3Dialogue()
            .capabilitiesInClear("TOP", "UIDL", "STLS", "PIPELINING", "SASL PLAIN")
            .capabilities("TOP", "UIDL")
            .playing("USER", new Script().silence(Duration.ofMillis(300)).say("+OK send PASS"));
    try (TlsFront server = Start.STARTTLS.front(world, dialogue)) {
      Application ours =
          Application.run(world, "pop3", Start.STARTTLS.mailclad(world, "pop3", server));
      assertEquals(Set.of(), ours.harms(server));
      assertFalse(failure(server).contains("out of turn"), failure(server));
      assertTrue(inside(server).containsAll(List.of("USER", "PASS")), ours::toString);
    }
    try (TlsFront server = Start.STARTTLS.front(world, dialogue)) {
      Application.run(world, "pop3", Start.STARTTLS.angus("pop3", server)).harms(server);
      assertTrue(failure(server).contains("out of turn"), "the trap did not spring");
    }
  }

  @Test
  @Requirement(value = "P-POP-1", heldBy = "StarttlsPreamble")
  void aTimestampOfTheClearIsNotDigested() throws Exception {
    try (TlsFront server = Start.STARTTLS.front(world, new Pop3Dialogue())) {
      Properties properties = Start.STARTTLS.mailclad(world, "pop3", server);
      properties.setProperty("mail.pop3.apop.enable", "true");
      Application.run(world, "pop3", properties);
      assertFalse(inside(server).contains("APOP"));
    }
    try (TlsFront server = Start.STARTTLS.front(world, new Pop3Dialogue())) {
      Properties properties = Start.STARTTLS.angus("pop3", server);
      properties.setProperty("mail.pop3.apop.enable", "true");
      Application.run(world, "pop3", properties);
      assertTrue(inside(server).contains("APOP"), "the trap did not spring");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement(
      value = {"P-SMTP-3", "X-6", "D-3.3-6"},
      heldBy = {"StarttlsPreamble", "SmtpConnector"})
  void anEhloThatFailsInsideIsFinal(Start start) throws Exception {
    try (TlsFront server = start.front(world, refusingEhloInside(start))) {
      assertRefused("auth-not-offered", start, server);
      assertFalse(inside(server).contains("AUTH"));
    }
    try (TlsFront server = start.front(world, refusingEhloInside(start))) {
      Application.run(world, start.protocol("smtp"), start.angus("smtp", server));
      assertTrue(inside(server).contains("MAIL FROM"), "the trap did not spring");
      assertEquals(start == Start.STARTTLS, inside(server).contains("AUTH"));
    }
  }

  private static SmtpDialogue refusingEhloInside(Start start) {
    AtomicInteger inTheClear = new AtomicInteger(start == Start.STARTTLS ? 1 : 0);
    return new SmtpDialogue()
        .replyingWith(
            line ->
                line.startsWith("EHLO") && inTheClear.getAndDecrement() <= 0
                    ? Optional.of("502 5.5.1 what")
                    : Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  @Requirement(
      value = {"P-SMTP-3", "X-14", "D-3.3-6"},
      heldBy = "SmtpConnector")
  void aLoginThatIsNotOfferedInsideIsNotSkipped(Start start) throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue()
            .capabilitiesInClear("STARTTLS", "AUTH PLAIN LOGIN")
            .capabilities("8BITMIME");
    try (TlsFront server = start.front(world, dialogue)) {
      assertRefused("auth-not-offered", start, server);
    }
    try (TlsFront server = start.front(world, dialogue)) {
      Application theirs =
          Application.run(world, start.protocol("smtp"), start.angus("smtp", server));
      assertEquals(Set.of(Harm.USED_WITHOUT_LOGIN), theirs.harms(server));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement(
      value = {"P-SMTP-5", "X-8"},
      heldBy = {"SMTPTransport", "SMTPSSLTransport"})
  void aReplyToAuthDoesNotStartTlsAgain(Start start) throws Exception {
    SmtpDialogue dialogue =
        new SmtpDialogue().replying("AUTH", "530 5.7.0 must issue a STARTTLS command first");
    try (TlsFront server = start.front(world, dialogue)) {
      assertRefused("starttls-inside-tls", start, server);
      assertFalse(inside(server).contains("STARTTLS"));
    }
    try (TlsFront server = start.front(world, dialogue)) {
      Application.run(world, start.protocol("smtp"), start.angus("smtp", server));
      assertTrue(inside(server).contains("STARTTLS"), "the trap did not spring");
    }
  }

  private void assertRefused(String code, Start start, TlsFront server) throws Exception {
    Application ours =
        Application.run(world, start.protocol("smtp"), start.mailclad(world, "smtp", server));
    Refusals.refused(code, world, ours.failure());
    assertEquals(Set.of(), ours.harms(server));
    assertFalse(inside(server).contains("MAIL FROM"));
  }

  @ParameterizedTest
  @EnumSource
  @Requirement(value = "P-IMAP-12", heldBy = "IMAPStore")
  void aReferralIsNotFollowed(Start start) throws Exception {
    try (TlsFront elsewhere = start.front(world, new ImapDialogue())) {
      String url = "imap://" + elsewhere.host() + ":" + elsewhere.port() + "/";
      ImapDialogue dialogue =
          new ImapDialogue()
              .replying("AUTHENTICATE", "{tag} NO [REFERRAL " + url + "] moved")
              .replying("LOGIN", "{tag} NO [REFERRAL " + url + "] moved");
      try (TlsFront server = start.front(world, dialogue)) {
        Application ours =
            Application.run(world, start.protocol("imap"), start.mailclad(world, "imap", server));
        assertNotNull(ours.failure());
        server.recorder().awaitEnds(OnTheWire.PATIENCE);
        assertEquals(1, server.recorder().connections().size());
      }
      OnTheWire.assertNeverConnected(elsewhere);
    }
  }

  private List<String> inside(TlsFront server) {
    server.recorder().awaitEnds(OnTheWire.PATIENCE);
    return world.sentinels.commandsIn(server.recorder().clientPlain());
  }

  private static String failure(TlsFront server) {
    return server.recorder().onlyConnection().failure().orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void anAnswerThatAngusCannotReadIsNoProgrammingError(String family) throws Exception {
    MailDialogue dialogue =
        switch (family) {
          case "imap" -> new ImapDialogue().greeting("* OK h\u00ef");
          case "pop3" -> new Pop3Dialogue().greeting("+OK h\u00ef").capabilities("h\u00ef");
          default -> new SmtpDialogue().greeting("220 h\u00ef").capabilities("h\u00ef");
        };
    try (TlsFront server = Start.IMPLICIT.front(world, dialogue)) {
      Properties properties = Start.IMPLICIT.mailclad(world, family, server);
      String protocol = Start.IMPLICIT.protocol(family);
      try (Service service = world.connect(protocol, properties)) {
        assertNotEquals("imap", family, "the trap did not spring");
      } catch (MessagingException e) {
        assertInstanceOf(MessagingException.class, e);
        OnTheWire.assertNoSecret(world, server);
      }
    }
  }
}
