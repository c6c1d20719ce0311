package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A producer of Camel. */
class CamelSendingTest extends SendingProgram {
  private static final Map<String, Object> LOWERING =
      Map.of(
          "mail.smtps.security.minimum-level", "none",
          "mail.smtps.ssl.trust", "*",
          "mail.smtps.ssl.checkserveridentity", "false");

  @Override
  protected String send(Account account) throws Exception {
    return send(account, Map.of());
  }

  private static String send(Account account, Map<String, Object> more) throws Exception {
    String uri =
        "smtps://%s:%d?username=%s&password=RAW(%s)"
            .formatted(account.host(), account.port(), account.user(), account.password());
    try (SystemProperty anchors = SystemProperty.anchors(account);
        DefaultCamelContext context = new DefaultCamelContext()) {
      return send(context, uri, more);
    }
  }

  private static String send(DefaultCamelContext context, String uri, Map<String, Object> more)
      throws Exception {
    Map<String, Object> headers = new HashMap<>(more);
    headers.put("From", FROM);
    headers.put("To", TO);
    headers.put("Subject", MARK);
    context.start();
    try (ProducerTemplate producer = context.createProducerTemplate()) {
      producer.sendBodyAndHeaders(uri, "Hello", headers);
    }
    return "";
  }

  /** Camel makes session properties of message headers, which may come from another system. */
  @Test
  void refusesASessionPropertyThatAMessageHeaderSets() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().requiringLogin();
    try (TlsFront server = honest(dialogue)) {
      String shown = shown(account -> send(account, Map.of("mail.smtps.ssl.trust", "*")), server);

      assertTrue(shown.contains("[unsafe-settings]"), shown);
      assertTrue(shown.contains("mail.smtps.ssl.trust"), shown);
      assertEquals(List.of(), server.recorder().connections());
    }
  }

  /** This is why the floor exists. */
  @Test
  void withoutAFloorHeadersLowerTheLevel() throws Exception {
    try (TlsFront server = misnamed(new SmtpDialogue().requiringLogin())) {
      String shown = shown(account -> send(account, LOWERING), server);

      assertFalse(credentialsAt(server).isEmpty(), shown);
    }
  }

  @Test
  void theFloorOfTheJvmRefusesHeadersThatLowerTheLevel() throws Exception {
    try (TlsFront server = misnamed(new SmtpDialogue().requiringLogin())) {
      String shown =
          shown(
              account ->
                  OwnJvm.run(
                      CamelSendingTest.class,
                      account,
                      "-Dio.github.mailclad.minimum-level=authenticated"),
              server);

      assertTrue(shown.contains("[unsafe-settings]"), shown);
      assertTrue(shown.contains("mail.smtps.security.minimum-level"), shown);
      assertEquals(List.of(), server.recorder().connections());
    }
  }

  /** Sends with headers that lower the level. */
  public static void main(String[] arguments) {
    try {
      send(OwnJvm.account(arguments), LOWERING);
    } catch (Exception e) {
      e.printStackTrace(System.out);
    }
  }

  /** A header may also choose the class of Angus, which asks no class of Mailclad. */
  @Test
  void headersSetNothingInASessionOfTheEndpoint() throws Exception {
    Map<String, Object> headers = new HashMap<>(LOWERING);
    headers.put("mail.smtps.class", "org.eclipse.angus.mail.smtp.SMTPSSLTransport");
    SmtpDialogue dialogue = new SmtpDialogue().requiringLogin();
    try (TlsFront server = honest(dialogue)) {
      assertEquals("", shown(account -> sendInSession(account, headers), server));
      check("", dialogue);
    }
    try (TlsFront server = misnamed(new SmtpDialogue().requiringLogin())) {
      String shown = shown(account -> sendInSession(account, headers), server);

      assertTrue(shown.contains("[identity-mismatch]"), shown);
      assertEquals(List.of(), credentialsAt(server));
    }
  }

  private static String sendInSession(Account account, Map<String, Object> headers)
      throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtps.host", account.host());
    properties.setProperty("mail.smtps.port", Integer.toString(account.port()));
    properties.setProperty("mail.security.trust-anchors", account.anchors().toString());
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("ours", Session.getInstance(properties));
      String uri = "smtps:any?session=#ours&username=%s&password=RAW(%s)";
      return send(context, uri.formatted(account.user(), account.password()), headers);
    }
  }
}
