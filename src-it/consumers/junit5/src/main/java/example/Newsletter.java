package example;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

class Newsletter {
  private final Session session;

  Newsletter(Session session) {
    this.session = session;
  }

  void send(String to) throws MessagingException {
    var message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject("News");
    message.setText("Some text.");
    Transport.send(message);
  }
}
