package io.github.mailclad.setup;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something about each of a bounded number of accounts: the one that was not looked at for longest
 * is forgotten first. Whoever owns it guards it.
 */
final class RecentAccounts<V> extends LinkedHashMap<String, V> {
  private static final long serialVersionUID = 1L;
  private static final int MOST_ACCOUNTS = 1000;

  RecentAccounts() {
    super(16, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
    return size() > MOST_ACCOUNTS;
  }
}
