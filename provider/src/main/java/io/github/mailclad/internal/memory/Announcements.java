package io.github.mailclad.internal.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The announcements that were made since the start of the application, so that each is made once.
 * Of more than 1000 the one that was needed longest ago is forgotten. Thread-safe.
 */
public final class Announcements {
  private static final int MOST = 1000;

  private final Map<Object, Boolean> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Returns whether this announcement, a value, was not made before. */
  public boolean isFirst(Object announcement) {
    synchronized (made) {
      return made.put(announcement, true) == null;
    }
  }
}
