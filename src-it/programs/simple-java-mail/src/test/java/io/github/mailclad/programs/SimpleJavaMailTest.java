package io.github.mailclad.programs;

import java.util.concurrent.TimeUnit;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** A mailer with the pool of the batch module. */
class SimpleJavaMailTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    try (Mailer mailer =
        MailerBuilder.withSMTPServer(
                account.host(), account.port(), account.user(), account.password())
            .withTransportStrategy(TransportStrategy.SMTPS)
            .trustingAllHosts(false)
            .withProperty("mail.security.trust-anchors", account.anchors().toString())
            .buildMailer()) {
      mailer
          .sendMail(
              EmailBuilder.startingBlank()
                  .from(FROM)
                  .to(TO)
                  .withSubject(MARK)
                  .withPlainText("Hello")
                  .buildEmail())
          .get(60, TimeUnit.SECONDS);
      return "";
    }
  }
}
