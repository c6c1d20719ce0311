package io.github.mailclad.internal.mailproto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.sasl.LoginOffer.PasswordCommand;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The questions to a server without credentials, and the meaning of its answers. */
class DialectTest {

  /** A server as the lines that it says. */
  private static final class Said implements Lines {
    private final Deque<String> lines;
    private final List<String> commands = new ArrayList<>();

    Said(String... lines) {
      this.lines = new ArrayDeque<>(Arrays.asList(lines));
    }

    @Override
    public String read() throws IOException {
      if (lines.isEmpty()) {
        throw new IOException("the end");
      }
      return lines.remove();
    }

    @Override
    public void send(String line) {
      commands.add(line);
    }
  }

  private static ServerCapabilities able(MailService service, Said said) throws IOException {
    return Dialects.of(service.protocol()).ask(said);
  }

  private static String problem(MailService service, String... lines) {
    Said said = new Said(lines);
    ProtocolException problem =
        assertThrows(ProtocolException.class, () -> Dialects.of(service.protocol()).ask(said));
    return Objects.requireNonNull(problem.getMessage());
  }

  @Test
  void anImapServerIsAskedForItsCapabilities() throws Exception {
    Said said =
        new Said(
            "* OK [CAPABILITY IMAP4rev1 OLD] hi",
            "* CAPABILITY IMAP4rev1 AUTH=PLAIN",
            "* capability IDLE",
            "P1 OK done");

    ServerCapabilities able = able(MailService.IMAPS, said);

    assertEquals(List.of("IMAP4rev1", "AUTH=PLAIN", "IDLE"), able.words());
    assertEquals(Greeting.READY, able.greeting());
    assertEquals(List.of("P1 CAPABILITY"), said.commands);
  }

  @Test
  void aPop3ServerIsAskedForItsCapabilities() throws Exception {
    Said said = new Said("+OK hi", "+OK list", "SASL PLAIN", "..odd", ".");

    assertEquals(List.of("SASL PLAIN", ".odd"), able(MailService.POP3S, said).words());
    assertEquals(List.of("CAPA"), said.commands);
  }

  @Test
  void aPop3ServerNeedsNoCapabilities() throws Exception {
    Said said = new Said("+OK hi", "-ERR what");

    assertEquals(List.of(), able(MailService.POP3, said).words());
  }

  @Test
  void aSubmissionServerIsAskedForItsExtensions() throws Exception {
    Said said = new Said("220-mx", "220 ready", "250-mx", "250-AUTH PLAIN", "250 SIZE");

    ServerCapabilities able = able(MailService.SUBMISSIONS, said);

    assertEquals(List.of("AUTH PLAIN", "SIZE"), able.words());
    assertEquals(List.of("EHLO [127.0.0.1]"), said.commands);
  }

