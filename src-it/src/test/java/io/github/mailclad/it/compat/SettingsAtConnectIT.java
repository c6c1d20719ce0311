package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.it.World;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.net.ConnectException;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests of the messages for an application whose settings lead nowhere, or to another server than
 * intended.
 */
class SettingsAtConnectIT {
  private static final String PASSWORD = Sentinels.fresh().password();

  /** An address of this machine on which nothing listens on a registered port. */
  private static final String NOBODY = "127.0.0.94";

  private static Properties properties(String... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return properties;
  }

  private static MessagingException failure(
      String protocol, Properties properties, @Nullable String host, int port) {
    return assertThrows(
        MessagingException.class,
        () -> {
          try (Service service = World.service(protocol, properties)) {
            service.connect(host, port, "alice@example.invalid", PASSWORD);
          }
        });
  }

  private static List<String> problems(MessagingException e) {
    InsecureConnectionException refused = assertInstanceOf(InsecureConnectionException.class, e);
    return assertInstanceOf(SettingsRefusal.UnsafeSettings.class, refused.refusal())
        .problems()
        .stream()
        .map(SettingProblem::key)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "smtp, 465, mail.smtp.port=587 or 25",
    "smtps, 465, mail.smtps.port=587 or 25",
    "imap, 993, mail.imap.port=143",
    "pop3, 995, mail.pop3.port=110",
  })
  void whereNobodyAnswersOnThePortThatNobodySetItSaysWhichAndWhy(
      String protocol, int port, String instead) {
    MessagingException failed =
        failure(protocol, properties("mail." + protocol + ".host", NOBODY), null, -1);

    MailConnectException told = assertInstanceOf(MailConnectException.class, failed);
    assertEquals(port, told.getPort());
    assertInstanceOf(ConnectException.class, told.getNextException());
    String words = String.valueOf(told.getMessage());
    assertTrue(words.contains("port " + port + " was used because no port is set"), words);
    assertTrue(words.contains(instead), words);
    assertTrue(words.contains("mail." + protocol + ".security.tls-start=starttls"), words);
  }

  @Test
  void aPortThatIsSetNeedsNoExplanationAndAMistypedOneIsNamed() {
    MessagingException set =
        failure("smtp", properties("mail.smtp.host", NOBODY, "mail.smtp.port", "465"), null, -1);
    assertTrue(!String.valueOf(set.getMessage()).contains("no port is set"), set::getMessage);
    assertTrue(
        !String.valueOf(failure("smtp", properties(), NOBODY, 465).getMessage())
            .contains("no port is set"));

    MessagingException typed =
        failure("smtp", properties("mail.smtp.host", NOBODY, "mail.smtp.prot", "587"), null, -1);
    assertTrue(
        String.valueOf(typed.getMessage())
            .contains("there is no property mail.smtp.prot; did you mean mail.smtp.port?"),
        typed::getMessage);
  }

  @Test
  void withStarttlsTheRegisteredPortIsSaidAsWell() {
    MessagingException failed =
        failure(
            "smtp",
            properties("mail.smtp.host", NOBODY, "mail.smtp.security.tls-start", "starttls"),
            null,
            -1);
    assertTrue(
        String.valueOf(failed.getMessage())
            .contains("port 587 was used because no port is set (mail.smtp.port)"),
        failed::getMessage);
  }

  @Test
  void thePortAndThePropertiesAreToldTogether() {
    Properties copied =
        properties(
            "mail.smtp.host",
            NOBODY,
            "mail.smtp.port",
            "587",
            "mail.smtp.starttls.enable",
            "true",
            "mail.smtp.ssl.trust",
            NOBODY);
    MessagingException failed = failure("smtp", copied, null, -1);
    assertEquals(List.of("mail.smtp.ssl.trust", "mail.smtp.port"), problems(failed));
    assertTrue(String.valueOf(failed.getMessage()).contains("use port 465"), failed::getMessage);

    copied.remove("mail.smtp.port");
    assertEquals(
        List.of("mail.smtp.ssl.trust", "port 587 of the application"),
        problems(failure("smtp", copied, NOBODY, 587)));

    copied.setProperty("mail.smtp.security.tls-start", "starttls");
    assertEquals(List.of("mail.smtp.ssl.trust"), problems(failure("smtp", copied, NOBODY, 587)));
  }

  @Test
  void aMistypedHostIsNoReasonToAskDns() {
    MessagingException failed =
        failure("smtp", properties("mail.smtp.hots", "mail.example.invalid"), null, -1);
    assertEquals(List.of("mail.smtp.hots"), problems(failed));
    assertTrue(
        String.valueOf(failed.getMessage()).contains("did you mean mail.smtp.host?"),
        failed::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:465, 'write localhost, and set the port to 465'",
    "imaps://alice:s3cr3t-login@localhost:993, 'write localhost, and set the port to 993'",
    "'localhost,', write localhost",
  })
  void whatIsNoHostSaysWhatToWriteAndShowsNoLogin(String host, String words) {
    MessagingException failed = failure("imaps", properties("mail.imaps.host", host), null, -1);
    String text = String.valueOf(failed.getMessage());
    assertTrue(text.contains("[invalid-host]"), text);
    assertTrue(text.contains(words), text);
    assertTrue(!text.contains("s3cr3t-login"), text);
  }
}
