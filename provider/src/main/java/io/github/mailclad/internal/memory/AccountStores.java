package io.github.mailclad.internal.memory;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.internal.config.AccountRules;
import io.github.mailclad.internal.dns.DnsSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The account stores of this class loader. Without a configured store, accounts are remembered as
 * long as the application runs, separately for each source of DNS answers. Observations made with
 * one resolver do not count for accounts that use another. Bounded. Thread-safe.
 */
public final class AccountStores {
  private static final int MOST = 64;

  private final Map<DnsSource, AccountStore> ofProcess =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DnsSource, AccountStore> eldest) {
          return size() > MOST;
        }
      };

  /** Returns the store of accounts that use that source of DNS answers. */
  public AccountStore of(AccountRules rules, DnsSource source) {
    if (rules.store() != null) {
      return rules.store().store();
    }
    synchronized (ofProcess) {
      AccountStore store = ofProcess.get(source);
      if (store == null) {
        store = new InMemoryAccountStore();
        ofProcess.put(source, store);
      }
      return store;
    }
  }
}
