package io.github.mailclad.setup;

import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;

/** Publishes events to a listener, whose exceptions are logged and dropped. */
record EventPublisher(SecurityListener listener) {
  private static final System.Logger LOG = System.getLogger("io.github.mailclad");

  void publish(SecurityEvent event) {
    try {
      listener.onSecurityEvent(event);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the security listener failed: " + e);
    }
  }
}
