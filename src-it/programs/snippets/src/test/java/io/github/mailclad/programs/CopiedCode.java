package io.github.mailclad.programs;

import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.Properties;

/** The statements that surround the properties of a copied snippet. */
final class CopiedCode {
  private CopiedCode() {}

  /** Returns the properties of a snippet, with the account's server in place of the provider's. */
  static Properties properties(Account account, Map<String, String> snippet) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", account.host());
    properties.setProperty("mail.smtp.port", Integer.toString(account.port()));
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.security.trust-anchors", account.anchors().toString());
    properties.putAll(snippet);
    return properties;
  }

  /** Returns the user name and password in the usual form. */
  static Authenticator login(Account account) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(account.user(), account.password());
      }
    };
  }

  /** Returns the usual message. */
  static MimeMessage message(Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(SendingProgram.FROM);
    message.setRecipients(RecipientType.TO, SendingProgram.TO);
    message.setSubject(SendingProgram.MARK);
    message.setText("Hello");
    return message;
  }

  /** Sends the usual message, and reports nothing. */
  static String send(Account account, Properties properties) throws MessagingException {
    Transport.send(message(Session.getInstance(properties, login(account))));
    return "";
  }
}
