package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.springMail;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.MailServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Mistakes that show at the first connection, and what the exception says: the property as it was
 * written, and what to set instead.
 */
class MistakesOnTheWayTest {
  private static final Pattern BARE_KEY =
      Pattern.compile("(?<!properties\\.)\\bmail\\.(smtp|submissions?|imaps?|security)\\.");

  private final Applications applications = new Applications();
  private final Issued other = CertificateBuilder.root("Other Root");
  private final SmtpDialogue outbox = new SmtpDialogue();

  @TempDir Path folder;

  private TlsFront server() {
    return TlsFront.builder().certificate(applications.certificate).dialogue(outbox).start();
  }

  private static List<String> account(TlsFront server) {
    String account = "mailclad.accounts.work.";
    return List.of(
        account + "address=alice@example.org",
        account + "password=" + Applications.PASSWORD,
        account + "submission.host=localhost",
        account + "submission.port=" + server.port(),
        account + "access.host=localhost");
  }

  private String refused(List<String> first, String... more) {
    String[] text = new String[1];
    applications
        .with(all(first, List.of(), more))
        .run(
            started(
                context -> {
                  JavaMailSender sender = context.getBean(JavaMailSender.class);
                  MailException failed =
                      assertThrows(MailException.class, () -> sender.send(message()));
                  text[0] = Reports.ofConnection(failed);
                }));
    assertFalse(text[0].contains("<protocol>"), text[0]);
    assertFalse(BARE_KEY.matcher(text[0]).find(), text[0]);
    assertTrue(outbox.messages().isEmpty());
    return text[0];
  }

  private static void assertSays(String text, String... words) {
    for (String word : words) {
      assertTrue(text.contains(word), () -> "\"" + word + "\" is not in " + text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spring.mail.ssl.bundle", "mailclad.accounts.work.ssl.bundle"})
  void aBundleWithAnotherAuthorityIsNamedWithWhatIsInIt(String property) {
    try (TlsFront server = server()) {
      List<String> first = property.startsWith("spring.") ? springMail(server) : account(server);
      String known = bundle("mailca", other).get(0);
      String text = refused(first, known, property + "=mailca");
      assertSays(
          text,
          "[untrusted-issuer]",
          "spring.ssl.bundle.pem.mailca.truststore.certificate of SSL bundle \"mailca\"",
          "(it contains: CN=Other Root)");
      assertFalse(text.contains("security.trust-anchors"), text);
    }
  }

  @Test
  void theBundleOfEveryAccountIsNamedToo() {
    try (TlsFront server = server()) {
      String text =
          refused(account(server), bundle("mailca", other).get(0), "mailclad.ssl.bundle=mailca");
      assertSays(text, "SSL bundle \"mailca\"", "(it contains: CN=Other Root)");
    }
  }

  @Test
  void aFileWithAnotherAuthorityIsNamedWithThePropertyThatNamesIt() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), other.pem());
    try (TlsFront server = server()) {
      String spring = "spring.mail.properties.mail.smtp.security.trust-anchors";
      assertSays(
          refused(springMail(server), spring + "=" + file),
          file + " (it contains: CN=Other Root)",
          "add its certificate to " + spring);
      String common = "mailclad.properties.mail.security.trust-anchors";
      assertSays(
          refused(account(server), common + "=" + file),
          file + " (it contains: CN=Other Root)",
          "add its certificate to " + common);
      String session = "spring.mail.properties.mail.security.trust-anchors";
      assertSays(
          refused(springMail(server), session + "=" + file), "add its certificate to " + session);
    }
  }

  @Test
  void withoutAnAuthorityOfOnesOwnThePropertyToSetIsNamed() {
    try (TlsFront server = server()) {
      assertSays(
          refused(springMail(server)),
          "set spring.mail.properties.mail.smtp.security.trust-anchors to a file");
      assertSays(
          refused(account(server)),
          "set mailclad.accounts.work.properties.mail.submissions.security.trust-anchors to a file");
    }
  }

