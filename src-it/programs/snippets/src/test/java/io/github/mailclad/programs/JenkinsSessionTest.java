package io.github.mailclad.programs;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;

/**
 * The properties and calls of the mailer of Jenkins with "Use SSL": a layer over the system
 * properties, a socket factory by name, and a value that is no string.
 */
class JenkinsSessionTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    try (SystemProperty anchors = SystemProperty.anchors(account)) {
      String port = Integer.toString(account.port());
      Properties properties = new Properties(System.getProperties());
      properties.put("mail.smtp.host", account.host());
      properties.put("mail.smtp.port", port);
      properties.put("mail.smtp.socketFactory.port", port);
      properties.put("mail.smtp.socketFactory.class", "javax.net.ssl.SSLSocketFactory");
      properties.put("mail.smtp.socketFactory.fallback", "false");
      properties.put("mail.smtp.ssl.checkserveridentity", true);
      properties.put("mail.smtp.auth", "true");
      properties.put("mail.smtp.timeout", "60000");
      properties.put("mail.smtp.connectiontimeout", "60000");
      Transport.send(
          CopiedCode.message(Session.getInstance(properties, CopiedCode.login(account))));
      return "";
    }
  }
}
