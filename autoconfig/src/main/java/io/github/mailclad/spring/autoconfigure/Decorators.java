package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailSenderDecorator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Lets every decorator of the application have its turn, in their order. */
final class Decorators {
  private Decorators() {}

  /** The sender to use in the place of one that is configured. */
  static JavaMailSenderImpl decorated(
      String entry, JavaMailSenderImpl sender, ObjectProvider<MailSenderDecorator> decorators) {
    JavaMailSenderImpl used = sender;
    for (MailSenderDecorator decorator : decorators.orderedStream().toList()) {
      used = decorator.decorate(entry, used);
    }
    return used;
  }
}
