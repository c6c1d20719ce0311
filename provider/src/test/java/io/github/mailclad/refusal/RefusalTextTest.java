package io.github.mailclad.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mailclad.Host;
import io.github.mailclad.SettingNames;
import io.github.mailclad.docs.RefusalSamples;
import io.github.mailclad.docs.RefusalSamples.Sample;
import io.github.mailclad.refusal.SettingsRefusal.UnsafeSettings;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refusals in the words of the file that was edited. */
class RefusalTextTest {
  private static final SettingNames IN_FILE = key -> "{" + key + "}";
  private static final Pattern UNTRANSLATED =
      Pattern.compile("(?<!\\{)mail\\.(?:security|smtps?|imaps?|pop3s?|submissions?)\\.[a-z]");

  static Stream<Sample> samples() {
    return RefusalSamples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySettingInARefusalHasTheRealProtocolAndItsWrittenName(Sample sample) {
    String text = sample.refusal().text("smtp", IN_FILE).explain(sample.subject());

    assertFalse(text.contains("<protocol>"), text);
    assertFalse(UNTRANSLATED.matcher(text).find(), text);
    String ours = text.replaceAll("openssl req .*", "");
    assertFalse(Pattern.compile("[ (]\\.[a-z]+|[ (]-[a-z]+").matcher(ours).find(), text);
  }

  @Test
  void aSettingMayBeWrittenAsSomethingElseThanAProperty() {
    Refusal refusal = new HandshakeRefusal.HandshakeTimeout(java.time.Duration.ofSeconds(1));
    SettingNames names = key -> key.equals("mail.imap.security.handshake-timeout") ? "the $1" : key;

    assertEquals(
        refusal
            .remedy()
            .replace("mail.<protocol>.security.handshake-timeout", "the $1")
            .replace("<protocol>", "imap"),
        refusal.text("imap", names).remedy());
  }

  @Test
  void theProblemsOfSettingsAreNamedOneByOne() {
    RefusalText text =
        new UnsafeSettings(
                List.of(
                    new SettingProblem(
                        "mail.smtps.ssl.trust",
                        "contradicts mail.<protocol>.security.tls-start=starttls",
                        "remove it, and mail.security.account-store")))
            .text("smtp", IN_FILE);

    assertEquals(
        List.of(
            new SettingProblem(
                "{mail.smtps.ssl.trust}",
                "contradicts {mail.smtp.security.tls-start}=starttls",
                "remove it, and {mail.security.account-store}")),
        text.problems());
    assertEquals(List.of(text.problems().get(0).toString()), text.details());
  }

  @Test
  void theNameOfAServerIsNoSetting() {
    Refusal refusal =
        new CertificateRefusal.IdentityMismatch(
            List.of(Host.of("mail.imap.example.org").identifier()),
            PeerText.listOf(List.of("DNS-ID mail.smtp.example.org")),
            CertificateRefusal.IdentityMismatch.Cause.OTHER_NAME);

    assertEquals(refusal.details(), refusal.text("imap", IN_FILE).details());
  }

  @Test
  @SuppressWarnings("NullAway") // an application may give what it must not
  void aKeyStaysWhereItsNameCannotBeFoundOut() {
    Refusal refusal = new LoginRefusal.AuthenticationNotOffered();
    for (SettingNames broken :
        List.<SettingNames>of(
            key -> {
              throw new IllegalStateException(key);
            },
            key -> " ",
            key -> null)) {
      assertEquals(
          "mail.smtp.security.pins", broken.inText("mail.<protocol>.security.pins", "smtp"));
      assertEquals(refusal.text("smtp", SettingNames.ofSession()), refusal.text("smtp", broken));
    }
  }
}