  @Test
  void aPreauthenticatedGreetingIsReported() throws Exception {
    Said said = new Said("* PREAUTH hi", "* CAPABILITY IMAP4rev1", "P1 OK");

    assertTrue(able(MailService.IMAPS, said).greeting().isPreauthenticated());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMAPS | * BYE [UNAVAILABLE] evil | turned the connection away: * BYE [UNAVAILABLE]",
        "POP3S | -ERR [SYS/TEMP] evil | turned the connection away: -ERR [SYS/TEMP]",
        "SUBMISSIONS | 554 5.7.1 evil | turned the connection away: 554 5.7.1",
        "IMAPS | 220 mx ready | speaks SMTP instead of IMAP",
        "POP3S | * OK ready | speaks IMAP instead of POP3",
        "SUBMISSIONS | +OK ready | speaks POP3 instead of SMTP",
        "IMAPS | SSH-2.0 | speaks SSH instead of IMAP"
      })
  void aServerThatIsNotReadyIsNotAsked(MailService service, String greeting, String problem) {
    String reported = problem(service, greeting);

    assertTrue(reported.endsWith(problem), reported);
  }

  @Test
  void anUnusableAnswerIsReported() {
    String start = "the server's answer cannot be used: ";
    assertEquals(
        start + "another reply code within a reply",
        problem(MailService.SUBMISSIONS, "220 mx", "250-mx", "251 x"));
    assertEquals(
        start + "it ends the connection instead of an answer",
        problem(MailService.IMAPS, "* OK hi", "* BYE too busy"));
    assertEquals(
        start + "its reply to EHLO is 502 5.5.1",
        problem(MailService.SUBMISSIONS, "220 mx", "502 5.5.1 what"));
    assertEquals(
        start + "more than 1000 capabilities",
        problem(
            MailService.IMAPS,
            "* OK hi",
            "* CAPABILITY " + String.join(" ", Collections.nCopies(1001, "X")),
            "P1 OK"));
  }

  @Test
  void anEndIsNoAnswer() {
    assertThrows(IOException.class, () -> Dialects.of(MailProtocol.IMAP).ask(new Said("* OK hi")));
  }

  @Test
  void everyServerGetsALogout() throws Exception {
    Said imap = new Said("* BYE now", "P19 OK");
    Dialects.of(MailProtocol.IMAP).logout(imap);
    Said pop3 = new Said("+OK bye");
    Dialects.of(MailProtocol.POP3).logout(pop3);

    assertEquals(List.of("P19 LOGOUT"), imap.commands);
    assertEquals(List.of("QUIT"), pop3.commands);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMAP | a1 STARTTLS | STARTTLS",
        "IMAP | A01 CAPABILITY | CAPABILITIES",
        "IMAP | a1 LOGOUT | LOGOUT",
        "IMAP | a1 LOGIN user secret | OTHER",
        "IMAP | a1 STARTTLS now | OTHER",
        "IMAP | QUIT | OTHER",
        "POP3 | STLS | STARTTLS",
        "POP3 | CAPA | CAPABILITIES",
        "POP3 | QUIT | LOGOUT",
        "POP3 | USER somebody | OTHER",
        "SUBMISSION | STARTTLS | STARTTLS",
        "SUBMISSION | EHLO mail.example.org | CAPABILITIES",
        "SUBMISSION | EHLO STARTTLS | CAPABILITIES",
        "SUBMISSION | EHLO two words | OTHER",
        "SUBMISSION | QUIT | LOGOUT",
        "SUBMISSION | MAIL FROM:<me@example.org> | OTHER"
      })
  void inTheClearOnlyCommandsThatLeadToTlsAreKnown(
      MailProtocol protocol, String line, ClearCommand command) {
    assertEquals(command, Dialects.of(protocol).clearCommand(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMAP | IMAP4rev1,auth=plain,AUTH=XOAUTH2 | PLAIN,XOAUTH2 | OFFERED",
        "IMAP | AUTH=PLAIN,LOGINDISABLED | PLAIN | NOT_OFFERED",
        "POP3 | SASL PLAIN SCRAM-SHA-256,USER | PLAIN,SCRAM-SHA-256 | OFFERED",
        "POP3 | sasl plain | PLAIN | NOT_OFFERED",
        "POP3 | TOP,UIDL | '' | OFFERED",
        "SUBMISSION | SIZE 1,AUTH PLAIN LOGIN | PLAIN,LOGIN | NOT_OFFERED",
        "SUBMISSION | AUTH=LOGIN PLAIN,AUTH PLAIN | LOGIN,PLAIN | NOT_OFFERED"
      })
  void capabilitiesOfferLogins(
      MailProtocol protocol, String capabilities, String mechanisms, PasswordCommand command) {
    LoginOffer offer = Dialects.of(protocol).loginOffer(List.of(capabilities.split(",")));

    assertEquals(mechanisms, String.join(",", offer.mechanisms()));
    assertEquals(command, offer.command());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"IMAP | IMAP4rev1,LOGINDISABLED", "SUBMISSION | SIZE", "SUBMISSION | AUTHX PLAIN"})
  void capabilitiesCanOfferNoLogin(MailProtocol protocol, String capabilities) {
    assertFalse(Dialects.of(protocol).offersLogin(List.of(capabilities.split(","))));
  }
}
