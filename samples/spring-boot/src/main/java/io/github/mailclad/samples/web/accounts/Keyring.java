package io.github.mailclad.samples.web.accounts;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

/**
 * The passwords that were typed in this browser session: in memory, and gone with the session or
 * the program. Thread-safe; passwords go only to the servers of their account.
 */
@Component
@SessionScope
public class Keyring {
  private final Map<String, String> passwords = new ConcurrentHashMap<>();

  /** Keeps a password that the servers of the account accepted. */
  public void keep(String account, String password) {
    passwords.put(account, password);
  }

  /** Forgets the password of an account. */
  void forget(String account) {
    passwords.remove(account);
  }

  /** Returns the password of an account; empty if none was typed in this session. */
  public Optional<String> password(String account) {
    return Optional.ofNullable(passwords.get(account));
  }

  /** Returns the number of accounts, and never a password. */
  @Override
  public String toString() {
    return "keyring with " + passwords.size();
  }
}
