package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.mail.SimpleMailMessage;

/** Applications with Boot's mail and ours, and the authority of their servers. */
final class Applications {
  static final String PASSWORD = "correct horse battery staple";

  final Issued root = CertificateBuilder.root("Test Root");
  final Issued certificate =
      CertificateBuilder.server().dns("localhost").ip("127.0.0.1").issuedBy(root);

  /** An application with nothing configured. */
  ApplicationContextRunner runner() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                SslAutoConfiguration.class,
                MailSenderAutoConfiguration.class,
                MailcladAutoConfiguration.class));
  }

  /** The same, with properties. */
  ApplicationContextRunner with(String... properties) {
    return runner().withPropertyValues(properties);
  }

  /** Properties of an SSL bundle that trusts this authority alone. */
  static List<String> bundle(String name, Issued authority) {
    return List.of("spring.ssl.bundle.pem." + name + ".truststore.certificate=" + authority.pem());
  }

  /** Properties of Boot's own sender. */
  static List<String> springMail(TlsFront server, String... more) {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "spring.mail.host=localhost",
                "spring.mail.port=" + server.port(),
                "spring.mail.username=alice@example.org",
                "spring.mail.password=" + PASSWORD));
    properties.addAll(List.of(more));
    return properties;
  }

  static String[] all(List<String> first, List<String> second, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** A message that says nothing. */
  static SimpleMailMessage message() {
    SimpleMailMessage message = new SimpleMailMessage();
    message.setFrom("alice@example.org");
    message.setTo("bob@example.org");
    message.setSubject("subject");
    message.setText("text");
    return message;
  }

  /** Does something in a context that has to have started. */
  static ContextConsumer<AssertableApplicationContext> started(
      ContextConsumer<AssertableApplicationContext> work) {
    return context -> {
      if (context.getStartupFailure() != null) {
        throw new AssertionError("it did not start", context.getStartupFailure());
      }
      work.accept(context);
    };
  }
}
