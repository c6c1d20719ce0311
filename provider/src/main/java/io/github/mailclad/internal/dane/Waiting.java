package io.github.mailclad.internal.dane;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers until one instant. Whatever keeps one away makes it Indeterminate. */
final class Waiting {
  private final Duration limit;
  private final long begin = System.nanoTime();

  /** Begins now. */
  Waiting(Duration limit) {
    this.limit = limit;
  }

  /**
   * The answer about that name, or what there is instead of one.
   *
   * <p>An interrupted thread does not wait, and stays interrupted.
   */
  <T> Answer<T> on(CompletionStage<Answer<T>> stage, String name) {
    try {
      long left = limit.toNanos() - (System.nanoTime() - begin);
      return stage.toCompletableFuture().get(Math.max(left, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return none(name, "no answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none(name, "the thread that asked was interrupted");
    } catch (ExecutionException | CancellationException e) {
      return none(name, "the resolver broke down: " + e);
    }
  }

  private static <T> Answer<T> none(String name, String reason) {
    return Answer.failed(name, DnssecStatus.INDETERMINATE, reason);
  }
}
