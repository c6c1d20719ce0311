package io.github.mailclad.samples.web.setup;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.samples.web.accounts.Keyring;
import io.github.mailclad.samples.web.refusals.RefusalBook;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailServer;
import io.github.mailclad.setup.SetupStep;
import java.time.Instant;
import java.util.List;

/**
 * The set-up of one account in one browser session. A step is a page, and a posted form is its
 * answer. Each step has a number, which the forms send back, so that the answer to an old page does
 * not count. No password is kept. Thread-safe: requests of one session take turns.
 */
final class Conversation {
  private final AccountSetup setup;
  private final RefusalBook refusals;
  private int number;
  private Instant lastUse = Instant.EPOCH;

  private Conversation(AccountSetup setup, RefusalBook refusals) {
    this.setup = setup;
    this.refusals = refusals;
  }

  /** Looks up the servers of the address. */
  static Conversation about(AccountSetup setup, RefusalBook refusals) {
    Conversation begun = new Conversation(setup, refusals);
    begun.show(setup.discover());
    return begun;
  }

  /** An answer that leads to the next step. */
  @FunctionalInterface
  private interface Answer {
    SetupStep given() throws AccountStoreException;
  }

  String address() {
    return setup.account();
  }

  synchronized Instant lastUse() {
    return lastUse;
  }

  synchronized void usedAt(Instant now) {
    lastUse = now;
  }

  /** Returns the page of the step that waits for an answer. */
  synchronized Step step() {
    return Step.of(setup.step(), address(), Integer.toString(number));
  }

  /**
   * Uses the servers that were proposed.
   *
   * @param shown the number of the page that the person saw; here and below
   */
  synchronized void useProposal(String shown) throws AccountStoreException {
    answer(shown, SetupStep.ProposedServers.class, setup::useProposal);
  }

  /** Uses servers that the person typed. */
  synchronized void enterServers(String shown, List<MailServer> servers)
      throws AccountStoreException {
    answer(shown, SetupStep.ServerEntry.class, () -> setup.enterServers(servers));
  }

  /** Continues with the questions about what the servers lack. */
  synchronized void considerRisks(String shown) throws AccountStoreException {
    if (setup.step() instanceof SetupStep.Unusable unusable
        && unusable.remedy() != SetupStep.Remedy.NONE) {
      answer(shown, SetupStep.Unusable.class, setup::considerRisks);
    }
  }

  synchronized void agree(String shown) throws AccountStoreException {
    if (setup.step() instanceof SetupStep.Confirmation open) {
      answer(shown, SetupStep.Confirmation.class, () -> setup.answer(open.question().agree()));
    }
  }

  synchronized void decline(String shown) throws AccountStoreException {
    answer(shown, SetupStep.Confirmation.class, setup::decline);
  }

  /** Tries a password; if the servers accept it, the keyring has it for this session. */
  synchronized void password(String shown, String password, Keyring keyring)
      throws AccountStoreException {
    answer(shown, SetupStep.PasswordEntry.class, () -> setup.password(password));
    if (setup.step() instanceof SetupStep.Done) {
      keyring.keep(address(), password);
    }
  }

  private void answer(String shown, Class<? extends SetupStep> expected, Answer answer)
      throws AccountStoreException {
    if (shown.equals(Integer.toString(number)) && expected.isInstance(setup.step())) {
      show(answer.given());
    }
  }

  private void show(SetupStep step) {
    number++;
    if (step instanceof SetupStep.Refused refused) {
      refusals.refused(address(), refused.refusal());
    } else if (step instanceof SetupStep.ServerEntry entry) {
      Refusal reason = entry.reason();
      if (reason != null) {
        refusals.refused(address(), reason);
      }
    }
  }

  @Override
  public String toString() {
    return setup.toString();
  }
}
