package io.github.mailclad.check;

import jakarta.mail.Session;
import jakarta.mail.util.StreamProvider;
import org.jspecify.annotations.Nullable;

/**
 * The search of a session of Jakarta Mail for providers. The artifact {@code mailclad-javax} has
 * another text of this class.
 */
final class ProviderSearch {
  private ProviderSearch() {}

  /** Returns the class loader that a session asks: the one of the library's implementation. */
  static @Nullable ClassLoader classLoader() {
    try {
      return StreamProvider.provider().getClass().getClassLoader();
    } catch (RuntimeException | LinkageError e) {
      return Session.class.getClassLoader();
    }
  }
}
