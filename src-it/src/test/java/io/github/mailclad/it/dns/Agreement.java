package io.github.mailclad.it.dns;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.xbill.DNS.Type;

/**
 * The answers of a resolver to some questions, beside the expected ones.
 *
 * @param expected of each question
 * @param answers of the resolver, to the same questions
 */
record Agreement(Map<Question, Verdict> expected, Map<Question, Answer<?>> answers) {

  /** Asks all questions of a resolver, by so many threads at once. */
  static Agreement of(Map<Question, Verdict> expected, SecureResolver resolver, int threads)
      throws InterruptedException, ExecutionException {
    List<Question> questions = List.copyOf(expected.keySet());
    ExecutorService askers = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Answer<?>>> tasks = new ArrayList<>();
      questions.forEach(q -> tasks.add(() -> ask(resolver, q).toCompletableFuture().get()));
      List<Future<Answer<?>>> asked = askers.invokeAll(tasks);
      Map<Question, Answer<?>> answers = new LinkedHashMap<>();
      for (int i = 0; i < questions.size(); i++) {
        answers.put(questions.get(i), asked.get(i).get());
      }
      return new Agreement(expected, answers);
    } finally {
      askers.shutdownNow();
    }
  }

  private static CompletionStage<? extends Answer<?>> ask(SecureResolver resolver, Question q) {
    return switch (q.type()) {
      case Type.SRV -> resolver.srv(q.text());
      case Type.TLSA -> resolver.tlsa(q.text());
      case Type.A -> resolver.ipv4(q.text());
      default -> resolver.ipv6(q.text());
    };
  }

  private Verdict truth(Question question) {
    return Objects.requireNonNull(expected.get(question));
  }

  private Answer<?> answer(Question question) {
    return Objects.requireNonNull(answers.get(question));
  }

  /** Returns the resolver's answer. */
  Verdict said(Question question) {
    return Verdict.of(answer(question));
  }

  /** Returns the questions with an unexpected answer that is not a known difference. */
  List<String> disagreements() {
    return those(q -> !said(q).equals(truth(q)) && !isKnown(q));
  }

  /** Returns the number of questions whose answers have to be the same. */
  long comparable() {
    return expected.keySet().stream().filter(q -> !isKnown(q)).count();
  }

  private boolean isKnown(Question question) {
    return KnownDifference.isBetween(question, truth(question), said(question));
  }

  /** Returns the questions with a wrong answer Secure. */
  List<String> failOpen() {
    return those(
        q -> said(q).status() == DnssecStatus.SECURE && truth(q).status() != DnssecStatus.SECURE);
  }

  /** Returns the questions with a false answer, which is worse than no answer at all. */
  List<String> deceived() {
    return those(q -> said(q).status().isAnswer() && !isTrue(said(q), truth(q)));
  }

  /**
   * Anyone may forge an Insecure answer; but it must not become Secure, and a Bogus one must not
   * become an answer.
   */
  private static boolean isTrue(Verdict said, Verdict expected) {
    return expected.status() == DnssecStatus.INSECURE
        ? said.status() == DnssecStatus.INSECURE
        : said.equals(expected);
  }

  /** Returns the questions whose Secure records were lost silently. */
  List<String> lost() {
    return those(
        q ->
            truth(q).hasSecureRecords()
                && said(q).status().isAnswer()
                && said(q).records().isEmpty());
  }

  /** Returns the number of questions that had an answer. */
  long answered() {
    return expected.keySet().stream().filter(q -> said(q).status().isAnswer()).count();
  }

  private List<String> those(Predicate<Question> condition) {
    return expected.keySet().stream()
        .filter(condition)
        .map(
            q -> "%s: expected %s, was %s (%s)".formatted(q, truth(q), said(q), answer(q).reason()))
        .toList();
  }
}
