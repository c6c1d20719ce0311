package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.mailclad.embedded.EmbeddedServer;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.mail.MailSendingMessageHandler;
import org.springframework.integration.mail.dsl.Mail;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/** Spring Integration's mail adapters, in the session and with the sender of an account. */
class IntegrationAdaptersTest {
  private static final long PATIENCE_MILLIS = 30_000;

  private final EmbeddedServer server = new EmbeddedServer("localhost");

  @AfterEach
  void stop() {
    server.close();
  }

  /** Mail goes out by the channel "outgoing". */
  @Configuration(proxyBeanMethods = false)
  @EnableIntegration
  static class Outgoing {
    @Bean
    IntegrationFlow outgoingFlow(@Qualifier("alice") JavaMailSender sender) {
      return IntegrationFlow.from("outgoing").handle(new MailSendingMessageHandler(sender)).get();
    }
  }

  /** Mail is polled into the channel "inbox". */
  @Configuration(proxyBeanMethods = false)
  static class Polled {
    @Bean
    QueueChannel inbox() {
      return new QueueChannel();
    }

    @Bean
    IntegrationFlow inboxFlow(
        @Qualifier("alice") Session session, @Value("${own.mailbox}") String url) {
      return IntegrationFlow.from(
              url.startsWith("pop3s")
                  ? Mail.pop3InboundAdapter(url).session(session)
                  : Mail.imapInboundAdapter(url).session(session),
              source -> source.poller(Pollers.fixedDelay(200)))
          .channel("inbox")
          .get();
    }
  }

  /** The server announces mail for the channel "inbox". */
  @Configuration(proxyBeanMethods = false)
  static class Idling {
    @Bean
    QueueChannel inbox() {
      return new QueueChannel();
    }

    @Bean
    IntegrationFlow inboxFlow(
        @Qualifier("alice") Session session, @Value("${own.mailbox}") String url) {
      return IntegrationFlow.from(Mail.imapIdleAdapter(url).session(session))
          .channel("inbox")
          .get();
    }
  }

  @Test
  void aPollingAdapterReceivesByImapWhatTheOutboundAdapterSent() throws Exception {
    assertRoundTrip(settings("imap", server.imapsPort(), "/INBOX"), Polled.class);
  }

  @Test
  void aPollingAdapterReceivesByPop3WhatTheOutboundAdapterSent() throws Exception {
    assertRoundTrip(settings("pop3", server.pop3sPort(), "/INBOX"), Polled.class);
  }

  @Test
  void anIdleAdapterReceivesWhatTheOutboundAdapterSent() throws Exception {
    assertRoundTrip(settings("imap", server.imapsPort(), "/INBOX"), Idling.class);
  }

  private static void assertRoundTrip(Settings settings, Class<?> incoming) throws Exception {
    try (App app = App.start(settings, Outgoing.class, incoming)) {
      app.bean("outgoing", MessageChannel.class)
          .send(
              new GenericMessage<>(
                  "Good morning",
                  Map.of(
                      "mail_from", EmbeddedServer.USER,
                      "mail_to", EmbeddedServer.USER,
                      "mail_subject", "by channels")));

      @Nullable Message<?> received =
          app.bean("inbox", QueueChannel.class).receive(PATIENCE_MILLIS);

      assertNotNull(received, app::log);
      assertEquals("by channels", ((MimeMessage) received.getPayload()).getSubject());
    }
  }

  private Settings settings(String protocol, int port, String folder) {
    return Settings.none()
        .with("mailclad.accounts.alice.address", EmbeddedServer.USER)
        .with("mailclad.accounts.alice.password", EmbeddedServer.PASSWORD)
        .with("mailclad.accounts.alice.submission.host", "localhost")
        .with("mailclad.accounts.alice.submission.port", server.submissionsPort())
        .with("mailclad.accounts.alice.access.protocol", protocol)
        .with("mailclad.accounts.alice.access.host", "localhost")
        .with("mailclad.accounts.alice.access.port", port)
        .with("mailclad.accounts.alice.ssl.bundle", Settings.BUNDLE)
        .with(
            "spring.ssl.bundle.pem." + Settings.BUNDLE + ".truststore.certificate",
            AccountsTest.pem(server.authority()))
        .with("own.mailbox", protocol + "s://localhost:" + port + folder);
  }
}
