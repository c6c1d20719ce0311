package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.Alias;
import io.github.mailclad.dns.Answer;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the valid answers of one type, from which the least recently used are removed first,
 * and of the running look-ups, so that the same name is not queried twice at a time. Thread-safe.
 */
final class AnswerCache<T> {
  private final int most;
  private final Clock clock;
  private final LinkedHashMap<String, TimedAnswer<T>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CompletableFuture<Answer<T>>> running = new HashMap<>();

  AnswerCache(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /**
   * Returns the answer for that name: from the cache, from a running look-up, or from a new one.
   */
  CompletableFuture<Answer<T>> get(
      String name, Supplier<? extends CompletionStage<TimedAnswer<T>>> lookUp) {
    CompletableFuture<Answer<T>> pending = new CompletableFuture<>();
    synchronized (this) {
      TimedAnswer<T> good = kept.get(name);
      if (good != null && isCurrent(good)) {
        return CompletableFuture.completedFuture(good.answer());
      }
      CompletableFuture<Answer<T>> already = running.putIfAbsent(name, pending);
      if (already != null) {
        return already;
      }
    }
    try {
      CompletionStage<TimedAnswer<T>> search = lookUp.get();
      search.whenComplete((found, thrown) -> finish(name, pending, found, thrown));
    } catch (RuntimeException e) {
      finish(name, pending, null, e);
    }
    return pending;
  }

  private void finish(
      String name,
      CompletableFuture<Answer<T>> pending,
      @Nullable TimedAnswer<T> found,
      @Nullable Throwable thrown) {
    synchronized (this) {
      // unless it was removed meanwhile
      if (running.remove(name, pending) && found != null && isCurrent(found)) {
        keep(name, found);
      }
    }
    if (found != null) {
      pending.complete(found.answer());
    } else {
      UnansweredException unanswered =
          UnansweredException.of(thrown == null ? new IllegalStateException() : thrown);
      pending.complete(Answer.failed(name, unanswered.status(), unanswered.reason()));
    }
  }

  private boolean isCurrent(TimedAnswer<T> answer) {
    return clock.instant().isBefore(answer.until());
  }

  private void keep(String name, TimedAnswer<T> answer) {
    kept.put(name, answer);
    if (kept.size() > most) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  synchronized int size() {
    return kept.size();
  }

  /** Returns the name and its known alias targets. */
  synchronized Set<String> namesOf(String name) {
    TimedAnswer<T> known = kept.get(name);
    return known == null ? Set.of(name) : names(name, known);
  }

  private static <T> Set<String> names(String name, TimedAnswer<T> known) {
    Set<String> names = new HashSet<>(Set.of(name));
    known.answer().aliases().stream().map(Alias::target).forEach(names::add);
    return names;
  }

  /** Removes all answers that involve one of these names. */
  synchronized void forget(Set<String> names) {
    kept.entrySet()
        .removeIf(e -> names(e.getKey(), e.getValue()).stream().anyMatch(names::contains));
    running.keySet().removeAll(names);
  }
}
