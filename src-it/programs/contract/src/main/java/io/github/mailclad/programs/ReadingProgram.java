package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.StoredMessage;

/** An unmodified program that reads a mailbox by IMAP. */
public abstract class ReadingProgram extends MailProgram<ImapDialogue> {
  /**
   * Reads the only message of the INBOX. The program is configured by class path and properties
   * only.
   *
   * @return the subject of the message; or, if nothing was read and nothing is thrown, the text
   *     that the program's user sees
   * @throws Exception the error as the program throws it
   */
  protected abstract String read(Account account) throws Exception;

  @Override
  ImapDialogue dialogue(Sentinels sentinels) {
    return new ImapDialogue().accepting(sentinels);
  }

  @Override
  String use(Account account) throws Exception {
    return read(account);
  }

  @Override
  void check(String result, ImapDialogue dialogue) {
    assertEquals(StoredMessage.sample().subject(), result);
  }
}
