package io.github.mailclad.bench.client;

import io.github.mailclad.bench.lab.LabSettings;
import jakarta.mail.internet.MimeMessage;
import java.util.concurrent.ExecutionException;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Libraries above Jakarta Mail, with Angus or with Mailclad below. */
public final class Peers {
  private Peers() {}

  /** Spring's sender, which is asked for each message. */
  public static Sending springEach(MailServer server, AngusClient below) {
    JavaMailSenderImpl sender = spring(server, below);
    return (messages, accepted) -> {
      for (int i = 0; i < messages; i++) {
        sender.send(TestMessage.in(sender.getSession()));
        accepted.run();
      }
    };
  }

  /** Spring's sender, which gets all messages at once and says nothing in between. */
  public static Sending springAll(MailServer server, AngusClient below) {
    JavaMailSenderImpl sender = spring(server, below);
    return (messages, accepted) -> {
      MimeMessage[] all = new MimeMessage[messages];
      for (int i = 0; i < messages; i++) {
        all[i] = TestMessage.in(sender.getSession());
      }
      sender.send(all);
      accepted.run();
    };
  }

  private static JavaMailSenderImpl spring(MailServer server, AngusClient below) {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setProtocol("smtps");
    sender.setHost(server.host());
    sender.setPort(server.port());
    sender.setUsername(LabSettings.USER);
    sender.setPassword(LabSettings.PASSWORD);
    sender.setJavaMailProperties(below.properties());
    return sender;
  }

  /** Simple Java Mail with a pool of one connection. */
  public static Sending simpleJavaMail(MailServer server, AngusClient below) {
    return (messages, accepted) -> {
      try (Mailer mailer = mailer(server, below)) {
        for (int i = 0; i < messages; i++) {
          send(mailer);
          accepted.run();
        }
        mailer.shutdownConnectionPool().get();
      }
    };
  }

  private static void send(Mailer mailer) throws ExecutionException, InterruptedException {
    mailer
        .sendMail(
            EmailBuilder.startingBlank()
                .from(TestMessage.SENDER)
                .to(TestMessage.RECIPIENT)
                .withSubject(TestMessage.SUBJECT)
                .withPlainText(TestMessage.TEXT)
                .buildEmail())
        .get();
  }

  private static Mailer mailer(MailServer server, AngusClient below) {
    return MailerBuilder.withSMTPServer(
            server.host(), server.port(), LabSettings.USER, LabSettings.PASSWORD)
        .withTransportStrategy(TransportStrategy.SMTPS)
        .withSessionTimeout(60_000)
        .trustingAllHosts(false)
        .verifyingServerIdentity(true)
        .withProperties(below.properties())
        .withConnectionPoolCoreSize(1)
        .withConnectionPoolMaxSize(1)
        .withThreadPoolSize(1)
        .buildMailer();
  }
}
