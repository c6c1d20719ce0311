package io.github.mailclad.it.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text of the application with a line break in it never becomes a command of its own, with every
 * version of Angus.
 */
class OneLineIT {
  private static final String ATTACK = "RCPT TO:<evil@attacker.example>";

  private final World world = new World();

  /** Line breaks, and characters whose lower eight bits are one. */
  static Stream<String> breaks() {
    return Stream.of("\r\n", "\n", "\r", "\u010d\u010a", "\u0a0a");
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void anAddressIsNoCommand(String lineBreak) throws Exception {
    InternetAddress recipient = new InternetAddress();
    recipient.setAddress("b@r.example>" + lineBreak + ATTACK);
    InternetAddress sender = new InternetAddress();
    sender.setAddress("a@s.example>" + lineBreak + ATTACK);
    InternetAddress good = new InternetAddress("b@r.example");
    for (String protocol : new String[] {"smtps", "smtp"}) {
      refused(protocol, new SMTPMessage(message()), recipient);
      SMTPMessage from = new SMTPMessage(message());
      from.setEnvelopeFrom(sender.getAddress());
      refused(protocol, from, good);
      SMTPMessage extended = new SMTPMessage(message());
      extended.setMailExtension("BODY=7BIT" + lineBreak + ATTACK);
      refused(protocol, extended, good);
    }
  }

  private void refused(String protocol, SMTPMessage message, InternetAddress to) throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue();
    try (TlsFront server = world.server(protocol).dialogue(dialogue).start();
        Transport transport =
            (Transport) world.connect(protocol, Duel.of(world, protocol, server).properties())) {
      MessagingException told =
          assertThrows(
              MessagingException.class,
              () -> transport.sendMessage(message, new InternetAddress[] {to}));
      assertEquals("unsafe-command", Refusal.in(told).map(Refusal::code).orElse(""));
    }
    assertEquals(List.of(), injected(dialogue.commands()));
    assertEquals(List.of(), dialogue.messages());
  }

  private static MimeMessage message() throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom("a@s.example");
    message.setText("hello");
    return message;
  }

  @Test
  void theNameOfThisHostIsNoCommand() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue();
    try (TlsFront server = world.server("smtps").dialogue(dialogue).start()) {
      MessagingException told =
          Duel.of(world, "smtps", server).with("localhost", "me\r\n" + ATTACK).mailclad();
      assertEquals("unsafe-command", Refusal.in(told).map(Refusal::code).orElse(""));
    }
    assertEquals(List.of(), injected(dialogue.commands()));
  }

  @Test
  void lettersThatUtf8DoesNotBreakAreSent() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().capabilities("SMTPUTF8", "AUTH PLAIN");
    try (TlsFront server = world.server("smtps").dialogue(dialogue).start();
        Transport transport =
            (Transport)
                world.connect(
                    "smtps", allowingUtf8(Duel.of(world, "smtps", server)).properties())) {
      InternetAddress recipient = new InternetAddress();
      recipient.setAddress("ivan.horvati\u010d\u010a@r.example");
      transport.sendMessage(message(), new InternetAddress[] {recipient});
    }
    assertEquals(1, dialogue.messages().size());
  }

  private static Duel allowingUtf8(Duel duel) {
    duel.properties().setProperty("mail.mime.allowutf8", "true");
    return duel;
  }

  /** A use of a folder with text of the application in it. */
  interface Use {
    void of(IMAPFolder folder, String text) throws MessagingException;
  }

  static List<Use> uses() {
    return List.of(
        (folder, text) -> folder.getMessage(1).getHeader("X" + text),
        (folder, text) -> folder.getMessage(1).setFlags(new Flags(text), true),
        (folder, text) -> folder.search(new FlagTerm(new Flags(text), true)),
        (folder, text) -> folder.doCommand(p -> p.command("NOOP", new Argument().writeAtom(text))));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void aHeaderNameOrAFlagIsNoCommand(String lineBreak) throws Exception {
    for (Use use : uses()) {
      for (String protocol : new String[] {"imaps", "imap"}) {
        ImapDialogue dialogue = new ImapDialogue();
        try (TlsFront server = world.server(protocol).dialogue(dialogue).start();
            Store store =
                (Store) world.connect(protocol, Duel.of(world, protocol, server).properties())) {
          IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
          inbox.open(Folder.READ_WRITE);
          try {
            use.of(inbox, "a" + lineBreak + "INJ1 DELETE evil" + lineBreak + "INJ2 NOOP");
          } catch (MessagingException | IllegalArgumentException e) {
            // refused, or the connection is closed
            assertNotNull(e);
          }
        }
        assertEquals(List.of(), injected(dialogue.commands()));
      }
    }
  }

  private static List<String> injected(List<String> commands) {
    return commands.stream()
        .filter(line -> line.startsWith("INJ") || line.startsWith("RCPT TO:<e"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"long {5} text", "{3}", "p\u00e4\u010d", "\"quoted\"", "two\r\nlines"})
  void whatTravelsAsALiteralIsFree(String text) throws Exception {
    ImapDialogue dialogue = new ImapDialogue();
    try (TlsFront server = world.server("imaps").dialogue(dialogue).start();
        Store store =
            (Store) world.connect("imaps", Duel.of(world, "imaps", server).properties())) {
      IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      inbox.search(new jakarta.mail.search.SubjectTerm(text));
      inbox.appendMessages(new Message[] {message()});
      assertEquals("A sample", inbox.getMessage(1).getSubject());
    }
    assertEquals(1, dialogue.commands().stream().filter(line -> line.contains(" SEARCH ")).count());
  }
}
