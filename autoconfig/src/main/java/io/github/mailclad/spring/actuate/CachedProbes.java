package io.github.mailclad.spring.actuate;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.check.SettingsCheck;
import io.github.mailclad.spring.MailEntry;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Probes each service at most once in an interval, one at a time, on a thread of its own. A probe
 * contains no credentials ({@link SecuredService#probe()}) and is bounded in time like a connect. A
 * refresh waits for five seconds in all and leaves the rest for later. Services without a minimum
 * level, and those that another provider serves, are not probed. Thread-safe.
 */
final class CachedProbes implements AutoCloseable {
  private static final Log LOG = LogFactory.getLog(CachedProbes.class);
  private static final Duration MOST_WAIT = Duration.ofSeconds(5);

  private final Duration interval;
  private final Clock clock;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "mailclad-probe");
            made.setDaemon(true);
            return made;
          });

  /** By entry and protocol; guarded by itself. */
  private final Map<Place, Schedule> states = new HashMap<>();

  /**
   * A probe with its time.
   *
   * @param at the time of its end
   * @param result its result
   */
  record Probed(Instant at, Probe result) {}

  private record Place(String entry, MailProtocol protocol) {}

  private static final class Schedule {
    private @Nullable Probed latest;
    private @Nullable Future<?> pending;
  }

  /**
   * Creates probes that start with the first refresh.
   *
   * @param interval the maximum age of a result before the next probe
   */
  CachedProbes(Duration interval, Clock clock) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("the interval of probes must be positive");
    }
    this.interval = interval;
    this.clock = clock;
  }

  /**
   * Returns the newest result; empty before the first one.
   *
   * @param protocol the protocol of one of the entry's services
   */
  Optional<Probed> latest(MailEntry entry, MailProtocol protocol) {
    synchronized (states) {
      return Optional.ofNullable(states.get(new Place(entry.name(), protocol))).map(s -> s.latest);
    }
  }

  /** Probes the services that are due, within bounds of time. */
  void refresh(List<MailEntry> entries) {
    List<Future<?>> awaited = new ArrayList<>();
    synchronized (states) {
      for (MailEntry entry : entries) {
        for (MailProtocol protocol : entry.services().keySet()) {
          due(entry, protocol).ifPresent(awaited::add);
        }
      }
    }
    await(awaited);
  }

  /** Returns the pending probe of a service, or starts one; empty if none is due. */
  private Optional<Future<?>> due(MailEntry entry, MailProtocol protocol) {
    if (thread.isShutdown()) {
      return Optional.empty();
    }
    Schedule state = states.computeIfAbsent(new Place(entry.name(), protocol), p -> new Schedule());
    Future<?> pending = state.pending;
    if (pending != null && !pending.isDone()) {
      return Optional.of(pending);
    }
    Probed latest = state.latest;
    if (latest != null && clock.instant().isBefore(latest.at().plus(interval))) {
      return Optional.empty();
    }
    Future<?> begun = thread.submit(() -> probe(entry, protocol, state));
    state.pending = begun;
    return Optional.of(begun);
  }

  private void probe(MailEntry entry, MailProtocol protocol, Schedule state) {
    result(entry, protocol)
        .ifPresent(
            probe -> {
              synchronized (states) {
                state.latest = new Probed(clock.instant(), probe);
              }
            });
  }

  private static Optional<Probe> result(MailEntry entry, MailProtocol protocol) {
    URLName url = Objects.requireNonNull(entry.services().get(protocol));
    if (!hasMinimum(entry.session(), url)) {
      return Optional.empty();
    }
    try {
      return service(entry.session(), protocol, url) instanceof SecuredService secured
          ? Optional.of(secured.probe())
          : Optional.empty();
    } catch (NoSuchProviderException | RuntimeException e) {
      LOG.debug("a service of \"%s\" cannot be probed".formatted(entry.name()), e);
      return Optional.of(new Probe.Unreachable("it cannot be probed: " + e.getClass().getName()));
    }
  }

  private static boolean hasMinimum(Session session, URLName url) {
    return SettingsCheck.withoutFiles(session, url.getProtocol())
            instanceof SettingsCheck.Valid valid
        && valid.policy().minimumLevel() != ConfidentialityLevel.NONE;
  }

  private static Service service(Session session, MailProtocol protocol, URLName url)
      throws NoSuchProviderException {
    return protocol == MailProtocol.SUBMISSION ? session.getTransport(url) : session.getStore(url);
  }

  private static void await(List<Future<?>> probes) {
    long end = System.nanoTime() + MOST_WAIT.toNanos();
    for (Future<?> probe : probes) {
      try {
        probe.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException | java.util.concurrent.CancellationException e) {
        LOG.debug("a probe failed", e);
      }
    }
  }

  /** Ends the thread; a pending probe ends by itself. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  @Override
  public String toString() {
    return "probes every " + interval;
  }
}
