package io.github.mailclad.internal.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One race for a connection (RFC 8305, section 5). The next address is tried when one failed, or
 * did not answer for the attempt delay. The first address that connects wins. Every other socket is
 * closed, with nothing ever sent on it. The attempts run on threads of an executor, so that the
 * waiting thread can be interrupted. For one use.
 */
final class AddressRace {
  /** The connection attempt delay (RFC 8305, section 8). */
  static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  private final Executor threads;
  private final Dialling dialling;
  private final Deque<InetSocketAddress> untried;
  private final Set<Socket> running = new HashSet<>();
  private final List<IOException> failures = new ArrayList<>();
  private final long begin = System.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long nextAttempt = begin;
  private boolean over;
  private @Nullable Socket winner;

  AddressRace(Executor threads, Dialling dialling, List<InetSocketAddress> addresses) {
    this.threads = threads;
    this.dialling = dialling;
    this.untried = new ArrayDeque<>(addresses);
  }

  /**
   * Returns the addresses with their families in turn, beginning with the family of the first one
   * (RFC 8305, section 4); each address once.
   */
  static List<InetAddress> interleaved(List<InetAddress> addresses) {
    Deque<InetAddress> preferred = new ArrayDeque<>();
    Deque<InetAddress> other = new ArrayDeque<>();
    for (InetAddress address : new LinkedHashSet<>(addresses)) {
      boolean first = address.getClass().equals(addresses.get(0).getClass());
      (first ? preferred : other).add(address);
    }
    List<InetAddress> inTurn = new ArrayList<>();
    while (!preferred.isEmpty() || !other.isEmpty()) {
      if (!preferred.isEmpty()) {
        inTurn.add(preferred.remove());
      }
      if (!other.isEmpty()) {
        inTurn.add(other.remove());
      }
    }
    return inTurn;
  }

  /**
   * Returns the first socket that connected.
   *
   * @throws IOException the failure of the first address that failed, if all failed, with the
   *     others suppressed; {@link SocketTimeoutException} when the time was up; {@link
   *     InterruptedIOException} if the thread was interrupted, and it stays interrupted
   */
  Socket run() throws IOException {
    lock.lock();
    try {
      while (winner == null) {
        if (timeIsUp()) {
          throw new SocketTimeoutException("no address connected in time");
        }
        if (untried.isEmpty() && running.isEmpty()) {
          throw failure();
        }
        if (isNextDue()) {
          attempt(untried.remove());
        } else {
          awaitChange();
        }
      }
      return winner;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while connecting");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      over = true;
      for (Socket loser : running) {
        close(loser);
      }
      lock.unlock();
    }
  }

  private boolean timeIsUp() {
    return dialling.limit().isPresent()
        && System.nanoTime() - begin >= dialling.limit().get().toNanos();
  }

  private boolean isNextDue() {
    return !untried.isEmpty()
        && (running.isEmpty()
            || (dialling.allowsParallelAttempts() && System.nanoTime() - nextAttempt >= 0));
  }

  /** Waits for the end of an attempt, or until the next one is due or the time is up. */
  @SuppressWarnings("WaitNotInLoop") // the caller looks at the clock again, in a loop
  private void awaitChange() throws InterruptedException {
    long now = System.nanoTime();
    long nanos = Long.MAX_VALUE;
    if (!untried.isEmpty() && dialling.allowsParallelAttempts()) {
      nanos = nextAttempt - now;
    }
    if (dialling.limit().isPresent()) {
      nanos = Math.min(nanos, begin + dialling.limit().get().toNanos() - now);
    }
    long unused = changed.awaitNanos(nanos);
  }

  private void attempt(InetSocketAddress address) {
    nextAttempt = System.nanoTime() + ATTEMPT_DELAY.toNanos();
    Socket socket;
    try {
      socket = dialling.newSocket();
    } catch (IOException e) {
      failures.add(e);
      return;
    }
    running.add(socket);
    threads.execute(() -> connect(socket, address));
  }

  private void connect(Socket socket, SocketAddress address) {
    try {
      socket.connect(address, dialling.limitMillis());
      connected(socket);
    } catch (IOException e) {
      failed(socket, e);
    } catch (RuntimeException e) {
      // a channel reports an unusable address in this way
      failed(socket, new ConnectException(address + ": " + e));
    }
  }

  private void connected(Socket socket) {
    lock.lock();
    try {
      if (over || winner != null) {
        close(socket);
        return;
      }
      running.remove(socket);
      winner = socket;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(Socket socket, IOException why) {
    close(socket);
    lock.lock();
    try {
      if (running.remove(socket)) {
        failures.add(why);
        nextAttempt = System.nanoTime();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private IOException failure() {
    IOException first = failures.isEmpty() ? new ConnectException("no address") : failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    return first;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed as far as it can be
    }
  }
}
