package io.github.mailclad.it.hostile;

import static io.github.mailclad.it.hostile.StarttlsCase.ASKED_AGAIN;
import static io.github.mailclad.it.hostile.StarttlsCase.A_WHILE;
import static io.github.mailclad.it.hostile.StarttlsCase.NONE;
import static io.github.mailclad.it.hostile.StarttlsCase.READ_IN_CLEAR;
import static io.github.mailclad.it.hostile.StarttlsCase.UNNOTICED;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Script;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The attacks before TLS in IMAP. */
final class ImapStarttlsCases {
  private ImapStarttlsCases() {}

  private static StarttlsCase imap(
      String row,
      Supplier<MailDialogue> server,
      Set<Harm> enabled,
      Set<Harm> required,
      String code) {
    return new StarttlsCase(row, "imap", server, enabled, required, code);
  }

  static List<StarttlsCase> all() {
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
            "starttls-injection"),
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
}
