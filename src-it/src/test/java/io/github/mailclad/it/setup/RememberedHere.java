package io.github.mailclad.it.setup;

import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in the memory of a test. */
final class RememberedHere implements AccountStore {
  private final Map<String, AccountState> states = new TreeMap<>();

  @Override
  public synchronized Optional<AccountState> read(String account) {
    return Optional.ofNullable(states.get(account));
  }

  @Override
  public synchronized Optional<AccountState> write(AccountState changed) {
    AccountState known = states.get(changed.account());
    if ((known == null ? 0 : known.revision()) != changed.revision()) {
      return Optional.empty();
    }
    AccountState written = changed.revision(changed.revision() + 1);
    states.put(written.account(), written);
    return Optional.of(written);
  }

  @Override
  public synchronized List<String> accounts() {
    return List.copyOf(states.keySet());
  }
}
