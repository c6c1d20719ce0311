package io.github.mailclad.internal.connect;

import io.github.mailclad.internal.connect.ServerFinder.Query;
import io.github.mailclad.internal.discovery.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that one connect call may try.
 *
 * @param inOrder the servers, the preferred one first; at least one
 * @param userName the name to log in with: the user's, or the one with which the account logged in
 *     at a published server before; null for none
 * @param query the query of the account whose domain publishes the servers; null for a server that
 *     the application names
 */
public record ServerList(List<Server> inOrder, @Nullable String userName, @Nullable Query query) {
  public ServerList {
    inOrder = List.copyOf(inOrder);
  }

  /** Returns the one server that an application names. */
  public static ServerList named(Server server, @Nullable String user) {
    return new ServerList(List.of(server), user, /* query= */ null);
  }

  /** Returns the account of the connection; empty for none. */
  public String account() {
    if (query != null) {
      return query.user();
    }
    return userName == null ? "" : userName;
  }
}
