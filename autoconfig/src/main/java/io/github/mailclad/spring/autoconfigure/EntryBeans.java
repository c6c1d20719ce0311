package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.SettingNames;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.MailSenderDecorator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The beans that every entry uses. They are looked up on use, so that none is created too early.
 */
record EntryBeans(
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
   * @param subject the entry in words for people
   * @param names the configuration property that each session property comes from
   * @param found problems that are known already
   * @throws MailSettingsException with all problems
   */
  void add(
      MailEntry entry,
      String subject,
      SettingNames names,
      List<SettingProblem> found,
      StartUpLine.Login login) {
    SessionCheck check = new SessionCheck(entry.session(), names);
    List<SettingProblem> problems =
        Stream.concat(
                found.stream(),
                entry.services().values().stream()
                    .flatMap(service -> check.problems(service).stream()))
            .distinct()
            .toList();
    if (!problems.isEmpty()) {
      throw new MailSettingsException(subject, problems);
    }
    inventory.getObject().add(entry);
    new StartUpLine(entry, login).log();
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
