package io.github.mailclad.programs;

import io.micronaut.context.ApplicationContext;
import io.micronaut.email.Email;
import io.micronaut.email.EmailSender;
import java.util.Map;

/**
 * The sender of Micronaut Email, configured by {@code javamail.*}. Each mail is sent in a JVM of
 * its own, because Micronaut uses the default session of the JVM.
 */
class MicronautSenderTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    return OwnJvm.run(MicronautSenderTest.class, account);
  }

  /** Sends a mail from an account. */
  public static void main(String[] arguments) {
    Account account = OwnJvm.account(arguments);
    Map<String, Object> configuration =
        Map.of(
            "javamail.properties.mail.transport.protocol", "smtps",
            "javamail.properties.mail.smtps.host", account.host(),
            "javamail.properties.mail.smtps.port", account.port(),
            "javamail.properties.mail.smtps.auth", "true",
            "javamail.properties.mail.security.trust-anchors", account.anchors().toString(),
            "javamail.authentication.username", account.user(),
            "javamail.authentication.password", account.password());
    try (ApplicationContext context = ApplicationContext.run(configuration)) {
      context
          .getBean(EmailSender.class)
          .send(Email.builder().from(FROM).to(TO).subject(MARK).body("Hello"));
    }
  }
}
