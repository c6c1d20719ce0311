package io.github.mailclad.discovery;

import io.github.mailclad.discovery.TargetConfirmation.Answer;
import io.github.mailclad.discovery.TargetConfirmation.Question;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a person answered, so that nobody is asked twice, least of all somebody who refused.
 * Thread-safe: who asks while the question is open waits for the answer.
 */
final class RememberedAnswers {
  private static final int MOST = 1000;

  private final TargetConfirmation person;
  private final Map<Question, Asked> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Asked> eldest) {
          return size() > MOST;
        }
      };

  private record Asked(Thread by, CompletableFuture<Answer> answer) {}

  RememberedAnswers(TargetConfirmation person) {
    this.person = person;
  }

  Answer to(Question question) {
    Asked own = new Asked(Thread.currentThread(), new CompletableFuture<>());
    @Nullable Asked earlier;
    synchronized (asked) {
      earlier = asked.putIfAbsent(question, own);
    }
    return earlier == null ? ask(question, own) : of(earlier);
  }

  private Answer ask(Question question, Asked own) {
    Answer answer = Answer.REFUSED;
    try {
      answer = Objects.requireNonNullElse(person.answer(question), Answer.REFUSED);
    } catch (RuntimeException e) {
      // whoever cannot answer did not confirm
    } finally {
      own.answer().complete(answer);
    }
    return answer;
  }

  private static Answer of(Asked earlier) {
    if (!earlier.answer().isDone() && earlier.by() == Thread.currentThread()) {
      // the callback asks what it is being asked; waiting for it would never end
      return Answer.REFUSED;
    }
    try {
      return earlier.answer().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.REFUSED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is never exceptional", e);
    }
  }
}
