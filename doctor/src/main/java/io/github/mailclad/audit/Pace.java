package io.github.mailclad.audit;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The limits of an audit for each address: the time between connections, their number, and no
 * further connection to a server that turned one away. Thread-safe; an audit has one connection at
 * a time.
 */
public final class Pace {
  private final Duration interval;
  private final int most;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private final Map<InetAddress, Integer> counts = new HashMap<>();
  private final Map<InetAddress, Long> last = new HashMap<>();
  private final Set<InetAddress> closed = new HashSet<>();

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after that time. */
    void pause(Duration time) throws InterruptedException;
  }

  /**
   * Creates limits.
   *
   * @param interval the shortest time between two connections to an address
   * @param most the number of connections to an address
   * @param nanoTime the clock, as {@link System#nanoTime}
   * @param pause waits
   */
  public Pace(Duration interval, int most, LongSupplier nanoTime, Pause pause) {
    this.interval = interval;
    this.most = most;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** Returns the default limits: a connection a second, and 400 connections to an address. */
  public static Pace polite() {
    return new Pace(
        Duration.ofSeconds(1), 400, System::nanoTime, time -> Thread.sleep(time.toMillis()));
  }

  /**
   * Waits until the next connection to an address is due.
   *
   * @throws IOException if there must be none
   */
  synchronized void await(InetAddress address) throws IOException {
    if (closed.contains(address)) {
      throw new IOException("not contacted again, because the server turned a connection away");
    }
    if (counts.merge(address, 1, Integer::sum) > most) {
      throw new IOException("not contacted again: the limit is " + most + " connections");
    }
    Long before = last.get(address);
    if (before != null) {
      Duration left = interval.minusNanos(nanoTime.getAsLong() - before);
      if (left.compareTo(Duration.ZERO) > 0) {
        try {
          pause.pause(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }
    last.put(address, nanoTime.getAsLong());
  }

  /** Remembers that a server does not want to be asked. */
  synchronized void turnedAway(InetAddress address) {
    closed.add(address);
  }
}
