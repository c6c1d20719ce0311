package io.github.mailclad.setup;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bounded map from accounts to values. The entry whose last access is oldest is removed first.
 * The owner synchronizes access.
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
