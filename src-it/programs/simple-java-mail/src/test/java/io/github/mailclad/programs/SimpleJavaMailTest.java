package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** A mailer with the pool of the batch module. */
class SimpleJavaMailTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    try (Mailer mailer = mailer(account)) {
      send(mailer);
      return "";
    }
  }

  private static Mailer mailer(Account account) {
    return MailerBuilder.withSMTPServer(
            account.host(), account.port(), account.user(), account.password())
        .withTransportStrategy(TransportStrategy.SMTPS)
        .trustingAllHosts(false)
        .withProperty("mail.security.trust-anchors", account.anchors().toString())
        .buildMailer();
  }

  private static void send(Mailer mailer) throws Exception {
    Email mail =
        EmailBuilder.startingBlank()
            .from(FROM)
            .to(TO)
            .withSubject(MARK)
            .withPlainText("Hello")
            .buildEmail();
    mailer.sendMail(mail).get(60, TimeUnit.SECONDS);
  }

  /** Without the batch module each mail would have a connection of its own. */
  @Test
  void aVerifiedConnectionOfThePoolSendsTheNextMail() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().requiringLogin();
    try (TlsFront server = honest(dialogue);
        Mailer mailer = mailer(account(server))) {
      send(mailer);
      send(mailer);

      assertEquals(2, dialogue.messages().size());
      assertEquals(1, server.acceptedHandshakes());
      assertEquals(1, server.recorder().connections().size());
    }
  }
}
