package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.spring.ConfiguredAccounts;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** Two accounts of {@code mailclad.accounts} at two servers. */
class AccountsTest {
  private static final String ALICE = "alice@example.org";
  private static final String BOB = "bob@example.net";

  private final EmbeddedServer alices = new EmbeddedServer("localhost", ALICE);
  private final EmbeddedServer bobs = new EmbeddedServer("localhost", BOB);

  @AfterEach
  void stop() {
    alices.close();
    bobs.close();
  }

  /** A bean that wants the mail of the application. */
  record Post(
      JavaMailSender usual, JavaMailSender bobs, Session usualSession, Session bobsSession) {}

  @Configuration(proxyBeanMethods = false)
  static class Injected {
    @Bean
    Post post(
        JavaMailSender usual,
        @Qualifier("bob") JavaMailSender bobs,
        Session usualSession,
        @Qualifier("bob") Session bobsSession) {
      return new Post(usual, bobs, usualSession, bobsSession);
    }
  }

  @Test
  void thePrimaryAccountIsInjectedPlainlyAndTheOtherByItsName() throws Exception {
    try (App app = App.start(settings("imap"), Injected.class)) {
      Post post = app.bean(Post.class);
      assertEquals(ALICE, post.usualSession().getProperty("mail.from"));
      assertEquals(BOB, post.bobsSession().getProperty("mail.from"));
      assertSame(app.bean(ConfiguredAccounts.class).session("alice"), post.usualSession());
      assertNotSame(post.usual(), post.bobs());

      post.usual().send(text(ALICE, ALICE, "by alice"));
      post.bobs().send(text(BOB, BOB, "by bob"));

      assertEquals(List.of("by alice"), subjects(app, "alice"));
      assertEquals(List.of("by bob"), subjects(app, "bob"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3"})
  void whatAnAccountSentIsInItsMailbox(String protocol) throws Exception {
    try (App app = App.start(settings(protocol))) {
      ConfiguredAccounts accounts = app.bean(ConfiguredAccounts.class);
      assertEquals(Set.of("alice", "bob"), accounts.names());

      accounts.sender("alice").send(text(ALICE, ALICE, "to myself"));

      assertEquals(List.of("to myself"), subjects(app, "alice"));
      assertEquals(List.of(), subjects(app, "bob"));
    }
  }

  @Test
  void theInventoryKnowsBoth() {
    try (App app = App.start(settings("imap"))) {
      List<MailEntry> entries = app.bean(MailInventory.class).entries();
      assertEquals(List.of("alice", "bob"), entries.stream().map(MailEntry::name).toList());
      assertEquals(
          List.of("submissions", "imaps"),
          entries.get(0).services().values().stream().map(s -> s.getProtocol()).toList());
    }
  }

  @Test
  void anAccountThatAServerOfAnotherNameServesGetsNothing() {
    Settings settings =
        settings("imap")
            .with("mailclad.accounts.alice.submission.port", alices.misnamedSubmissionsPort());
    try (App app = App.start(settings)) {
      Refused.as("identity-mismatch", () -> app.sender().send(text(ALICE, ALICE, "never")));
      Refused.as(
          "identity-mismatch",
          () -> app.sender().send(text(ALICE, ALICE, "never"), text(ALICE, ALICE, "never")));
    }
  }

  private Settings settings(String protocol) {
    return Settings.none()
        .with("mailclad.primary", "alice")
        .with("mailclad.ssl.bundle", Settings.BUNDLE)
        .with(
            "spring.ssl.bundle.pem." + Settings.BUNDLE + ".truststore.certificate",
            pem(alices.authority()) + pem(bobs.authority()))
        .with("mailclad.accounts.alice.address", ALICE)
        .with("mailclad.accounts.alice.password", EmbeddedServer.PASSWORD)
        .with("mailclad.accounts.alice.submission.host", "localhost")
        .with("mailclad.accounts.alice.submission.port", alices.submissionsPort())
        .with("mailclad.accounts.alice.access.host", "localhost")
        .with("mailclad.accounts.alice.access.protocol", protocol)
        .with(
            "mailclad.accounts.alice.access.port",
            protocol.equals("imap") ? alices.imapsPort() : alices.pop3sPort())
        .with("mailclad.accounts.bob.address", BOB)
        .with("mailclad.accounts.bob.password", EmbeddedServer.PASSWORD)
        .with("mailclad.accounts.bob.submission.host", "localhost")
        .with("mailclad.accounts.bob.submission.port", bobs.submissionsPort())
        .with("mailclad.accounts.bob.access.host", "localhost")
        .with("mailclad.accounts.bob.access.port", bobs.imapsPort());
  }

  static SimpleMailMessage text(String from, String to, String subject) {
    SimpleMailMessage message = App.text(subject);
    message.setFrom(from);
    message.setTo(to);
    return message;
  }

  static List<String> subjects(App app, String account) throws Exception {
    return subjects(app.bean(ConfiguredAccounts.class), account);
  }

  static List<String> subjects(ConfiguredAccounts accounts, String account) throws Exception {
    try (Store store = accounts.openStore(account);
        Folder inbox = store.getFolder("INBOX")) {
      inbox.open(Folder.READ_ONLY);
      List<String> subjects = new ArrayList<>();
      for (Message message : inbox.getMessages()) {
        subjects.add(message.getSubject());
      }
      return subjects;
    }
  }

  /** A certificate as a PEM block. */
  static String pem(X509Certificate certificate) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write("-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
      out.write(Base64.getMimeEncoder().encode(certificate.getEncoded()));
      out.write("\n-----END CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
      return out.toString(StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without encoding", e);
    }
  }
}
