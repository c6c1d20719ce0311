package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The snippets for Gmail and Office 365 on port 587, with the one property that they need. */
class StartTlsSnippetTest extends SendingProgram {
  private static final Map<String, String> GMAIL = Map.of("mail.smtp.starttls.enable", "true");
  private static final Map<String, String> OFFICE_365 =
      Map.of(
          "mail.smtp.starttls.enable", "true",
          "mail.smtp.starttls.required", "true",
          "mail.smtp.ssl.protocols", "TLSv1.2");

  static Stream<Map<String, String>> snippets() {
    return Stream.of(GMAIL, OFFICE_365);
  }

  @Override
  protected Mischief start() {
    return Mischief.EXPECT_STARTTLS;
  }

  @Override
  protected String send(Account account) throws Exception {
    return send(account, GMAIL);
  }

  private static String send(Account account, Map<String, String> snippet) throws Exception {
    Map<String, String> adopted = new HashMap<>(snippet);
    adopted.put("mail.smtp.security.tls-start", "starttls");
    return CopiedCode.send(account, CopiedCode.properties(account, adopted));
  }

  @Test
  void sendsByTheOneVersionThatTheSnippetNames() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().requiringLogin();
    try (TlsFront server = honest(dialogue)) {
      assertEquals("", shown(account -> send(account, OFFICE_365), server));
      check("", dialogue);
      WireRecorder.Connection connection = server.recorder().onlyConnection();
      assertEquals("TLSv1.2", connection.handshake().orElseThrow().protocol());
    }
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void saysWhichPropertyTheCopiedPortNeeds(Map<String, String> snippet) {
    Map<String, String> copied = new HashMap<>(snippet);
    copied.put("mail.smtp.port", "587");
    try (TlsFront server = honest(new SmtpDialogue())) {
      String shown = shown(a -> CopiedCode.send(a, CopiedCode.properties(a, copied)), server);

      assertTrue(shown.contains("[cleartext-port]"), shown);
      assertTrue(shown.contains("mail.smtp.security.tls-start=starttls"), shown);
      assertEquals(List.of(), server.recorder().connections());
    }
  }
}
