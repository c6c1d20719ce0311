package io.github.mailclad.samples.web;

import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.InMemoryAccountStore;
import java.util.List;
import java.util.Optional;

/** The store of all tests of the application, which each of them can empty. */
final class ForgetfulStore implements AccountStore {
  private volatile InMemoryAccountStore present = new InMemoryAccountStore();

  void forget() {
    present = new InMemoryAccountStore();
  }

  @Override
  public Optional<AccountState> read(String account) throws AccountStoreException {
    return present.read(account);
  }

  @Override
  public Optional<AccountState> write(AccountState changed) throws AccountStoreException {
    return present.write(changed);
  }

  @Override
  public boolean remove(String account) {
    return present.remove(account);
  }

  @Override
  public List<String> accounts() throws AccountStoreException {
    return present.accounts();
  }
}
