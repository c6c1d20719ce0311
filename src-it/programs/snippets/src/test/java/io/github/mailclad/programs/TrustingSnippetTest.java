package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.util.MailSSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The snippets that make a certificate error go away: each works without the copied line. */
class TrustingSnippetTest extends SendingProgram {
  private static final Map<String, String> WITHOUT_THE_LINE =
      Map.of("mail.smtp.ssl.enable", "true");

  @Override
  protected String send(Account account) throws Exception {
    return CopiedCode.send(account, CopiedCode.properties(account, WITHOUT_THE_LINE));
  }

  @ParameterizedTest
  @CsvSource({
    "mail.smtp.ssl.trust, *",
    "mail.smtp.ssl.trust, localhost",
    "mail.smtp.ssl.checkserveridentity, false",
    "mail.smtp.socketFactory.fallback, true",
  })
  void refusesTheCopiedLineByName(String key, String value) {
    try (TlsFront server = honest(new SmtpDialogue())) {
      String shown =
          shown(
              account -> {
                Properties properties = CopiedCode.properties(account, WITHOUT_THE_LINE);
                properties.setProperty(key, value);
                return CopiedCode.send(account, properties);
              },
              server);

      assertRefused(key, shown, server);
    }
  }

  @Test
  void refusesAFactoryThatTrustsAllHosts() {
    try (TlsFront server = honest(new SmtpDialogue())) {
      String shown =
          shown(
              account -> {
                MailSSLSocketFactory factory = new MailSSLSocketFactory();
                factory.setTrustAllHosts(true);
                Properties properties = CopiedCode.properties(account, WITHOUT_THE_LINE);
                properties.put("mail.smtp.ssl.socketFactory", factory);
                return CopiedCode.send(account, properties);
              },
              server);

      assertRefused("mail.smtp.ssl.socketFactory", shown, server);
    }
  }

  private static void assertRefused(String key, String shown, TlsFront server) {
    assertTrue(shown.contains("[unsafe-settings]"), shown);
    assertTrue(shown.contains(key), shown);
    assertTrue(shown.contains("remove it") || shown.contains("trust-anchors"), shown);
    assertEquals(List.of(), server.recorder().connections());
  }
}
