package io.github.mailclad.internal.lookup;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for answers until one instant. Whatever keeps one away makes it Indeterminate. For one
 * thread.
 */
public final class Waiting {
  private final Duration limit;
  private final long begin = System.nanoTime();

  /**
   * Begins now.
   *
   * @param limit how long all answers together may take
   */
  public Waiting(Duration limit) {
    this.limit = limit;
  }

  /**
   * Asks about that name. Resolvers are handed in: one that breaks its promise keeps an answer
   * away, no more.
   */
  public static <T> CompletionStage<Answer<T>> ask(
      String name, Function<String, CompletionStage<Answer<T>>> question) {
    try {
      return question.apply(name);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(brokenDown(name, e));
    }
  }

  /**
   * The answer about that name, or what there is instead of one. A thread that is interrupted waits
   * no longer, and stays interrupted.
   */
  public <T> Answer<T> on(CompletionStage<Answer<T>> stage, String name) {
    try {
      long left = limit.toNanos() - (System.nanoTime() - begin);
      @Nullable Answer<T> answer =
          stage.toCompletableFuture().get(Math.max(left, 0), TimeUnit.NANOSECONDS);
      return answer == null ? none(name, "the resolver has no answer") : answer;
    } catch (TimeoutException e) {
      return none(name, "no answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none(name, "the thread that asked was interrupted");
    } catch (ExecutionException | CancellationException | UnsupportedOperationException e) {
      return brokenDown(name, e);
    }
  }

  private static <T> Answer<T> brokenDown(String name, Exception e) {
    return none(name, "the resolver broke down: " + e);
  }

  private static <T> Answer<T> none(String name, String reason) {
    return Answer.failed(name, DnssecStatus.INDETERMINATE, reason);
  }
}
