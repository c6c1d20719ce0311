package io.github.mailclad.spring.autoconfigure;

import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessagePreparator;

/**
 * The mail sender of one account. Not a {@link JavaMailSenderImpl}: Boot's health check logs in
 * with each of those, and callers could change its server.
 */
final class AccountMailSender implements JavaMailSender {
  private final JavaMailSenderImpl sender;

  AccountMailSender(JavaMailSenderImpl sender) {
    this.sender = sender;
  }

  @Override
  public MimeMessage createMimeMessage() {
    return sender.createMimeMessage();
  }

  @Override
  public MimeMessage createMimeMessage(InputStream content) {
    return sender.createMimeMessage(content);
  }

  @Override
  public void send(MimeMessage... messages) {
    sender.send(messages);
  }

  @Override
  public void send(MimeMessagePreparator... preparators) {
    sender.send(preparators);
  }

  @Override
  public void send(SimpleMailMessage... messages) {
    sender.send(messages);
  }

  @Override
  public String toString() {
    return "mail sender of " + sender.getUsername();
  }
}
