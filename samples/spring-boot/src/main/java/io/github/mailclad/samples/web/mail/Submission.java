package io.github.mailclad.samples.web.mail;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.refusals.RefusalView;
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

  /** Returns the security that a connection without credentials would have now. */
  Check check(Accounts.Usable account) throws AccountStoreException, MessagingException {
    try (Transport transport = account.session().getTransport()) {
      Probe outcome = ((SecuredService) transport).probe();
      if (outcome instanceof Probe.Reached reached) {
        return new Check(Connection.of(reached.security()), new Trouble(null, null));
      }
      if (outcome instanceof Probe.Refused refused) {
        String subject =
            refused.endpoint() == null ? account.toString() : refused.endpoint().toString();
        return new Check(null, new Trouble(RefusalView.of(subject, refused.refusal()), null));
      }
      return new Check(null, new Trouble(null, ((Probe.Unreachable) outcome).problem()));
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
