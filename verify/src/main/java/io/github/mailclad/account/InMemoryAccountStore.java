package io.github.mailclad.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store that keeps accounts as long as the process runs. The number of accounts is limited. The
 * least recently used account is removed first, and loses its protection. Thread-safe.
 */
public final class InMemoryAccountStore implements AccountStore {
  private static final int MOST = 1000;

  private final Map<String, AccountState> states;

  /** Creates a store for 1,000 accounts. */
  public InMemoryAccountStore() {
    this(MOST);
  }

  /**
   * Creates a store for a number of accounts.
   *
   * @param most the maximum number of accounts, 1 or more
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
      AccountState known = states.get(changed.account());
      if ((known == null ? 0 : known.revision()) != changed.revision()) {
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
