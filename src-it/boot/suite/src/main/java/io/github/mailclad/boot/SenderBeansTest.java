package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.spring.MailInventory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Tests of the sender that an application gets, and of the effect of {@code spring.mail}. */
class SenderBeansTest {
  private final SubmissionServer server = SubmissionServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void withoutAHostThereIsNoSender() {
    try (App app = App.start(Settings.none())) {
      assertFalse(app.hasBean(MailSender.class));
    }
  }

  @Test
  void mailPropertiesReachTheWire() {
    Settings settings =
        Settings.of(server).with("spring.mail.properties.mail.smtp.localhost", "client.example");
    try (App app = App.start(settings)) {
      app.sendText();
    }
    assertTrue(server.commands().contains("EHLO client.example"), server.commands()::toString);
  }

  @Test
  void theDefaultEncodingHolds() {
    try (App app = App.start(Settings.of(server))) {
      assertEquals("UTF-8", app.bean(JavaMailSenderImpl.class).getDefaultEncoding());
    }
    Settings latin = Settings.of(server).with("spring.mail.default-encoding", "ISO-8859-1");
    try (App app = App.start(latin)) {
      assertEquals("ISO-8859-1", app.bean(JavaMailSenderImpl.class).getDefaultEncoding());
      SimpleMailMessage message = App.text("Grüße");
      message.setText("schöne Grüße");
      app.sender().send(message);
    }
    String data = server.messages().get(0).data();
    assertTrue(data.contains("charset=ISO-8859-1"), data);
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnJavaMailSender {
    @Bean
    JavaMailSenderImpl newsletters(
        @Value("${own.port}") int port, @Value("${own.anchors}") String anchors) {
      JavaMailSenderImpl sender = new JavaMailSenderImpl();
      sender.setHost("localhost");
      sender.setPort(port);
      sender.setUsername(SubmissionServer.USER);
      sender.setPassword(SubmissionServer.PASSWORD);
      Properties properties = sender.getJavaMailProperties();
      properties.setProperty("mail.smtp.security.trust-anchors", anchors);
      return sender;
    }
  }

  @Test
  void aSenderOfTheApplicationReplacesBootsAndIsSecuredToo(@TempDir Path folder) throws Exception {
    Path anchors = Files.writeString(folder.resolve("anchors.pem"), server.authority().pem());
    Settings settings =
        Settings.of(server).with("own.port", server.port()).with("own.anchors", anchors);
    try (App app = App.start(settings, OwnJavaMailSender.class)) {
      assertEquals("newsletters", app.bean(MailInventory.class).entries().get(0).name());
      app.sendText();
    }
    assertEquals(1, server.messages().size());
    assertEquals(0, server.wire().clientClear().length);
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnMailSender {
    @Bean
    MailSender nowhere() {
      return new Nowhere();
    }
  }

  /** Sends nothing. */
  static final class Nowhere implements MailSender {
    @Override
    public void send(SimpleMailMessage... messages) {}
  }

  @Test
  void bootBacksOffWhereThereIsAMailSender() {
    try (App app = App.start(Settings.of(server), OwnMailSender.class)) {
      assertFalse(app.hasBean(JavaMailSender.class));
      assertSame(Nowhere.class, app.bean(MailSender.class).getClass());
    }
  }
}