  @Test
  void aHostThatTheCertificateDoesNotNameIsReportedBesideTheNamesThatItHas() {
    Issued named = CertificateBuilder.server().dns("mail.example.org").issuedBy(applications.root);
    try (TlsFront server = TlsFront.builder().certificate(named).dialogue(outbox).start()) {
      String known = bundle("mailca", applications.root).get(0);
      assertSays(
          refused(springMail(server), known, "spring.mail.ssl.bundle=mailca"),
          "[identity-mismatch]",
          "DNS-ID localhost",
          "DNS-ID mail.example.org");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "spring.mail, spring.mail.properties.mail.smtp.security.tls-start=starttls",
    "account, mailclad.accounts.work.submission.tls-start=starttls"
  })
  void aServerThatBeginsWithoutTlsIsAnsweredWithStarttls(String kind, String says) {
    try (TlsFront server =
        TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(outbox).start()) {
      assertSays(refused(kind.equals("account") ? account(server) : springMail(server)), says);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "spring.mail, spring.mail.username, spring.mail.password",
    "account, mailclad.accounts.work.address, mailclad.accounts.work.password"
  })
  void aWrongPasswordIsNamedByItsProperty(String kind, String user, String password) {
    outbox.refusingLogin();
    try (TlsFront server = server()) {
      List<String> first = kind.equals("account") ? account(server) : springMail(server);
      String[] all =
          all(
              first,
              bundle("mailca", applications.root),
              kind.equals("account")
                  ? "mailclad.ssl.bundle=mailca"
                  : "spring.mail.ssl.bundle=mailca");
      applications
          .with(all)
          .run(
              started(
                  context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    String text =
                        String.valueOf(
                            assertThrows(MailException.class, () -> sender.send(message()))
                                .getCause());
                    assertSays(text, "535", user, password);
                    assertFalse(text.contains(Applications.PASSWORD), text);
                    assertFalse(BARE_KEY.matcher(text).find(), text);
                  }));
    }
  }

  /** A program's own sender, whose password is set before it sends, or is forgotten. */
  @Test
  void aUserNameAsksForALogin() {
    JavaMailSenderImpl own = new JavaMailSenderImpl();
    try (TlsFront server = server()) {
      own.setHost("localhost");
      own.setPort(server.port());
      own.setUsername("alice@example.org");
      own.getJavaMailProperties()
          .put("mail.smtp.security.trust-anchors", List.of(applications.root.certificate()));
      applications
          .runner()
          .withBean("own", JavaMailSenderImpl.class, () -> own)
          .run(
              started(
                  context -> {
                    assertThrows(MailException.class, () -> own.send(message()));
                    assertTrue(outbox.messages().isEmpty());
                    own.setPassword(Applications.PASSWORD);
                    own.send(message());
                    assertEquals(1, outbox.messages().size());
                    assertEquals(1, outbox.logins().size());
                  }));
    }
  }

  @Test
  void aUserNameAsksForALoginOfAServerThatOffersNone() {
    JavaMailSenderImpl own = new JavaMailSenderImpl();
    outbox.capabilities("8BITMIME");
    try (TlsFront server = server()) {
      own.setHost("localhost");
      own.setPort(server.port());
      own.setUsername("alice@example.org");
      own.getJavaMailProperties()
          .put("mail.smtp.security.trust-anchors", List.of(applications.root.certificate()));
      applications
          .runner()
          .withBean("own", JavaMailSenderImpl.class, () -> own)
          .run(
              started(
                  context -> {
                    assertThrows(MailException.class, () -> own.send(message()));
                    assertTrue(outbox.messages().isEmpty());
                  }));
    }
  }

  @Test
  void accountsThatPeopleSetUpNameTheCommonProperties() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), other.pem());
    try (TlsFront server = server()) {
      applications
          .with("mailclad.properties.mail.security.trust-anchors=" + file)
          .run(
              started(
                  context -> {
                    AccountSetup setup =
                        context.getBean(MailAccounts.class).setUp("alice@example.org");
                    String text =
                        setup
                            .enterServers(
                                List.of(
                                    MailServer.of(
                                        MailService.SUBMISSIONS, "localhost", server.port())))
                            .toString();
                    assertSays(text, "mailclad.properties.");
                    assertFalse(text.contains("<protocol>.security.trust-anchors to"), text);
                  }));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.security.dns-servers=127.0.0.1", "mail.security.discovery=all"})
  void lookUpsOfAccountsThatPeopleSetUpNeedABean(String property) {
    applications
        .with("mailclad.properties." + property)
        .run(
            started(
                context -> {
                  Exception refused =
                      assertThrows(
                          BeanCreationException.class, () -> context.getBean(MailAccounts.class));
                  assertSays(
                      String.valueOf(refused.getMessage()),
                      "mailclad.properties." + property.substring(0, property.indexOf('=')));
                  assertSays(String.valueOf(refused.getMessage()), "define a bean of type");
                }));
  }
}
