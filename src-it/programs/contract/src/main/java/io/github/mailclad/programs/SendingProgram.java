package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.SmtpDialogue;

/** An unmodified program that sends one message. */
public abstract class SendingProgram extends MailProgram<SmtpDialogue> {
  /** The subject, or the text, of the message. */
  protected static final String MARK = "sent-by-a-program";

  protected static final String FROM = "build@example.org";
  protected static final String TO = "bob@example.org";

  /**
   * Sends a message with the {@link #MARK} through the server. The program is configured by class
   * path and properties only.
   *
   * @return the text that the program's user sees if nothing is thrown, for example its log; empty
   *     if the program reports nothing
   * @throws Exception the error as the program throws it
   */
  protected abstract String send(Account account) throws Exception;

  @Override
  SmtpDialogue dialogue(Sentinels sentinels) {
    return new SmtpDialogue().requiringLogin().accepting(sentinels);
  }

  @Override
  String use(Account account) throws Exception {
    return send(account);
  }

  @Override
  void check(String result, SmtpDialogue dialogue) {
    assertEquals(1, dialogue.messages().size(), result);
    assertTrue(dialogue.messages().get(0).data().contains(MARK), result);
  }
}
