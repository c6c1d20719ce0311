package io.github.mailclad.programs;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import org.apache.naming.factory.MailSessionFactory;

/**
 * The session that Tomcat makes of a {@code Resource} with the type {@code jakarta.mail.Session}.
 */
class TomcatSessionTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    Reference resource = new Reference("jakarta.mail.Session");
    resource.add(attribute("mail.transport.protocol", "smtp"));
    resource.add(attribute("mail.smtp.host", account.host()));
    resource.add(attribute("mail.smtp.port", Integer.toString(account.port())));
    resource.add(attribute("mail.smtp.auth", "true"));
    resource.add(attribute("mail.smtp.user", account.user()));
    resource.add(attribute("password", account.password()));
    resource.add(attribute("mail.security.trust-anchors", account.anchors().toString()));
    Session session =
        (Session) new MailSessionFactory().getObjectInstance(resource, null, null, null);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(FROM);
    message.setRecipients(RecipientType.TO, TO);
    message.setSubject(MARK);
    message.setText("Hello");
    Transport.send(message);
    return "";
  }

  private static RefAddr attribute(String name, String value) {
    return new StringRefAddr(name, value);
  }
}
