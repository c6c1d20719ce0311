package io.github.mailclad.angus;

import io.github.mailclad.internal.connect.ServerFinder;
import io.github.mailclad.internal.discovery.Candidate;
import org.jspecify.annotations.Nullable;

/** A server at which a connection may end. */
sealed interface Stop {

  /** The account for which it is connected to; null for none. */
  @Nullable String account();

  /** The server as it was discovered; null where the application named it. */
  @Nullable Candidate server();

  /**
   * The application named it.
   *
   * @param port 1 to 65535, or what is not positive for the configured or registered one
   */
  record Named(String host, int port, @Nullable String account) implements Stop {
    @Override
    public @Nullable Candidate server() {
      return null;
    }
  }

  /**
   * It was discovered.
   *
   * @param userName with which user name the account logged in there before; its address if it
   *     never did
   * @param query for which account
   */
  record Discovered(Candidate server, String userName, ServerFinder.Query query) implements Stop {
    @Override
    public String account() {
      return query.user();
    }
  }
}
