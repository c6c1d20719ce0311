package io.github.mailclad.spring;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * A bean that may replace a mail sender by another one with the same host, port, credentials and
 * session or properties, for example to observe it. Called once for each account and for each bean
 * that is a {@code JavaMailSenderImpl}. Must be thread-safe.
 *
 * <p>An application declares it as a bean:
 *
 * <pre>
 * class Senders {
 *   {@literal @}Bean
 *   MailSenderDecorator utf8() {
 *     return (entry, sender) -&gt; {
 *       sender.setDefaultEncoding("UTF-8");
 *       return sender;
 *     };
 *   }
 * }
 * </pre>
 */
@FunctionalInterface
public interface MailSenderDecorator {
  /**
   * Returns the sender to use.
   *
   * @param entry the name of the account or of the bean
   * @param sender the configured sender
   */
  JavaMailSenderImpl decorate(String entry, JavaMailSenderImpl sender);
}
