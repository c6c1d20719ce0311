package io.github.mailclad.samples.web.setup;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.samples.web.accounts.Keyring;
import io.github.mailclad.samples.web.refusals.RefusalLog;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.Question;
import io.github.mailclad.setup.SetupStep;
import io.github.mailclad.setup.Warning;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.web.servlet.ModelAndView;

/**
 * The set-up of one account in one browser session. A step is a page, and a posted form is its
 * answer. Each step has a number, which the forms send back, so that the answer to an old page does
 * not count. No password is kept. Thread-safe: requests of one session take turns.
 */
final class Conversation {
  private final AccountSetup setup;
  private final RefusalLog refusals;
  private final Set<String> compared = new HashSet<>();
  private boolean namedByHand;
  private int number;
  private Instant lastUse = Instant.EPOCH;

  private Conversation(AccountSetup setup, RefusalLog refusals) {
    this.setup = setup;
    this.refusals = refusals;
  }

  /** Looks up the servers of the address. */
  static Conversation about(AccountSetup setup, RefusalLog refusals) {
    Conversation begun = new Conversation(setup, refusals);
    begun.show(setup.discover());
    return begun;
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
  synchronized ModelAndView page() {
    return SetupPage.of(setup.step(), address(), Integer.toString(number), compared)
        .addObject("named", namedByHand);
  }

  /**
   * Uses the servers that were proposed.
   *
   * @param shown the number of the page that the person saw; here and below
   */
  synchronized void useProposal(String shown) throws AccountStoreException {
    if (waitsFor(shown, SetupStep.ProposedServers.class)) {
      show(setup.useProposal());
    }
  }

  /**
   * Uses servers that the person typed.
   *
   * @throws IllegalArgumentException if one is not usable; the message is for the person
   */
  synchronized void enterServers(String shown, TypedServers typed) throws AccountStoreException {
    if (waitsFor(shown, SetupStep.ServerEntry.class)) {
      show(setup.enterServers(typed.parse()));
      namedByHand = true;
    }
  }

  /** Continues with the questions about what the servers lack. */
  synchronized void considerRisks(String shown) throws AccountStoreException {
    if (waitsFor(shown, SetupStep.Unusable.class)
        && ((SetupStep.Unusable) setup.step()).remedy() != SetupStep.Remedy.NONE) {
      show(setup.considerRisks());
    }
  }

  synchronized void agree(String shown) throws AccountStoreException {
    if (waitsFor(shown, SetupStep.Confirmation.class)) {
      Question question = ((SetupStep.Confirmation) setup.step()).question();
      show(setup.answer(question.agree()));
      if (question.warning() instanceof Warning.PinRisk pin) {
        compared.add(pin.certificate().sha256());
      }
    }
  }

  /**
   * Agrees to every question of a page that shows several.
   *
   * @param agreed the positions of the questions, from 0, that the person agreed to
   * @return false if one of them is missing; then no question is answered
   */
  synchronized boolean agreeToEach(String shown, Set<Integer> agreed) throws AccountStoreException {
    if (!waitsFor(shown, SetupStep.Confirmation.class)) {
      return true;
    }
    List<Warning> warnings = WarningView.warnings((SetupStep.Confirmation) setup.step());
    if (!IntStream.range(0, warnings.size()).allMatch(agreed::contains)) {
      return false;
    }
    for (Warning warning : warnings) {
      Question question = ((SetupStep.Confirmation) setup.step()).question();
      if (!question.warning().equals(warning)) {
        throw new IllegalStateException(question + " was not on the page");
      }
      show(setup.answer(question.agree()));
    }
    return true;
  }

  synchronized void decline(String shown) {
    if (waitsFor(shown, SetupStep.Confirmation.class)) {
      show(setup.decline());
    }
  }

  /** Tries a password; if the servers accept it, the keyring has it for this session. */
  synchronized void password(String shown, String password, Keyring keyring)
      throws AccountStoreException {
    if (waitsFor(shown, SetupStep.PasswordEntry.class)) {
      show(setup.password(password));
    }
    if (setup.step() instanceof SetupStep.Done) {
      keyring.keep(address(), password);
    }
  }

  /** Returns whether the person saw the page of the present step, and it is of that type. */
  private boolean waitsFor(String shown, Class<? extends SetupStep> expected) {
    return shown.equals(Integer.toString(number)) && expected.isInstance(setup.step());
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
