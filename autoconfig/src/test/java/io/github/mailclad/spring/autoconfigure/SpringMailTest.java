package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.springMail;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.MailSenderDecorator;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Applications that are configured by {@code spring.mail.*}, as they were before. */
@ExtendWith(OutputCaptureExtension.class)
class SpringMailTest {
  private final Applications applications = new Applications();

  private TlsFront server(SmtpDialogue dialogue) {
    return TlsFront.builder().certificate(applications.certificate).dialogue(dialogue).start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp", "smtps", "submissions"})
  void aConfiguredSenderSendsUnderPolicy(String protocol) {
    SmtpDialogue mailbox = new SmtpDialogue();
    try (TlsFront server = server(mailbox)) {
      applications
          .with(
              all(
                  springMail(server, "spring.mail.protocol=" + protocol),
                  bundle("ours", applications.root),
                  "spring.mail.ssl.bundle=ours"))
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    assertEquals(1, mailbox.messages().size());
                    assertTrue(server.recorder().onlyConnection().rawStartsWithTls());
                  }));
    }
  }

  @Test
  void aHostWithoutAPortIsAtTheImplicitTlsPort() {
    applications
        .with("spring.mail.host=localhost")
        .run(
            started(
                context -> {
                  List<String> refused = new CopyOnWriteArrayList<>();
                  JavaMailSenderImpl sender = context.getBean(JavaMailSenderImpl.class);
                  Properties properties = sender.getJavaMailProperties();
                  properties.put(
                      "mail.security.listener",
                      new SecurityListener() {
                        @Override
                        public void onRefused(
                            MailService service, Endpoint endpoint, Refusal refusal) {
                          refused.add(service.srvLabel() + " " + endpoint);
                        }
                      });
                  // a refusal before a connection names the server that it would have gone to
                  properties.setProperty("mail.smtp.ssl.trust", "*");
                  assertThrows(MailSendException.class, () -> sender.send(message()));
                  properties.setProperty("mail.smtp.security.tls-start", "starttls");
                  properties.setProperty("mail.smtp.port", "587");
                  assertThrows(MailSendException.class, () -> sender.send(message()));
                  assertEquals(
                      List.of("submissions localhost:465", "submission localhost:587"), refused);
                }));
  }

  @Test
  void everySessionPropertyReachesTheSession() {
    applications
        .with(
            "spring.mail.host=localhost",
            "spring.mail.properties.mail.smtp.timeout=1234",
            "spring.mail.properties.mail.smtp.security.oldest-tls=TLSv1.3")
        .run(
            started(
                context -> {
                  Session session = context.getBean(JavaMailSenderImpl.class).getSession();
                  assertEquals("1234", session.getProperty("mail.smtp.timeout"));
                  assertEquals("TLSv1.3", session.getProperty("mail.smtp.security.oldest-tls"));
                }));
  }

  @Test
  void listenersReceiveConnectionsAndRefusals() {
    List<String> heard = new CopyOnWriteArrayList<>();
    AccountListener listener =
        entry ->
            new SecurityListener() {
              @Override
              public void onConnected(ConnectionSecurity security) {
                heard.add(entry + " " + security.level());
              }

              @Override
              public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
                heard.add(entry + " " + service.srvLabel() + " " + refusal.code());
              }
            };
    AccountListener broken =
        entry -> {
          throw new IllegalStateException("I am broken");
        };
    SmtpDialogue mailbox = new SmtpDialogue();
    try (TlsFront server = server(mailbox)) {
      applications
          .with(
              all(
                  springMail(server),
                  bundle("ours", applications.root),
                  "spring.mail.ssl.bundle=ours"))
          .withBean("broken", AccountListener.class, () -> broken)
          .withBean("listener", AccountListener.class, () -> listener)
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    assertEquals(List.of("mailSender AUTHENTICATED"), heard);
                    assertEquals(1, mailbox.messages().size());
                  }));
      heard.clear();
      applications
          .with(all(springMail(server), List.of()))
          .withBean(AccountListener.class, () -> listener)
          .run(
              started(
                  context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    assertThrows(MailSendException.class, () -> sender.send(message()));
                    assertEquals(List.of("mailSender submissions untrusted-issuer"), heard);
                    assertEquals(1, mailbox.messages().size());
                  }));
    }
  }

  @Test
  void theInventoryKnowsTheSender() {
    applications
        .with(
            "spring.mail.host=localhost",
            "spring.mail.username=alice",
            "spring.mail.password=" + Applications.PASSWORD)
        .run(
            started(
                context -> {
                  MailEntry entry =
                      context.getBean(MailInventory.class).entry("mailSender").orElseThrow();
                  assertEquals(MailEntry.Kind.SENDER, entry.kind());
                  assertEquals("alice", entry.user());
                  URLName service = entry.services().get(MailProtocol.SUBMISSION);
                  assertNotNull(service);
                  assertEquals("localhost", service.getHost());
                  assertNull(service.getPassword());
                }));
  }

  @Test
  void aSenderOfTheApplicationIsHeldToItsSettingsToo() {
    JavaMailSenderImpl own = new JavaMailSenderImpl();
    own.setHost("localhost");
    own.getJavaMailProperties().setProperty("mail.smtp.ssl.trust", "*");
    applications
        .runner()
        .withBean("own", JavaMailSenderImpl.class, () -> own)
        .run(
            context -> {
              Throwable failure = context.getStartupFailure();
              assertTrue(String.valueOf(failure).contains("mail sender \"own\""), "" + failure);
              assertTrue(String.valueOf(failure).contains("mail.smtp.ssl.trust"), "" + failure);
            });
  }

  @Test
  void aSessionThatTheSenderWasGivenIsNotChanged() {
    Properties shared = new Properties();
    shared.setProperty("mail.smtp.host", "localhost");
    Session session = Session.getInstance(shared);
    JavaMailSenderImpl own = new JavaMailSenderImpl();
    own.setSession(session);
    applications
        .runner()
        .withBean("own", JavaMailSenderImpl.class, () -> own)
        .run(
            started(
                context -> {
                  assertEquals(1, session.getProperties().size());
                  assertSame(
                      session,
                      context.getBean(MailInventory.class).entry("own").orElseThrow().session());
                }));
  }

  @Test
  void theWayOutLeavesTheSenderAsItIsAndWarns(CapturedOutput output) {
    applications
        .with(
            all(
                bundle("ours", applications.root),
                List.of(
                    "spring.mail.host=localhost",
                    "spring.mail.ssl.bundle=ours",
                    "spring.mail.properties.mail.smtp.class=org.eclipse.angus.mail.smtp.SMTPTransport",
                    "spring.mail.properties.mail.smtp.ssl.trust=localhost")))
        .run(
            started(
                context -> {
                  Properties own =
                      context.getBean(JavaMailSenderImpl.class).getJavaMailProperties();
                  assertInstanceOf(SSLSocketFactory.class, own.get("mail.smtp.ssl.socketFactory"));
                  assertTrue(
                      own.keySet().stream().noneMatch(key -> key.toString().contains("security")),
                      own.keySet().toString());
                  assertTrue(context.getBean(MailInventory.class).entries().isEmpty());
                  assertTrue(
                      output
                          .getAll()
                          .contains("or mail.smtp.class: its connections are not secured"));
                }));
  }

  @Test
  void aProtocolOfAnotherProviderIsLeftAlone(CapturedOutput output) {
    applications
        .with("spring.mail.host=localhost", "spring.mail.protocol=mock")
        .run(
            started(
                context -> {
                  assertTrue(context.getBean(MailInventory.class).entries().isEmpty());
                  assertTrue(output.getAll().contains("because of its protocol \"mock\""));
                }));
  }

  @Test
  void anotherKindOfSenderIsLeftAlone() {
    MailSender own =
        new MailSender() {
          @Override
          public void send(SimpleMailMessage... messages) {}
        };
    applications
        .with("spring.mail.host=localhost")
        .withBean("own", MailSender.class, () -> own)
        .run(
            started(
                context -> {
                  assertSame(own, context.getBean(MailSender.class));
                  assertTrue(context.getBean(MailInventory.class).entries().isEmpty());
                }));
  }

  @Test
  void aDecoratorMayPutAnotherSenderInItsPlace() {
    JavaMailSenderImpl other = new JavaMailSenderImpl();
    applications
        .with("spring.mail.host=localhost")
        .withBean(MailSenderDecorator.class, () -> (entry, sender) -> other)
        .run(started(context -> assertSame(other, context.getBean(JavaMailSender.class))));
  }

  @Test
  void withoutAHostThereIsNoSender() {
    applications
        .runner()
        .run(
            started(
                context -> {
                  assertFalse(context.getBeanProvider(MailSender.class).iterator().hasNext());
                  assertTrue(context.getBean(MailInventory.class).entries().isEmpty());
                }));
  }
}
