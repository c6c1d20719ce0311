package io.github.mailclad.samples.web.setup;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The set-ups that are under way, one for each browser session. In memory, bounded, and forgotten
 * after a while without an answer. Thread-safe.
 */
@Component
class Conversations {
  private static final int MOST = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Clock clock;
  private final Map<String, Conversation> bySession = new LinkedHashMap<>(16, 0.75f, true);

  Conversations(Clock clock) {
    this.clock = clock;
  }

  synchronized void begin(String session, Conversation conversation) {
    conversation.usedAt(clock.instant());
    bySession.put(session, conversation);
    if (bySession.size() > MOST) {
      bySession.remove(bySession.keySet().iterator().next());
    }
  }

  /** Returns the set-up of a session; empty if it does not exist or has expired. */
  synchronized Optional<Conversation> of(String session) {
    bySession.values().removeIf(c -> c.lastUse().plus(PATIENCE).isBefore(clock.instant()));
    Conversation conversation = bySession.get(session);
    if (conversation != null) {
      conversation.usedAt(clock.instant());
    }
    return Optional.ofNullable(conversation);
  }
}
