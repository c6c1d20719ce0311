package io.github.mailclad.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.audit.ReceivedTls.Form;
import io.github.mailclad.fixtures.Requirement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceivedTlsTest {
  private static final String START = "from a.example by mx.example with ESMTPSA id 1";
  private static final String DATE = "; Tue, 1 Dec 2026 10:00:00 +0000";

  /**
   * One field.
   *
   * @param clause what stands before the date
   */
  private record Case(String clause, Form form, String cipher) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(" tls TLS_AES_128_GCM_SHA256", Form.NAME, "TLS_AES_128_GCM_SHA256"),
        new Case(
            " tls TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            Form.NAME,
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        new Case(" TLS TLS_DH_anon_WITH_RC4_128_MD5", Form.NAME, "TLS_DH_anon_WITH_RC4_128_MD5"),
        new Case(" tls 0xC02F", Form.NUMBER, "0xC02F"),
        new Case(" tls 0xC0", Form.NONCONFORMANT, "0xC0"),
        new Case(" tls 0xC02F1", Form.NONCONFORMANT, "0xC02F1"),
        new Case(
            " tls ECDHE-RSA-AES128-GCM-SHA256", Form.NONCONFORMANT, "ECDHE-RSA-AES128-GCM-SHA256"),
        new Case(" tls", Form.NONCONFORMANT, ""),
        new Case(
            "\r\n\t(a (nested) comment; with tls 0x0000)\r\n tls\r\n TLS_AES_128_GCM_SHA256",
            Form.NAME,
            "TLS_AES_128_GCM_SHA256"),
        new Case(" (using TLSv1.3 with cipher tls TLS_AES_128_GCM_SHA256)", Form.ABSENT, ""),
        new Case(" for \"tls 0xC02F\"@b.example", Form.ABSENT, ""),
        new Case(" for <b@b.example>", Form.ABSENT, ""),
        new Case(" (an \\) escape tls 0xC02F)", Form.ABSENT, ""));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Requirement(
      value = {"D-4-15", "D-4.3-1", "D-4.3-2", "D-4.3-3"},
      heldBy = "ReceivedTls")
  void theClauseIsReadAsTheGrammarHasIt(Case each) {
    ReceivedTls read = ReceivedTls.parse(START + each.clause() + DATE);
    assertEquals(new ReceivedTls(each.form(), each.cipher()), read);
    assertEquals(each.form() == Form.NAME || each.form() == Form.NUMBER, read.conforms());
  }

  @Test
  void whatFollowsTheDateDoesNotCount() {
    assertFalse(ReceivedTls.parse(START + DATE + " tls 0xC02F").conforms());
    assertTrue(ReceivedTls.parse(START + " tls 0xC02F" + DATE).conforms());
  }

  @Test
  void hostileFieldsEnd() {
    assertEquals(Form.ABSENT, ReceivedTls.parse("(".repeat(1_000_000)).form());
    assertEquals(Form.ABSENT, ReceivedTls.parse("\\").form());
    assertEquals("a\\x1b", ReceivedTls.parse("x tls a\u001b").cipher());
  }
}
