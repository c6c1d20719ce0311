package io.github.mailclad.it.hostile;

import static io.github.mailclad.it.hostile.StarttlsCase.A_WHILE;
import static io.github.mailclad.it.hostile.StarttlsCase.NONE;
import static io.github.mailclad.it.hostile.StarttlsCase.SENT_IN_CLEAR;
import static io.github.mailclad.it.hostile.StarttlsCase.UNNOTICED;

import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.SmtpDialogue;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The attacks before TLS in SMTP. */
final class SmtpStarttlsCases {
  private SmtpStarttlsCases() {}

  private static StarttlsCase smtp(
      String row,
      Supplier<MailDialogue> server,
      Set<Harm> enabled,
      Set<Harm> required,
      String code) {
    return new StarttlsCase(row, "smtp", server, enabled, required, code);
  }

  static List<StarttlsCase> all() {
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
            "starttls-injection"),
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
}
