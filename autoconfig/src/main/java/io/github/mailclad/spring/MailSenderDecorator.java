package io.github.mailclad.spring;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * A bean that may put another sender in the place of one that is about to be used, with the same
 * host, port, credentials and session or properties: to observe it, for example. Asked once for
 * each account and for each bean that is a {@code JavaMailSenderImpl}; thread-safe.
 */
@FunctionalInterface
public interface MailSenderDecorator {
  /**
   * The sender to use.
   *
   * @param entry the name of the account or of the bean
   * @param sender the sender as it is configured
   */
  JavaMailSenderImpl decorate(String entry, JavaMailSenderImpl sender);
}
