package io.github.mailclad.samples.web.refusals;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The last refusals of the application, the newest first. The starter reports those of connections;
 * set-up reports those that came before a connection. Thread-safe.
 */
@Component
public class RefusalLog implements AccountListener {
  private static final int MOST = 20;

  private final Deque<Repeated> entries = new ArrayDeque<>();
  private final Clock clock;

  RefusalLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * A refusal, its last time, and how often it came.
   *
   * @param at the last time
   * @param refusal the refusal
   * @param times the number of equal refusals
   */
  public record Repeated(ZonedDateTime at, RefusalView refusal, int times) {}

  @Override
  public SecurityListener of(String entry) {
    return new SecurityListener() {
      @Override
      public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
        add(RefusalView.of(endpoint.toString(), refusal.text()));
      }
    };
  }

  /** Adds a refusal without a connection. */
  public void refused(String account, Refusal refusal) {
    add(RefusalView.of(account, refusal.text()));
  }

  /** Merges equal refusals: a server that is tried again and again is one entry. */
  private synchronized void add(RefusalView refusal) {
    int times = 1;
    for (Repeated known : List.copyOf(entries)) {
      if (isSame(known.refusal(), refusal)) {
        times += known.times();
        entries.remove(known);
      }
    }
    entries.addFirst(new Repeated(ZonedDateTime.now(clock), refusal, times));
    if (entries.size() > MOST) {
      entries.removeLast();
    }
  }

  private static boolean isSame(RefusalView one, RefusalView other) {
    return one.subject().equals(other.subject()) && one.code().equals(other.code());
  }

  /** Returns the last refusals, the newest first. */
  public synchronized List<Repeated> last() {
    return List.copyOf(entries);
  }
}
