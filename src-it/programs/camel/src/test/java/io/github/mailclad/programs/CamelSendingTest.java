package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A producer of Camel. */
class CamelSendingTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    return send(account, Map.of());
  }

  private static String send(Account account, Map<String, Object> more) throws Exception {
    Map<String, Object> headers = new HashMap<>(more);
    headers.put("From", FROM);
    headers.put("To", TO);
    headers.put("Subject", MARK);
    try (SystemProperty anchors = SystemProperty.anchors(account);
        DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      try (ProducerTemplate producer = context.createProducerTemplate()) {
        producer.sendBodyAndHeaders(
            "smtps://%s:%d?username=%s&password=RAW(%s)"
                .formatted(account.host(), account.port(), account.user(), account.password()),
            "Hello",
            headers);
      }
      return "";
    }
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
}
