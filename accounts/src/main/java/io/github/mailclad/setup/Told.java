package io.github.mailclad.setup;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What was told of each account the last time, so that it is not told again as long as it stays as
 * it is. Thread-safe.
 */
final class Told {
  private final Recent<Set<Object>> last = new Recent<>();

  /**
   * What of all that is so now was not so the last time; each is news for one caller only.
   *
   * @param identity what makes two of them the same
   */
  synchronized <T> List<T> news(String account, List<T> found, Function<T, Object> identity) {
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
