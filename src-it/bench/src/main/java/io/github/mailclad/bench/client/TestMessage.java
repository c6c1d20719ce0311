package io.github.mailclad.bench.client;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Properties;

/** The message that each client sends: a kilobyte of text to one recipient. */
final class TestMessage {
  static final String SENDER = "a@example.com";
  static final String RECIPIENT = "b@example.com";
  static final String SUBJECT = "test";
  static final String TEXT = "0123456789 ".repeat(7).concat("\r\n").repeat(13);

  private static final Session BARE = Session.getInstance(new Properties());

  private TestMessage() {}

  static MimeMessage in(Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(SENDER);
    message.setRecipients(Message.RecipientType.TO, RECIPIENT);
    message.setSubject(SUBJECT);
    message.setText(TEXT);
    message.saveChanges();
    return message;
  }

  /** The octets of a new message. */
  static byte[] octets() throws MessagingException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    in(BARE).writeTo(out);
    return out.toByteArray();
  }
}
