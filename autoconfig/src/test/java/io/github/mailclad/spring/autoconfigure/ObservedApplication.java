package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.PASSWORD;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.spring.ConfiguredAccounts;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/** An application with the account {@code work}, its two servers, and all that watches them. */
final class ObservedApplication implements AutoCloseable {
  final Applications applications = new Applications();
  final SmtpDialogue smtp = new SmtpDialogue();
  final TlsFront submission =
      TlsFront.builder().certificate(applications.certificate).dialogue(smtp).start();
  final TlsFront access =
      TlsFront.builder().certificate(applications.certificate).dialogue(new ImapDialogue()).start();

  final Issued unknown =
      CertificateBuilder.server()
          .dns("localhost")
          .issuedBy(CertificateBuilder.root("Another Root"));

  /** A submission server whose authority the application does not know. */
  final TlsFront untrusted =
      TlsFront.builder().certificate(unknown).dialogue(new SmtpDialogue()).start();

  /** The application, whose account submits to that server. */
  ApplicationContextRunner submittingTo(TlsFront server, String... more) {
    List<String> properties = new ArrayList<>(Applications.bundle("lab", applications.root));
    String account = "mailclad.accounts.work.";
    properties.addAll(
        List.of(
            account + "address=alice@example.org",
            account + "username=alice",
            account + "password=" + PASSWORD,
            account + "submission.host=localhost",
            account + "submission.port=" + server.port(),
            account + "access.host=localhost",
            account + "access.port=" + access.port(),
            account + "ssl.bundle=lab"));
    properties.addAll(List.of(more));
    return plain().withPropertyValues(properties.toArray(String[]::new));
  }

  /** The application as it should be. */
  ApplicationContextRunner runner(String... more) {
    return submittingTo(submission, more);
  }

  /** The application without an account. */
  ApplicationContextRunner plain() {
    return applications
        .runner()
        .withConfiguration(
            AutoConfigurations.of(
                MailcladEndpointAutoConfiguration.class,
                MailcladHealthAutoConfiguration.class,
                MailcladMetricsAutoConfiguration.class,
                MailcladObservabilityAutoConfiguration.class,
                MailcladObservationAutoConfiguration.class));
  }

  static void send(ApplicationContext context) {
    context.getBean(ConfiguredAccounts.class).sender("work").send(Applications.message());
  }

  /** Sends what cannot be sent. */
  static MailException sendInVain(ApplicationContext context) {
    try {
      send(context);
    } catch (MailSendException e) {
      return e;
    }
    throw new AssertionError("it was sent");
  }

  static void read(ApplicationContext context) throws Exception {
    context.getBean(ConfiguredAccounts.class).openStore("work").close();
  }

  @Override
  public void close() {
    submission.close();
    access.close();
    untrusted.close();
  }
}
