package io.github.mailclad.internal.discovery;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for answers until one instant. Whatever keeps one away makes it Indeterminate. */
final class Waiting {
  private final Duration limit;
  private final long begin = System.nanoTime();

  /** Begins now. */
  Waiting(Duration limit) {
    this.limit = limit;
  }

  /**
   * The answer about that name, or what there is instead of one. A thread that is interrupted waits
   * no longer, and stays interrupted.
   */
  <T> Answer<T> on(CompletionStage<Answer<T>> stage, String name) {
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
      return none(name, "the resolver broke down: " + e);
    }
  }

  static <T> Answer<T> none(String name, String reason) {
    return Answer.failed(name, DnssecStatus.INDETERMINATE, reason);
  }
}
