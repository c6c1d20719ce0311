package io.github.mailclad.samples.web.setup;

import io.github.mailclad.setup.Person;
import io.github.mailclad.setup.Warning;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person in front of the browser, as far as she has answered: to a question that was put to her
 * she answers as she did, and to any other one no. The first of these others is what to ask next.
 */
final class GivenAnswers implements Person {
  private final Map<String, Answer> given;
  private final Set<String> once = new HashSet<>();
  private @Nullable Question open;
  private boolean declined;

  /**
   * Somebody who said that.
   *
   * @param given the answers, by the {@linkplain Question#id() id} of the question
   */
  GivenAnswers(Map<String, Answer> given) {
    this.given = Map.copyOf(given);
  }

  @Override
  public Answer answer(Warning warning) {
    Question question = Question.of(warning);
    if (warning instanceof Warning.CleartextTest) {
      once.add(question.id());
    }
    Answer answer = given.get(question.id());
    if (answer != null) {
      declined |= answer == Answer.DECLINED;
      return answer;
    }
    if (open == null) {
      open = question;
    }
    return Answer.DECLINED;
  }

  /** Whether the person said no to anything. */
  boolean declined() {
    return declined;
  }

  /** The questions whose answers are good for one password, by their ids. */
  Set<String> once() {
    return Set.copyOf(once);
  }

  /** What the person was not asked yet; empty if nothing is missing. */
  Optional<Question> open() {
    return Optional.ofNullable(open);
  }
}
