package io.github.mailclad;

import java.util.Optional;

/**
 * A Jakarta Mail service (store or transport) whose connections Mailclad secured. Every service
 * that it provides implements this, so {@code store instanceof SecuredService} also tells that it
 * took over.
 */
public interface SecuredService {
  /**
   * What the newest connection of this service got; empty before the first one. A store that keeps
   * several connections verifies each of them, and reports the newest. May be called from any
   * thread.
   */
  Optional<ConnectionSecurity> connectionSecurity();

  /**
   * What to show a person about the newest connection, by the minimum that the account had when it
   * was opened; {@link SecurityIndicator#UNKNOWN_NOT_CONNECTED} before the first one. May be called
   * from any thread.
   */
  SecurityIndicator indicator();

  /**
   * Connects as this service would, asks the server over the secured connection what it can do, and
   * closes: to the host that the session's properties or the URL of this service name, else to the
   * servers that the domain of the user's address publishes. There are no credentials in it, not
   * even a user name is sent, and nothing of this service changes. The outcome is a value, never an
   * exception. May be called from any thread; bounded in time as connecting is.
   *
   * <p>An account whose minimum level is {@code none} is not probed: what such a server says is
   * worth nothing.
   */
  Probe probe();
}
