package io.github.mailclad.setup;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.setup.Question.Consent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The step of a set-up that waits for an answer. */
final class CurrentStep {
  private SetupStep step = new SetupStep.ServerEntry(/* reason= */ null);
  private @Nullable Questions questions;

  SetupStep get() {
    return step;
  }

  /** Sets the next step, and returns it. */
  SetupStep next(SetupStep following) {
    step = following;
    return following;
  }

  /** Sets the first of the questions as the next step, and returns it. */
  SetupStep ask(Questions present) throws AccountStoreException {
    questions = present;
    return next(present.following());
  }

  SetupStep answer(Consent consent) throws AccountStoreException {
    Questions present = asked();
    present.agree(consent);
    return next(present.following());
  }

  SetupStep decline() {
    return next(asked().declined());
  }

  private Questions asked() {
    require(SetupStep.Confirmation.class);
    return Objects.requireNonNull(questions);
  }

  /**
   * Returns the current step.
   *
   * @throws IllegalStateException if it is of another type
   */
  <T extends SetupStep> T require(Class<T> expected) {
    if (!expected.isInstance(step)) {
      throw new IllegalStateException("the set-up is at " + step.getClass().getSimpleName());
    }
    return expected.cast(step);
  }

  /**
   * Checks that a set-up can go on.
   *
   * @throws IllegalStateException if it has ended
   */
  void requireOpen() {
    if (step instanceof SetupStep.Done
        || step instanceof SetupStep.Refused
        || step instanceof SetupStep.Failed) {
      throw new IllegalStateException("the set-up has ended");
    }
  }
}
