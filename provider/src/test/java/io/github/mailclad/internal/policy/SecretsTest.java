package io.github.mailclad.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mailclad.fixtures.Sentinels;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final String PASSWORD = Sentinels.fresh().password();
  private static final String KEY = "mail.imaps.security.trust-anchors-password";

  @Test
  void thePasswordOfTheAnchorsIsInNoText() {
    Properties good = Sessions.with(KEY, PASSWORD, "mail.imaps.security.trust-anchors", "ca.p12");
    PolicyReading.Legible reading = (PolicyReading.Legible) Sessions.read(ProtocolName.IMAPS, good);
    assertSilent(reading);
    assertSilent(reading.policy());
    assertSilent(reading.policy().trust());
  }

  @Test
  void thePasswordOfTheAnchorsIsInNoProblemAndNoNote() {
    Properties bad = Sessions.with(KEY, PASSWORD, "mail.imaps.security.trust-anchors", " ");
    bad.put("mail.imaps.security.trust-anchor-password", PASSWORD);
    bad.put("mail.imap.security.trust-anchors-password", PASSWORD.toCharArray());
    PolicyReading.Illegible reading =
        (PolicyReading.Illegible) Sessions.read(ProtocolName.IMAPS, bad);
    assertSilent(reading);
    assertSilent(reading.refusal().explain("imap.example.org:993"));

    PolicyReading.Legible noted =
        Sessions.legible(
            ProtocolName.IMAPS, KEY, PASSWORD, "mail.security.trust-anchors-password", "b");
    assertEquals(1, noted.notes().size());
    assertSilent(noted.notes());
  }

  @Test
  void settingsShowNoValues() {
    Settings settings = new Settings(Sessions.with(KEY, PASSWORD), ProtocolName.IMAPS);
    assertSilent(settings);
    assertSilent(settings.find("security.trust-anchors-password"));
  }

  private static void assertSilent(Object shown) {
    assertFalse(shown.toString().contains(PASSWORD), "the password is shown");
  }
}
