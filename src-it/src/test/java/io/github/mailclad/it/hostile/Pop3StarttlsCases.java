package io.github.mailclad.it.hostile;

import static io.github.mailclad.it.hostile.StarttlsCase.ASKED_AGAIN;
import static io.github.mailclad.it.hostile.StarttlsCase.A_WHILE;
import static io.github.mailclad.it.hostile.StarttlsCase.NONE;
import static io.github.mailclad.it.hostile.StarttlsCase.READ_IN_CLEAR;
import static io.github.mailclad.it.hostile.StarttlsCase.UNNOTICED;

import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Script;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The attacks before TLS in POP3. */
final class Pop3StarttlsCases {
  private Pop3StarttlsCases() {}

  private static StarttlsCase pop3(
      String row,
      Supplier<MailDialogue> server,
      Set<Harm> enabled,
      Set<Harm> required,
      String code) {
    return new StarttlsCase(row, "pop3", server, enabled, required, code);
  }

  static List<StarttlsCase> all() {
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
            "starttls-injection"),
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
}
