package io.github.mailclad.samples.web.accounts;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

/**
 * The passwords that somebody typed in this browser session: in memory, and gone with the session
 * or the program. Thread-safe; never says a password to anybody but the servers of its account.
 */
@Component
@SessionScope
public class Keyring {
  private final Map<String, String> passwords = new ConcurrentHashMap<>();

  /** Keeps a password that the servers of the account took. */
  public void keep(String account, String password) {
    passwords.put(account, password);
  }

  /** The password of an account; empty if nobody typed it in this session. */
  public Optional<String> password(String account) {
    return Optional.ofNullable(passwords.get(account));
  }

  /** How many accounts it has; never what it keeps. */
  @Override
  public String toString() {
    return "keyring with " + passwords.size();
  }
}
