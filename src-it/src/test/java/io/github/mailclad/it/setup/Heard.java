package io.github.mailclad.it.setup;

import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that records its events. */
final class Heard implements SecurityListener {
  private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();

  List<SecurityEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void onSecurityEvent(SecurityEvent event) {
    events.add(event);
  }
}
