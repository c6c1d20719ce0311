package io.github.mailclad.it.hostile;

import io.github.mailclad.fixtures.MailDialogue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One attack before TLS, with its harm to plain Angus.
 *
 * @param row the event, in the words of those who measured it
 * @param enabled harm to plain Angus with {@code starttls.enable}
 * @param required harm to plain Angus with {@code starttls.required}
 * @param code Mailclad's refusal; empty if it connects unharmed
 */
public record StarttlsCase(
    String row,
    String protocol,
    Supplier<MailDialogue> server,
    Set<Harm> enabled,
    Set<Harm> required,
    String code) {

  static final Set<Harm> NONE = EnumSet.noneOf(Harm.class);
  static final Set<Harm> READ_IN_CLEAR = EnumSet.of(Harm.PASSWORD_IN_CLEAR, Harm.USED_IN_CLEAR);
  static final Set<Harm> SENT_IN_CLEAR =
      EnumSet.of(Harm.PASSWORD_IN_CLEAR, Harm.MESSAGE_IN_CLEAR, Harm.USED_IN_CLEAR);
  static final Set<Harm> ASKED_AGAIN = EnumSet.of(Harm.TOLD_AS_WRONG_PASSWORD);
  static final Set<Harm> UNNOTICED = EnumSet.of(Harm.INTRUSION_UNNOTICED);
  static final Duration A_WHILE = Duration.ofMillis(400);

  public static List<StarttlsCase> all() {
    return Stream.of(ImapStarttlsCases.all(), Pop3StarttlsCases.all(), SmtpStarttlsCases.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String toString() {
    return protocol + ": " + row;
  }
}
