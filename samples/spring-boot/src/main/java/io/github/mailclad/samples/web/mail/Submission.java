package io.github.mailclad.samples.web.mail;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.SecuredService;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.page.TriedServer;
import io.github.mailclad.setup.ProbedService;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Date;
import org.springframework.stereotype.Component;

/** Sends mail by the session of its account, and tries the server before that. */
@Component
class Submission {
  private final Clock clock;

  Submission(Clock clock) {
    this.clock = clock;
  }

  /** Tries the server without credentials. */
  TriedServer check(Accounts.Usable account) throws AccountStoreException, MessagingException {
    try (Transport transport = account.session().getTransport()) {
      return TriedServer.of(
          new ProbedService(MailService.SUBMISSIONS, ((SecuredService) transport).probe()));
    }
  }

  /** Sends a message without problems, and returns the security of the connection. */
  Connection send(Accounts.Usable account, Draft draft)
      throws AccountStoreException, MessagingException {
    Session session = account.session();
    MimeMessage message = message(session, account.account().account(), draft);
    try (Transport transport = session.getTransport()) {
      transport.connect(/* host= */ null, account.account().account(), account.password());
      transport.sendMessage(message, message.getAllRecipients());
      ConnectionSecurity got = ((SecuredService) transport).connectionSecurity().orElseThrow();
      return Connection.of(got);
    }
  }

  private MimeMessage message(Session session, String from, Draft draft) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(from, /* strict= */ true));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(draft.to(), true));
    message.setSubject(draft.subject(), "UTF-8");
    message.setText(draft.text(), "UTF-8");
    message.setSentDate(Date.from(clock.instant()));
    message.saveChanges();
    return message;
  }
}
