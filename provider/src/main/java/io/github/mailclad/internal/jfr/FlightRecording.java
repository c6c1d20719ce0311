package io.github.mailclad.internal.jfr;

import io.github.mailclad.SecurityListener;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The use of the Flight Recorder in this JVM. Before its first use, and on a Java runtime without
 * it, no class of an event is loaded. Thread-safe.
 */
public final class FlightRecording {
  private final boolean present = isPresent();

  private static boolean isPresent() {
    try {
      boolean unused = FlightRecorder.isInitialized();
      return true;
    } catch (LinkageError absent) {
      return false;
    }
  }

  /** Returns the listener that records events; null before the recorder is first used. */
  public @Nullable SecurityListener listener() {
    return present && FlightRecorder.isInitialized() ? FlightEvents.LISTENER : null;
  }
}
