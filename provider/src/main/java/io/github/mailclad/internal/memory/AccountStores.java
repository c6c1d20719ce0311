package io.github.mailclad.internal.memory;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.internal.config.AccountRules.Memory;
import io.github.mailclad.internal.config.LookupRules.DnsSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The account stores of this class loader. Without a configured store, accounts are remembered as
 * long as the application runs, separately for each source of DNS answers. Observations made with
 * one resolver do not count for accounts that use another. Bounded. Thread-safe.
 */
public final class AccountStores {
  private static final int MOST = 64;

  private final Map<Path, AccountStore> folders = new Newest<>();
  private final Map<DnsSource, AccountStore> passing = new Newest<>();

  private static final class Newest<K> extends LinkedHashMap<K, AccountStore> {
    private static final long serialVersionUID = 1L;

    Newest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, AccountStore> eldest) {
      return size() > MOST;
    }
  }

  /** Returns the store of accounts that use that source of DNS answers. */
  public AccountStore of(Memory memory, DnsSource source) {
    if (memory instanceof Memory.Given given) {
      return given.store();
    }
    if (memory instanceof Memory.Folder folder) {
      synchronized (folders) {
        return folders.computeIfAbsent(folder.path().toAbsolutePath(), FolderAccountStore::in);
      }
    }
    synchronized (passing) {
      return passing.computeIfAbsent(source, unused -> new InMemoryAccountStore());
    }
  }
}
