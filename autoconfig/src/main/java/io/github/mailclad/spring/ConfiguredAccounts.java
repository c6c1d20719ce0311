package io.github.mailclad.spring;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.Set;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * The accounts of {@code mailclad.accounts}, by name. For each there are also beans, a {@link
 * JavaMailSender} and a {@link Session}, with the account's name as their qualifier. Thread-safe.
 *
 * <p>An application injects it:
 *
 * <pre>
 * class Invoices {
 *   {@literal @}Autowired ConfiguredAccounts accounts;
 *
 *   boolean arrived() throws MessagingException {
 *     try (Store store = accounts.openStore("billing")) {
 *       return store.getFolder("INBOX").getMessageCount() &gt; 0;
 *     }
 *   }
 * }
 * </pre>
 */
public interface ConfiguredAccounts {

  /** Returns the names of the accounts. */
  Set<String> names();

  /**
   * Returns the sender that submits mail as an account.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  JavaMailSender sender(String name);

  /**
   * Returns the session of an account, with its servers, its requirements and its credentials:
   * {@code session.getStore().connect()} needs nothing else.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  Session session(String name);

  /**
   * Returns the account's mailbox after a login, by IMAP or POP3 as configured. The caller closes
   * it.
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
