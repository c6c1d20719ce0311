package io.github.mailclad.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Refusal;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.takeover.SettingsCheck.Destination;
import io.github.mailclad.takeover.SettingsCheck.Sound;
import io.github.mailclad.takeover.SettingsCheck.Unsound;
import jakarta.mail.Session;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session's properties mean, told before there is a connection. */
class SettingsCheckTest {

  private static Session session(String... properties) {
    Properties all = new Properties();
    for (String property : properties) {
      all.setProperty(property.split("=", 2)[0], property.split("=", 2)[1]);
    }
    return Session.getInstance(all);
  }

  private static Destination to(int port) {
    return new Destination("localhost", port, "the test");
  }

  @Test
  void soundSettingsAreThePolicyOfTheConnections() {
    Sound sound =
        assertInstanceOf(
            Sound.class,
            SettingsCheck.of(session("mail.smtp.security.oldest-tls=TLSv1.3"), "smtp"));
    assertEquals(Set.of(TlsVersion.TLS_1_3), sound.policy().versions());
    assertEquals(ConfidentialityLevel.AUTHENTICATED, sound.policy().minimumLevel());
  }

  @Test
  void contradictionsBetweenNamesAreNoted() {
    Sound sound =
        assertInstanceOf(
            Sound.class,
            SettingsCheck.of(
                session(
                    "mail.smtp.security.handshake-timeout=1000",
                    "mail.smtps.security.handshake-timeout=2000"),
                "smtp"));
    assertEquals(1, sound.notes().size(), sound.notes().toString());
  }

  @Test
  void everythingThatIsWrongIsToldTogether() {
    Unsound unsound =
        assertInstanceOf(
            Unsound.class,
            SettingsCheck.of(
                session("mail.smtp.ssl.trust=*", "mail.smtp.security.danger=1"), "smtp"));
    Refusal.UnsafeSettings refusal =
        assertInstanceOf(Refusal.UnsafeSettings.class, unsound.refusal());
    assertEquals(2, refusal.problems().size(), refusal.toString());
  }

  @ParameterizedTest
  @CsvSource({"25", "110", "143", "587"})
  void aPortThatBeginsInTheClearIsRefused(int port) {
    Unsound named = assertInstanceOf(Unsound.class, SettingsCheck.of(session(), "smtp", to(port)));
    assertEquals("cleartext-port", named.refusal().code());
    assertTrue(named.refusal().details().toString().contains("the test"));
    Unsound configured =
        assertInstanceOf(
            Unsound.class, SettingsCheck.of(session("mail.smtp.port=" + port), "smtp", to(-1)));
    assertTrue(configured.refusal().details().toString().contains("mail.smtp.port"));
  }

  @Test
  void whatConnectionsWouldAcceptIsAccepted() {
    assertInstanceOf(Sound.class, SettingsCheck.of(session(), "smtp", to(-1)));
    assertInstanceOf(Sound.class, SettingsCheck.of(session(), "smtp", to(10465)));
    assertInstanceOf(
        Sound.class,
        SettingsCheck.of(session("mail.smtp.security.tls-start=starttls"), "smtp", to(587)));
    assertInstanceOf(
        Sound.class,
        SettingsCheck.of(session("mail.smtp.security.minimum-level=none"), "smtp", to(25)));
  }

  @Test
  void whatIsNoHostIsRefused() {
    Unsound unsound =
        assertInstanceOf(
            Unsound.class,
            SettingsCheck.of(session(), "imaps", new Destination("not a host", -1, "the test")));
    assertEquals("invalid-host", unsound.refusal().code());
  }

  @Test
  void onlyProtocolsOfMailAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> SettingsCheck.of(session(), "SMTP"));
    assertThrows(IllegalArgumentException.class, () -> SettingsCheck.of(session(), "http"));
  }
}
