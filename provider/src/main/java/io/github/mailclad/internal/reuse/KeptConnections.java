package io.github.mailclad.internal.reuse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Open connections that wait for their next use. A connection serves only uses with an equal key,
 * waits at most {@link #LONGEST_WAIT}, and is not used any more when it is {@link #OLDEST}. A timer
 * runs only while there are connections. Thread-safe.
 *
 * @param <K> the type of the keys, with all that decides about a connection
 * @param <C> the type of the connections
 */
public final class KeptConnections<K, C extends KeptConnections.Connection> {
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  public static final Duration OLDEST = Duration.ofMinutes(10);

  /** The time in which no connection is kept after a server asked for fewer connections. */
  public static final Duration PAUSE = Duration.ofMinutes(1);

  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Executor threads;
  private final Deque<Entry<K, C>> entries = new ArrayDeque<>();
  private @Nullable Instant paused;
  private boolean sweeping;

  /**
   * A connection that is kept.
   *
   * @param since the time of its last use
   */
  public record Entry<K, C>(K key, C connection, Instant since) {}

  /** A connection that can be kept. */
  public interface Connection {
    /** Returns the time at which it was opened. */
    Instant opened();

    /** Returns whether it is still open, and its server sent nothing in that time. */
    boolean isSilentAfter(Duration wait);

    /** Ends it without waiting for the server; never throws. */
    void leave();
  }

  /**
   * Creates a store without connections.
   *
   * @param timer the timer, on which nothing is sent
   * @param threads the threads on which connections end
   */
  public KeptConnections(Clock clock, ScheduledExecutorService timer, Executor threads) {
    this.clock = clock;
    this.timer = timer;
    this.threads = threads;
  }

  /** Returns the connection with that key that was used last, if it can still be used. */
  public Optional<Entry<K, C>> take(K key) {
    for (Entry<K, C> entry = remove(key); entry != null; entry = remove(key)) {
      Instant now = clock.instant();
      if (isCurrent(entry, now)
          && entry.connection().isSilentAfter(Duration.between(entry.since(), now))) {
        return Optional.of(entry);
      }
      end(List.of(entry));
    }
    return Optional.empty();
  }

  private synchronized @Nullable Entry<K, C> remove(K key) {
    for (Iterator<Entry<K, C>> each = entries.iterator(); each.hasNext(); ) {
      Entry<K, C> entry = each.next();
      if (entry.key().equals(key)) {
        each.remove();
        return entry;
      }
    }
    return null;
  }

  /**
   * Returns whether a connection with that key would be kept now.
   *
   * @param most the largest number of connections, of all keys
   */
  public synchronized boolean mayKeep(K key, int most) {
    Instant now = clock.instant();
    boolean pausing = paused != null && !now.isBefore(paused) && now.isBefore(paused.plus(PAUSE));
    return !pausing
        && (entries.size() < most || entries.stream().anyMatch(entry -> !entry.key().equals(key)));
  }

  /**
   * Keeps a connection, or ends it if there is no room. A connection with another key that waits
   * longest makes room for it.
   */
  public void keep(K key, C connection, int most) {
    Entry<K, C> added = new Entry<>(key, connection, clock.instant());
    List<Entry<K, C>> ended = new ArrayList<>();
    synchronized (this) {
      if (mayKeep(key, most)) {
        while (entries.size() >= most) {
          ended.add(removeOldestOfOthers(key));
        }
        entries.addFirst(added);
        sweepLater(LONGEST_WAIT);
      } else {
        ended.add(added);
      }
    }
    end(ended);
  }

  private Entry<K, C> removeOldestOfOthers(K key) {
    for (Iterator<Entry<K, C>> each = entries.descendingIterator(); each.hasNext(); ) {
      Entry<K, C> entry = each.next();
      if (!entry.key().equals(key)) {
        each.remove();
        return entry;
      }
    }
    return entries.removeLast();
  }

  /** Ends all waiting connections, and keeps none for a while. */
  public void pause() {
    synchronized (this) {
      paused = clock.instant();
    }
    endAll();
  }

  /** Ends all waiting connections. */
  public void endAll() {
    List<Entry<K, C>> all;
    synchronized (this) {
      all = List.copyOf(entries);
      entries.clear();
    }
    end(all);
  }

  private void sweepLater(Duration delay) {
    if (!sweeping) {
      sweeping = true;
      Future<?> unused = timer.schedule(this::sweep, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void sweep() {
    List<Entry<K, C>> outdated = new ArrayList<>();
    synchronized (this) {
      sweeping = false;
      Instant now = clock.instant();
      for (Entry<K, C> entry : entries) {
        if (!isCurrent(entry, now)) {
          outdated.add(entry);
        }
      }
      entries.removeAll(outdated);
      if (!entries.isEmpty()) {
        Duration waited = Duration.between(entries.getLast().since(), now);
        sweepLater(LONGEST_WAIT.minus(waited).plusMillis(1));
      }
    }
    end(outdated);
  }

  /** Returns whether a connection may still be used. After the clock was set back, it may not. */
  private static boolean isCurrent(Entry<?, ? extends Connection> entry, Instant now) {
    return isWithin(LONGEST_WAIT, entry.since(), now)
        && isWithin(OLDEST, entry.connection().opened(), now);
  }

  private static boolean isWithin(Duration limit, Instant since, Instant now) {
    return !now.isBefore(since) && Duration.between(since, now).compareTo(limit) < 0;
  }

  private void end(List<Entry<K, C>> ended) {
    ended.forEach(entry -> threads.execute(entry.connection()::leave));
  }
}
