package io.github.mailclad.it.setup;

import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A store in memory that a test fills and looks into. */
final class RememberedAccounts implements AccountStore {
  private final Map<String, AccountState> accounts = new ConcurrentHashMap<>();

  /** Creates a memory with these states, as if they had been written before. */
  RememberedAccounts(AccountState... known) {
    for (AccountState account : known) {
      accounts.put(account.account(), account.revision(1));
    }
  }

  AccountState of(String account) {
    return Objects.requireNonNull(accounts.get(account));
  }

  @Override
  public Optional<AccountState> read(String account) {
    return Optional.ofNullable(accounts.get(account));
  }

  @Override
  public Optional<AccountState> write(AccountState changed) {
    AtomicReference<AccountState> written = new AtomicReference<>();
    accounts.compute(
        changed.account(),
        (name, stored) -> {
          if (changed.revision() != (stored == null ? 0 : stored.revision())) {
            return stored;
          }
          written.set(changed.revision(changed.revision() + 1));
          return written.get();
        });
    return Optional.ofNullable(written.get());
  }

  @Override
  public boolean remove(String account) {
    return accounts.remove(account) != null;
  }

  @Override
  public List<String> accounts() {
    return accounts.keySet().stream().sorted().toList();
  }
}
