package io.github.mailclad.programs;

import org.apache.commons.mail2.jakarta.SimpleEmail;

/** {@link SimpleEmail}, which copies the system properties into its session. */
class CommonsEmailTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    try (SystemProperty anchors = SystemProperty.anchors(account)) {
      SimpleEmail mail = new SimpleEmail();
      mail.setHostName(account.host());
      mail.setSslSmtpPort(Integer.toString(account.port()));
      mail.setSSLOnConnect(true);
      mail.setAuthentication(account.user(), account.password());
      mail.setFrom(FROM);
      mail.addTo(TO);
      mail.setSubject(MARK);
      mail.setMsg("Hello");
      mail.send();
      return "";
    }
  }
}
