package io.github.mailclad.it.hostile;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.SmtpDialogue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One thing that can go wrong before TLS, with what it does to plain Angus.
 *
 * @param row what happens, in the words of those who measured it
 * @param enabled harm to plain Angus with {@code starttls.enable}
 * @param required harm to plain Angus with {@code starttls.required}
 * @param code Mailclad's refusal; empty if it connects unharmed
 */
record StarttlsCase(
    String row,
    String protocol,
    Supplier<MailDialogue> server,
    Set<Harm> enabled,
    Set<Harm> required,
    String code) {

  private static final Set<Harm> NONE = EnumSet.noneOf(Harm.class);
  private static final Set<Harm> READ_IN_CLEAR =
      EnumSet.of(Harm.PASSWORD_IN_CLEAR, Harm.USED_IN_CLEAR);
  private static final Set<Harm> SENT_IN_CLEAR =
      EnumSet.of(Harm.PASSWORD_IN_CLEAR, Harm.MESSAGE_IN_CLEAR, Harm.USED_IN_CLEAR);
  private static final Set<Harm> ASKED_AGAIN = EnumSet.of(Harm.TOLD_AS_WRONG_PASSWORD);
  private static final Set<Harm> UNNOTICED = EnumSet.of(Harm.INTRUSION_UNNOTICED);
  private static final Duration A_WHILE = Duration.ofMillis(400);

  static List<StarttlsCase> all() {
    return Stream.of(imap(), pop3(), smtp()).flatMap(List::stream).toList();
  }

  private static StarttlsCase imap(
      String row,
      Supplier<MailDialogue> server,
      Set<Harm> enabled,
      Set<Harm> required,
      String code) {
    return new StarttlsCase(row, "imap", server, enabled, required, code);
  }

  private static List<StarttlsCase> imap() {
    return List.of(
        imap(
            "capability stripped, and the command refused",
            () ->
                new ImapDialogue()
                    .capabilitiesInClear("IMAP4rev1", "SASL-IR", "AUTH=PLAIN")
                    .replyingOnce("STARTTLS", "{tag} BAD unknown command"),
            READ_IN_CLEAR,
            NONE,
            "starttls-unavailable"),
        imap(
            "capability stripped, and nothing else",
            () -> new ImapDialogue().capabilitiesInClear("IMAP4rev1", "SASL-IR", "AUTH=PLAIN"),
            READ_IN_CLEAR,
            NONE,
            ""),
        imap(
            "STARTTLS refused with NO",
            () -> new ImapDialogue().replying("STARTTLS", "{tag} NO [UNAVAILABLE] not now"),
            ASKED_AGAIN,
            ASKED_AGAIN,
            "starttls-unavailable"),
        imap(
            "injection after the tagged OK, in the same segment",
            () -> new ImapDialogue().replying("STARTTLS", "{tag} OK go", "* OK [ALERT] call us"),
            UNNOTICED,
            UNNOTICED,
            "starttls-injection"),
        imap(
            "injection after the tagged OK, when the ClientHello came",
            () ->
                new ImapDialogue()
                    .playing(
                        "STARTTLS",
                        new Script()
                            .say("{tag} OK go")
                            .awaitOctet()
                            .say("* OK [ALERT] call us")
                            .startTls()),
            NONE,
            NONE,
            "handshake-failed"),
        imap(
            "alert before the tagged OK",
            () ->
                new ImapDialogue()
                    .replying("STARTTLS", "* OK [ALERT] call 555-0100 at once", "{tag} OK go"),
            EnumSet.of(Harm.ALERT_SHOWN),
            EnumSet.of(Harm.ALERT_SHOWN),
            ""),
        imap(
            "alert in the greeting",
            () -> new ImapDialogue().greeting("* OK [ALERT] call 555-0100 at once"),
            NONE,
            NONE,
            ""),
        imap(
            "PREAUTH, no STARTTLS among the capabilities",
            () -> new ImapDialogue().greeting("* PREAUTH welcome").capabilitiesInClear("IMAP4rev1"),
            EnumSet.of(Harm.USED_IN_CLEAR),
            NONE,
            "preauth-before-tls"),
        imap(
            "PREAUTH with STARTTLS among the capabilities",
            () -> new ImapDialogue().greeting("* PREAUTH welcome"),
            EnumSet.of(Harm.USED_WITHOUT_LOGIN),
            EnumSet.of(Harm.USED_WITHOUT_LOGIN),
            "preauth-before-tls"),
        imap(
            "mailbox data before TLS",
            () ->
                new ImapDialogue()
                    .replying(
                        "STARTTLS",
                        "* 5 EXISTS",
                        "* LIST () \"/\" Evil",
                        "* 1 FETCH (UID 1)",
                        "{tag} OK go"),
            NONE,
            NONE,
            ""),
        imap(
            "BYE with a referral in the greeting",
            () -> new ImapDialogue().greeting("* BYE [REFERRAL imap://evil.example/] moved"),
            EnumSet.of(Harm.REFERRAL_SHOWN),
            EnumSet.of(Harm.REFERRAL_SHOWN),
            "turned-away"),
        imap(
            "BYE in the greeting",
            () -> new ImapDialogue().greeting("* BYE too many connections"),
            NONE,
            NONE,
            "turned-away"),
        imap(
            "LOGINDISABLED in the clear, and STARTTLS refused",
            () ->
                new ImapDialogue()
                    .capabilitiesInClear("IMAP4rev1", "LOGINDISABLED")
                    .replying("STARTTLS", "{tag} NO no"),
            NONE,
            NONE,
            "starttls-unavailable"),
        imap(
            "untagged OK instead of the tagged one",
            () -> new ImapDialogue().playing("STARTTLS", new Script().say("* OK go").close()),
            NONE,
            NONE,
            "turned-away"),
        imap(
            "wrong tag",
            () -> new ImapDialogue().playing("STARTTLS", new Script().say("Z9 OK go").close()),
            NONE,
            NONE,
            "malformed-reply"),
        imap(
            "BYE instead of a reply",
            () ->
                new ImapDialogue()
                    .playing("STARTTLS", new Script().say("* BYE [REFERRAL imap://evil/]").close()),
            NONE,
            NONE,
            "turned-away"),
        imap(
            "delayed tagged OK",
            () ->
                new ImapDialogue()
                    .playing(
                        "STARTTLS",
                        new Script()
                            .say("* OK patience")
                            .silence(A_WHILE)
                            .say("{tag} OK go")
                            .startTls()),
            NONE,
            NONE,
            ""),
        imap(
            "a greeting without CR",
            () -> new ImapDialogue().greeting(new Script().raw("* OK hi\n")),
            NONE,
            NONE,
            "malformed-reply"),
        imap(
            "NUL in the greeting",
            () -> new ImapDialogue().greeting("* OK h\0i"),
            UNNOTICED,
            UNNOTICED,
            "malformed-reply"),
        imap(
            "8-bit octets in the greeting",
            () -> new ImapDialogue().greeting("* OK h\u00ef"),
            EnumSet.of(Harm.CRASHED),
            EnumSet.of(Harm.CRASHED),
            "malformed-reply"),
        imap(
            "endless line",
            () -> new ImapDialogue().greeting(new Script().raw("* OK ").endlessly("x").close()),
            NONE,
            NONE,
            "malformed-reply"),
        imap(
            "endless untagged data",
            () ->
                new ImapDialogue()
                    .playing("STARTTLS", new Script().endlessly("* 1 EXISTS\r\n").close()),
            NONE,
            NONE,
            "malformed-reply"),
        imap(
            "POP3 on this port",
            () -> new Script().say("+OK POP3 ready").expect("CAPABILITY").close(),
            NONE,
            NONE,
            "wrong-protocol"));
  }

  private static StarttlsCase pop3(
      String row,
      Supplier<MailDialogue> server,
      Set<Harm> enabled,
      Set<Harm> required,
      String code) {
    return new StarttlsCase(row, "pop3", server, enabled, required, code);
  }

  private static List<StarttlsCase> pop3() {
    return List.of(
        pop3(
            "capability stripped, and the command refused",
            () ->
                new Pop3Dialogue().capabilitiesInClear("TOP", "USER").replying("STLS", "-ERR what"),
            READ_IN_CLEAR,
            ASKED_AGAIN,
            "starttls-unavailable"),
        pop3(
            "CAPA refused, and STLS too",
            () -> new Pop3Dialogue().replying("CAPA", "-ERR what").replying("STLS", "-ERR what"),
            READ_IN_CLEAR,
            ASKED_AGAIN,
            "starttls-unavailable"),
        pop3(
            "CAPA refused, and nothing else",
            () -> new Pop3Dialogue().replyingOnce("CAPA", "-ERR what"),
            READ_IN_CLEAR,
            ASKED_AGAIN,
            ""),
        pop3(
            "STLS refused with -ERR",
            () -> new Pop3Dialogue().replying("STLS", "-ERR [SYS/TEMP] not now"),
            READ_IN_CLEAR,
            ASKED_AGAIN,
            "starttls-unavailable"),
        pop3(
            "injection after +OK, in the same segment",
            () -> new Pop3Dialogue().replying("STLS", "+OK go", "+OK injected"),
            UNNOTICED,
            UNNOTICED,
            "starttls-injection"),
        pop3(
            "injection after +OK, when the ClientHello came",
            () ->
                new Pop3Dialogue()
                    .playing(
                        "STLS",
                        new Script().say("+OK go").awaitOctet().say("+OK injected").startTls()),
            NONE,
            NONE,
            "handshake-failed"),
        pop3(
            "delayed +OK",
            () ->
                new Pop3Dialogue()
                    .playing("STLS", new Script().silence(A_WHILE).say("+OK go").startTls()),
            NONE,
            NONE,
            ""),
        pop3(
            "-ERR in the greeting",
            () -> new Pop3Dialogue().greeting("-ERR [SYS/PERM] go away"),
            NONE,
            NONE,
            "turned-away"),
        pop3(
            "a greeting without CR",
            () -> new Pop3Dialogue().greeting(new Script().raw("+OK hi\n")),
            UNNOTICED,
            UNNOTICED,
            "malformed-reply"),
        pop3(
            "endless line",
            () -> new Pop3Dialogue().greeting(new Script().raw("+OK ").endlessly("x").close()),
            ASKED_AGAIN,
            ASKED_AGAIN,
            "malformed-reply"),
        pop3(
            "IMAP on this port",
            () -> new Script().say("* OK IMAP4rev1 ready").expect("CAPA").close(),
            NONE,
            NONE,
            "wrong-protocol"));
  }

  private static StarttlsCase smtp(
      String row,
      Supplier<MailDialogue> server,
      Set<Harm> enabled,
      Set<Harm> required,
      String code) {
    return new StarttlsCase(row, "smtp", server, enabled, required, code);
  }

  private static List<StarttlsCase> smtp() {
    return List.of(
        smtp(
            "extension stripped",
            () -> new SmtpDialogue().capabilitiesInClear("AUTH PLAIN LOGIN"),
            SENT_IN_CLEAR,
            NONE,
            "starttls-unavailable"),
        smtp(
            "EHLO refused",
            () -> new SmtpDialogue().replying("EHLO", "502 5.5.1 what"),
            EnumSet.of(Harm.MESSAGE_IN_CLEAR, Harm.USED_IN_CLEAR),
            NONE,
            "ehlo-refused"),
        smtp(
            "STARTTLS refused with 454",
            () -> new SmtpDialogue().replying("STARTTLS", "454 4.7.0 not now"),
            NONE,
            NONE,
            "starttls-unavailable"),
        smtp(
            "STARTTLS refused with 502",
            () -> new SmtpDialogue().replying("STARTTLS", "502 5.5.1 what"),
            NONE,
            NONE,
            "starttls-unavailable"),
        smtp(
            "injection after 220, in the same segment",
            () -> new SmtpDialogue().replying("STARTTLS", "220 go", "250-mx", "250 AUTH PLAIN"),
            UNNOTICED,
            UNNOTICED,
            "starttls-injection"),
        smtp(
            "injection after 220, when the ClientHello came",
            () ->
                new SmtpDialogue()
                    .playing(
                        "STARTTLS",
                        new Script().say("220 go").awaitOctet().say("250 AUTH PLAIN").startTls()),
            NONE,
            NONE,
            "handshake-failed"),
        smtp(
            "delayed 220",
            () ->
                new SmtpDialogue()
                    .playing("STARTTLS", new Script().silence(A_WHILE).say("220 go").startTls()),
            NONE,
            NONE,
            ""),
        smtp(
            "another code within the reply to EHLO",
            () -> new SmtpDialogue().replyingOnce("EHLO", "250-mx", "220-STARTTLS", "250 SIZE"),
            UNNOTICED,
            UNNOTICED,
            "malformed-reply"),
        smtp(
            "the reply to EHLO comes with the greeting",
            () ->
                new SmtpDialogue()
                    .greeting("220 mx", "250-mx", "250 STARTTLS")
                    .replyingOnce("EHLO"),
            UNNOTICED,
            UNNOTICED,
            "malformed-reply"),
        smtp(
            "554 in the greeting",
            () -> new SmtpDialogue().greeting("554 5.7.1 your address is listed"),
            NONE,
            NONE,
            "turned-away"),
        smtp(
            "endless greeting",
            () -> new SmtpDialogue().greeting(new Script().endlessly("220-mx\r\n").close()),
            NONE,
            NONE,
            "malformed-reply"),
        smtp(
            "IMAP on this port",
            () -> new Script().say("* OK IMAP4rev1 ready").expect("EHLO").close(),
            NONE,
            NONE,
            "wrong-protocol"));
  }

  @Override
  public String toString() {
    return protocol + ": " + row;
  }
}
