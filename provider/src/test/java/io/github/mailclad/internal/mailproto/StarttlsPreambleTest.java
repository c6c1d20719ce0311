package io.github.mailclad.internal.mailproto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StarttlsPreambleTest {
  private static final String IMAP = "S1 STARTTLS\r\n";
  private static final String POP3 = "STLS\r\n";
  private static final String EHLO = "EHLO [127.0.0.1]\r\n";
  private static final String SMTP = EHLO + "STARTTLS\r\n";
  private static final String OFFER = "220 mx\r\n|250-mx\r\n250 STARTTLS\r\n|";

  /**
   * The replies of a server.
   *
   * @param octets the greeting, then a part after each command
   * @param sent all that the client said
   */
  record Said(MailService service, String octets, String code, String sent) {
    @Override
    public String toString() {
      return code + " " + service + " " + (octets.length() > 60 ? "long" : octets);
    }
  }

  private static Said imap(String octets, String code, String sent) {
    return new Said(MailService.IMAP, octets, code, sent);
  }

  private static Said pop3(String octets, String code, String sent) {
    return new Said(MailService.POP3, octets, code, sent);
  }

  private static Said smtp(String octets, String code, String sent) {
    return new Said(MailService.SUBMISSION, octets, code, sent);
  }

  static Stream<Said> starting() {
    return Stream.of(
        imap("* OK ready\r\n|S1 OK go\r\n", "* OK TLS started\r\n", IMAP),
        imap("* ok\r\n|s1 ok\r\n", "* OK TLS started\r\n", IMAP),
        imap(
            "* OK [CAPABILITY IMAP4rev1] hi\r\n|* 5 EXISTS\r\n* OK [ALERT] call us\r\nS1 OK go\r\n",
            "* OK TLS started\r\n",
            IMAP),
        pop3("+OK <1@mx>\r\n|+OK\r\n", "+OK TLS started\r\n", POP3),
        smtp(OFFER + "220 go\r\n", "220 TLS started\r\n", SMTP),
        smtp(
            "220-mx\r\n220-\tno spam\r\n220\r\n|250-mx\r\n250-starttls\r\n250 SIZE 1\r\n|220 go\r\n",
            "220 TLS started\r\n",
            SMTP));
  }

  @ParameterizedTest
  @MethodSource("starting")
  @Requirement(
      value = {"P-IMAP-1", "P-IMAP-8", "P-IMAP-9", "P-SMTP-1"},
      heldBy = "StarttlsPreamble")
  void tlsStartsAfterAPlainYes(Said said) throws Exception {
    Replies server = new Replies(said.octets());
    byte[] greeting = start(said.service(), server).get();

    assertEquals(said.code(), new String(greeting, StandardCharsets.US_ASCII));
    assertEquals(said.sent(), server.sent());
  }

  private static Outcome<byte[]> start(MailService service, Replies server) throws IOException {
    return StarttlsPreamble.start(service.protocol(), server, server.commands());
  }

  static Stream<Said> refused() {
    String endless = "a".repeat(ClearLines.LONGEST_LINE + 1);
    String untagged = "* 1 EXISTS\r\n".repeat(ClearLines.MOST_LINES);
    return Stream.of(
        // greetings
        imap("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "preauth-before-tls", ""),
        imap("* preauth\r\n", "preauth-before-tls", ""),
        imap("* BYE\r\n", "turned-away", ""),
        imap("* BYE [REFERRAL imap://evil.example/] go there\r\n", "turned-away", ""),
        imap("", "turned-away", ""),
        imap("* OK cut", "turned-away", ""),
        imap("* OKAY\r\n", "wrong-protocol", ""),
        imap("* OK {3}\r\nabc\r\n", "malformed-reply", ""),
        imap("+OK POP3\r\n", "wrong-protocol", ""),
        pop3("* OK IMAP4rev1\r\n", "wrong-protocol", ""),
        pop3("220 mx ESMTP\r\n", "wrong-protocol", ""),
        pop3("-ERR [SYS/TEMP] later\r\n", "turned-away", ""),
        pop3("+OKAY\r\n", "wrong-protocol", ""),
        smtp("SSH-2.0-OpenSSH_9\r\n", "wrong-protocol", ""),
        smtp("* OK IMAP4rev1\r\n", "wrong-protocol", ""),
        smtp("554 5.7.1 your address is listed\r\n", "turned-away", ""),
        smtp("421 later\r\n", "turned-away", ""),
        smtp("220mx\r\n", "wrong-protocol", ""),
        // replies to EHLO
        smtp("220 mx\r\n|502 5.5.1 what\r\n", "ehlo-refused", EHLO),
        smtp("220 mx\r\n|421 closing\r\n", "turned-away", EHLO),
        smtp("220 mx\r\n|250 STARTTLS\r\n", "starttls-unavailable", EHLO),
        smtp("220 mx\r\n|250-mx\r\n250 STARTTLSX\r\n", "starttls-unavailable", EHLO),
        smtp("220 mx\r\n|250-mx\r\n251 STARTTLS\r\n", "malformed-reply", EHLO),
        smtp("220 mx\r\n|250-mx\r\n250=STARTTLS\r\n", "malformed-reply", EHLO),
        smtp("220 mx\r\n250 early\r\n|250-mx\r\n250 STARTTLS\r\n", "malformed-reply", ""),
        smtp("220 mx\r\n|250-mx\r\n250 STARTTLS\r\n220 go\r\n|", "malformed-reply", EHLO),
        // replies to STARTTLS
        imap("* OK\r\n|S1 NO [UNAVAILABLE] not now\r\n", "starttls-unavailable", IMAP),
        imap("* OK\r\n|S1 BAD what\r\n", "starttls-unavailable", IMAP),
        imap("* OK\r\n|S2 OK go\r\n", "malformed-reply", IMAP),
        imap("* OK\r\n|S1 OKAY\r\n", "malformed-reply", IMAP),
        imap("* OK\r\n|+ go on\r\n", "malformed-reply", IMAP),
        imap("* OK\r\n|* BYE [REFERRAL imap://evil.example/]\r\n", "turned-away", IMAP),
        imap("* OK\r\n|* OK go\r\n", "turned-away", IMAP),
        imap("* OK\r\n|* BYE\r\nS1 OK go\r\n", "turned-away", IMAP),
        imap("* OK\r\n|* LIST () \"/\" {7}\r\nS1 OK\r\n\r\nS1 OK\r\n", "malformed-reply", IMAP),
        pop3("+OK\r\n|-ERR no\r\n", "starttls-unavailable", POP3),
        pop3("+OK\r\n|* OK\r\n", "malformed-reply", POP3),
        pop3("+OK\r\n+OK\r\n|", "malformed-reply", ""),
        smtp(OFFER + "454 4.7.0 not now\r\n", "starttls-unavailable", SMTP),
        smtp(OFFER + "421 4.7.0 bye\r\n", "turned-away", SMTP),
        smtp(OFFER + "220-go\r\n250 or not\r\n", "malformed-reply", SMTP),
        // octets after the reply
        imap("* OK\r\n|S1 OK go\r\n* OK [ALERT] call us\r\n", "starttls-injection", IMAP),
        pop3("+OK\r\n|+OK\r\n+OK\r\n", "starttls-injection", POP3),
        smtp(OFFER + "220 go\r\n250 AUTH PLAIN\r\n", "starttls-injection", SMTP),
        // lines
        imap("* OK ready\n|S1 OK\r\n", "malformed-reply", ""),
        imap("* OK\rready\r\n|S1 OK\r\n", "malformed-reply", ""),
        imap("* OK re\0ady\r\n|S1 OK\r\n", "malformed-reply", ""),
        imap("* OK \u001b[31m\r\n|S1 OK\r\n", "malformed-reply", ""),
        imap("* OK gr\u00fc\u00df dich\r\n|S1 OK\r\n", "malformed-reply", ""),
        imap("* OK " + endless, "malformed-reply", ""),
        imap("* OK\r\n|" + untagged + "S1 OK\r\n", "malformed-reply", IMAP),
        pop3("+OK " + endless, "malformed-reply", ""),
        smtp("220-mx\r\n".repeat(ClearLines.MOST_LINES + 1), "malformed-reply", ""));
  }

  @ParameterizedTest
  @MethodSource("refused")
  @Requirement(
      value = {
        "D-5.2-6",
        "P-IMAP-6",
        "P-IMAP-7",
        "P-IMAP-8",
        "P-IMAP-10",
        "P-IMAP-12",
        "P-POP-2",
        "P-SMTP-1",
        "P-SMTP-4"
      },
      heldBy = {"StarttlsPreamble", "ClearLines"})
  void whateverIsNoPlainYesIsRefused(Said said) throws Exception {
    Replies server = new Replies(said.octets());
    Outcome<byte[]> outcome = start(said.service(), server);

    assertEquals(said.code(), outcome.refusal().map(Refusal::code).orElse("none"));
    assertEquals(said.sent(), server.sent());
  }

  @ParameterizedTest
  @MethodSource("refused")
  @Requirement(
      value = {"P-IMAP-8", "P-IMAP-12", "D-5.2-7"},
      heldBy = {"ImapDialect", "Pop3Dialect", "SmtpReply"})
  void freeTextThatCameInTheClearIsNotRepeated(Said said) throws Exception {
    Replies server = new Replies(said.octets());
    String shown =
        start(said.service(), server).refusal().orElseThrow().explain("mail.example.org:143");

    for (String theirs : List.of("evil", "call", "listed", "not now", "later\"", "go there")) {
      assertFalse(shown.contains(theirs), shown);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IMAP, * BYE [REFERRAL imap://evil.example/] go, * BYE [REFERRAL]",
    "IMAP, * BYE [CALL-555] now, * BYE",
    "POP3, -ERR [SYS/TEMP] later, -ERR [SYS/TEMP]",
    "SUBMISSION, 554 5.7.1 you are listed, 554 5.7.1",
    "SUBMISSION, 554 you are listed, 554"
  })
  void theMachineReadablePartIsShown(MailService service, String greeting, String shown)
      throws Exception {
    Replies server = new Replies(greeting + "\r\n");
    Outcome<byte[]> outcome = start(service, server);

    assertEquals(List.of("received: \"" + shown + "\""), outcome.refusal().orElseThrow().details());
  }

  @ParameterizedTest
  @CsvSource({
    "IMAP, +OK hi, POP3",
    "POP3, * OK hi, IMAP",
    "IMAP, 220 mx, SMTP",
    "POP3, HTTP/1.1 400, HTTP"
  })
  void aMistakenPortIsToldByWhatIsSpokenThere(MailService service, String greeting, String spoken)
      throws Exception {
    Replies server = new Replies(greeting + "\r\n");
    Outcome<byte[]> outcome = start(service, server);

    assertTrue(
        outcome.refusal().orElseThrow().details().contains("received: " + spoken),
        outcome::toString);
  }
}
