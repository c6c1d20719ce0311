package io.github.mailclad.spring;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts and mail senders of the application context. Thread-safe.
 *
 * <p>An application injects it:
 *
 * <pre>
 * class Overview {
 *   Overview(MailInventory inventory) {
 *     inventory.entries().forEach(entry -&gt; System.out.println(entry.name() + " " + entry.services()));
 *   }
 * }
 * </pre>
 */
public final class MailInventory {
  private final Map<String, MailEntry> entries = new ConcurrentHashMap<>();

  /** Adds an entry, or replaces the one of that name. */
  public void add(MailEntry entry) {
    entries.put(entry.name(), entry);
  }

  /** Returns all entries, sorted by name. */
  public List<MailEntry> entries() {
    return entries.values().stream().sorted(Comparator.comparing(MailEntry::name)).toList();
  }

  /** Returns the entry of that name. */
  public Optional<MailEntry> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }
}
