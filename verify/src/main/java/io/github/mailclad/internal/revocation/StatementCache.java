package io.github.mailclad.internal.revocation;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fetched statements, each kept until it expires. Bounded in number and octets: the least recently
 * used is dropped first. Thread-safe.
 */
final class StatementCache {
  private static final int MOST = 1000;
  private static final long MOST_OCTETS = 64L << 20;

  private final Map<String, Item> items = new LinkedHashMap<>(16, 0.75f, true);
  private long octets;

  private record Item(Statement statement, Instant until, int octets) {}

  /** Returns the statement of that name if it has not expired; else empty. */
  synchronized Optional<Statement> find(String name, Instant now) {
    Item item = items.get(name);
    return item == null || !now.isBefore(item.until())
        ? Optional.empty()
        : Optional.of(item.statement());
  }

  /** Keeps a statement of this size in octets, and replaces an earlier one of that name. */
  synchronized void keep(String name, Statement statement, Instant until, int size) {
    Item before = items.put(name, new Item(statement, until, size));
    octets += size - (before == null ? 0 : before.octets());
    Iterator<Item> eldestFirst = items.values().iterator();
    while (items.size() > MOST || octets > MOST_OCTETS) {
      octets -= eldestFirst.next().octets();
      eldestFirst.remove();
    }
  }
}
