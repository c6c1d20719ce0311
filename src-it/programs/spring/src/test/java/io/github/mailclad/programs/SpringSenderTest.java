package io.github.mailclad.programs;

import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** {@link JavaMailSenderImpl} as Spring applications configure it. */
class SpringSenderTest extends SendingProgram {
  @Override
  protected String send(Account account) {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost(account.host());
    sender.setPort(account.port());
    sender.setUsername(account.user());
    sender.setPassword(account.password());
    sender
        .getJavaMailProperties()
        .setProperty("mail.smtp.security.trust-anchors", account.anchors().toString());
    SimpleMailMessage message = new SimpleMailMessage();
    message.setFrom(FROM);
    message.setTo(TO);
    message.setSubject(MARK);
    message.setText("Hello");
    sender.send(message);
    return "";
  }
}
