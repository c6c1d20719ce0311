package io.github.mailclad.programs;

import java.util.Map;
import java.util.Properties;

/** The snippet for Gmail on port 465, with a socket factory by name. */
class SslSnippetTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    Properties properties =
        CopiedCode.properties(
            account,
            Map.of(
                "mail.smtp.socketFactory.port",
                Integer.toString(account.port()),
                "mail.smtp.socketFactory.class",
                "javax.net.ssl.SSLSocketFactory"));
    return CopiedCode.send(account, properties);
  }
}
