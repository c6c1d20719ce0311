package io.github.mailclad.spring;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.Set;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * The accounts of {@code mailclad.accounts}, by name. For each there are also beans, a {@link
 * JavaMailSender} and a {@link Session}, with the account's name as their qualifier. Thread-safe.
 */
public interface ConfiguredAccounts {

  /** The names of the accounts. */
  Set<String> names();

  /**
   * Submits mail as that account.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  JavaMailSender sender(String name);

  /**
   * The session of that account, which knows its servers, its requirements and its credentials:
   * {@code session.getStore().connect()} needs nothing else.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  Session session(String name);

  /**
   * Logs in at the account's mailbox, by IMAP or POP3 as configured. Whoever asks closes it.
   *
   * @throws IllegalArgumentException if there is no such account
   * @throws MessagingException if the connection fails or is refused
   */
  default Store openStore(String name) throws MessagingException {
    Store store = session(name).getStore();
    store.connect();
    return store;
  }
}
