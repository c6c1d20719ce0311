package io.github.mailclad.setup;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The events of each account that were published the last time. They are not published again while
 * they stay the same. Thread-safe.
 */
final class SeenEvents {
  private final RecentAccounts<Set<Object>> last = new RecentAccounts<>();

  /**
   * Returns the events that were not found the last time; each is new for one caller only.
   *
   * @param identity the key by which two events are the same
   */
  synchronized <T> List<T> unseen(String account, List<T> found, Function<T, Object> identity) {
    Set<Object> before = last.getOrDefault(account, Set.of());
    Set<Object> now = new HashSet<>();
    List<T> news =
        found.stream()
            .filter(f -> now.add(identity.apply(f)))
            .filter(f -> !before.contains(identity.apply(f)))
            .toList();
    last.put(account, Set.copyOf(now));
    return news;
  }
}
