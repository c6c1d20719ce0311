package io.github.mailclad.javax.check;

import org.jspecify.annotations.Nullable;

/** The search of a session of Jakarta Mail 1.6 for providers. */
final class ProviderSearch {
  private ProviderSearch() {}

  /** Returns the class loader that a session asks: the one of the thread. */
  static @Nullable ClassLoader classLoader() {
    return Thread.currentThread().getContextClassLoader();
  }
}
