package io.github.mailclad.setup;

import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;

/**
 * A listener that can do no harm: what it throws is logged and dropped.
 *
 * @param listener whom to tell
 */
record Audience(SecurityListener listener) {
  private static final System.Logger LOG = System.getLogger("io.github.mailclad");

  /** Tells it of an event. */
  void tell(SecurityEvent event) {
    try {
      listener.happened(event);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the security listener failed: " + e);
    }
  }
}
