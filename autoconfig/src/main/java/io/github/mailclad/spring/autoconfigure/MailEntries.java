package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.SettingNames;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.MailSenderDecorator;
import io.github.mailclad.spring.autoconfigure.MailSettingsException.Problem;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The beans that have to do with every entry. Asked for when they are used, so that none is made
 * too early.
 */
record MailEntries(
    ObjectProvider<MailInventory> inventory,
    ObjectProvider<AccountListener> listeners,
    ObjectProvider<MailSenderDecorator> decorators) {

  /** Returns the listener for the session of an entry. */
  SecurityListener listenerTo(String entry) {
    return new EntryListener(entry, listeners);
  }

  /**
   * Checks an entry, adds it to the inventory, and logs its line.
   *
   * @throws MailSettingsException with everything that is wrong
   */
  void add(
      MailEntry entry,
      String subject,
      SettingNames names,
      List<Problem> found,
      StartUpLine.Login login) {
    SessionCheck.check(entry, subject, names, found);
    inventory.getObject().add(entry);
    StartUpLine.log(entry, login);
  }

  /** Returns the sender to use for one that is configured, after every decorator in its order. */
  JavaMailSenderImpl decorated(String entry, JavaMailSenderImpl sender) {
    JavaMailSenderImpl used = sender;
    for (MailSenderDecorator decorator : decorators.orderedStream().toList()) {
      used = decorator.decorate(entry, used);
    }
    return used;
  }
}
