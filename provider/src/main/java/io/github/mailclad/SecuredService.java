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
}
