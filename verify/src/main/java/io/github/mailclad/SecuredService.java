package io.github.mailclad;

import java.util.Optional;

/**
 * A Jakarta Mail service (store or transport) whose connections Mailclad secured. Every service
 * that it provides implements this, so {@code store instanceof SecuredService} also shows that
 * Mailclad took over.
 *
 * <p>Stores and transports of a session are cast to it:
 *
 * <pre>{@code
 * Store store = session.getStore("imaps");
 * store.connect("imap.example.org", "alice", password);
 * if (store instanceof SecuredService secured) {
 *   System.out.println(secured.connectionSecurity().orElseThrow());
 * }
 * }</pre>
 */
public interface SecuredService {
  /**
   * Returns the security of the newest connection of this service; empty before the first one. A
   * store that keeps several connections verifies each of them, and reports the newest. May be
   * called from any thread.
   */
  Optional<ConnectionSecurity> connectionSecurity();

  /**
   * Returns the indicator to show a person for the newest connection, by the minimum that the
   * account had when it was opened; {@link SecurityIndicator#UNKNOWN_NOT_CONNECTED} before the
   * first one. May be called from any thread.
   */
  SecurityIndicator indicator();

  /**
   * Connects as this service would, asks the server for its capabilities over the secured
   * connection, and closes the connection. It goes to the host that the session's properties or the
   * URL of this service name, else to the servers that the domain of the user's address publishes.
   * No credentials are sent, not even a user name, and this service does not change. The outcome is
   * a value, never an exception. May be called from any thread; bounded in time as connecting is.
   *
   * <p>An account whose minimum level is {@code none} is not probed: the answer of such a server
   * cannot be trusted.
   */
  Probe probe();
}
