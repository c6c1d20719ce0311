package io.github.mailclad.samples.web.setup;

import io.github.mailclad.setup.Person;
import io.github.mailclad.setup.Warning;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The person in front of the browser, as far as she has answered: to a question that was put to her
 * she answers as she did, and to any other one no. The first of these others is what to ask next.
 */
final class GivenAnswers implements Person {
  private final Map<String, Answer> given;
  private @Nullable Question open;

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
    Answer answer = given.get(question.id());
    if (answer != null) {
      return answer;
    }
    if (open == null) {
      open = question;
    }
    return Answer.DECLINED;
  }

  /** What the person was not asked yet; empty if nothing is missing. */
  Optional<Question> open() {
    return Optional.ofNullable(open);
  }
}
