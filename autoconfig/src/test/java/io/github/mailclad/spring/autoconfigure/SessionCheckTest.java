package io.github.mailclad.spring.autoconfigure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.MailSenderDecorator;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** A session whose jars give a protocol to another class, without a word in its properties. */
class SessionCheckTest {

  private static Session servedBy(String className) {
    Properties properties = new Properties();
    Session session = Session.getInstance(properties);
    try {
      session.setProvider(
          new Provider(Provider.Type.TRANSPORT, "smtp", className, "another", null));
    } catch (NoSuchProviderException e) {
      throw new AssertionError(e);
    }
    // Jakarta Mail notes it there; an old API that takes the first of the class path does not
    properties.remove("mail.smtp.class");
    return session;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.eclipse.angus.mail.smtp.SMTPTransport",
        "io.github.mailclad.angus.UnusableTransport"
      })
  void aProtocolThatMailcladDoesNotServeEndsTheStart(String className) {
    MailEntry entry =
        new MailEntry(
            "mailSender",
            MailEntry.Kind.SENDER,
            "",
            servedBy(className),
            Map.of(
                MailProtocol.SUBMISSION,
                new URLName("smtp", "smtp.example.org", -1, null, null, null)),
            /* bundle= */ null);
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    EntryBeans entries =
        new EntryBeans(
            beans.getBeanProvider(MailInventory.class),
            beans.getBeanProvider(AccountListener.class),
            beans.getBeanProvider(MailSenderDecorator.class));
    MailSettingsException refused =
        assertThrows(
            MailSettingsException.class,
            () ->
                entries.add(
                    entry, "mail sender", key -> key, List.of(), StartUpLine.Login.CONFIGURED));
    assertEquals(1, refused.problems().size(), refused.toString());
    SettingProblem problem = refused.problems().get(0);
    assertTrue(
        problem.problem().contains("Mailclad does not serve this protocol: smtp: " + className),
        problem.toString());
    assertTrue(problem.remedy().contains("docs/loading.md"), problem.toString());
  }
}
