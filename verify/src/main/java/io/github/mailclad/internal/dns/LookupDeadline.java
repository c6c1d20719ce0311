package io.github.mailclad.internal.dns;

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
 * The deadline of several look-ups together. An answer that does not come by then, for any reason,
 * is Indeterminate. For one thread.
 */
public final class LookupDeadline {
  private final Duration limit;
  private final long begin = System.nanoTime();

  /**
   * Starts the time.
   *
   * @param limit the time that all answers together may take
   */
  public LookupDeadline(Duration limit) {
    this.limit = limit;
  }

  /**
   * Asks about a name. An exception of the resolver, which the application may supply, becomes an
   * Indeterminate answer.
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
   * Returns the answer about a name, or an Indeterminate one that says why it did not come. If the
   * thread is interrupted, it stops waiting and stays interrupted.
   */
  public <T> Answer<T> await(CompletionStage<Answer<T>> stage, String name) {
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
