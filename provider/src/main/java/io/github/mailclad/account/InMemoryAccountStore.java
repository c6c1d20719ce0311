package io.github.mailclad.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps accounts for as long as the process runs. There are so many of them at most; the one that
 * was used longest ago is forgotten first, and with it what protects it. Thread-safe.
 */
public final class InMemoryAccountStore implements AccountStore {
  private static final int MOST = 1000;

  private final Map<String, AccountState> states;

  /** Keeps 1,000 accounts. */
  public InMemoryAccountStore() {
    this(MOST);
  }

  /**
   * Keeps that many accounts.
   *
   * @param most 1 or more
   */
  public InMemoryAccountStore(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a store keeps one account at least");
    }
    states =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, AccountState> eldest) {
            return size() > most;
          }
        };
  }

  @Override
  public Optional<AccountState> read(String account) {
    synchronized (states) {
      return Optional.ofNullable(states.get(account));
    }
  }

  @Override
  public Optional<AccountState> write(AccountState changed) {
    synchronized (states) {
      if (read(changed.account()).map(AccountState::revision).orElse(0L) != changed.revision()) {
        return Optional.empty();
      }
      AccountState written = changed.revision(changed.revision() + 1);
      states.put(written.account(), written);
      return Optional.of(written);
    }
  }

  @Override
  public boolean remove(String account) {
    synchronized (states) {
      return states.remove(account) != null;
    }
  }

  @Override
  public List<String> accounts() {
    synchronized (states) {
      return states.keySet().stream().sorted().toList();
    }
  }
}
