package io.github.mailclad.spring;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every way of the application to its mail servers that its context knows of. Thread-safe. */
public final class MailInventory {
  private final Map<String, MailEntry> entries = new ConcurrentHashMap<>();

  /** Adds an entry, in place of another one of that name. */
  public void add(MailEntry entry) {
    entries.put(entry.name(), entry);
  }

  /** All entries, by name. */
  public List<MailEntry> entries() {
    return entries.values().stream().sorted(Comparator.comparing(MailEntry::name)).toList();
  }

  /** The entry of that name. */
  public Optional<MailEntry> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }
}
