package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.refusal.SettingsRefusal.UnsafeSettings;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String PASSWORD = Sentinels.fresh().password();
  private static final String KEY = "mail.imaps.security.trust-anchors-password";

  @Test
  void thePasswordOfTheAnchorsIsInNoText() {
    Properties good = Sessions.with(KEY, PASSWORD, "mail.imaps.security.trust-anchors", "ca.p12");
    AccountConfig reading = Sessions.legible(ProtocolName.IMAPS, good);
    assertSilent(reading);
    assertSilent(reading.policy());
    assertSilent(reading.policy().trust().anchors());
  }

  @Test
  void thePasswordOfTheAnchorsIsInNoProblemAndNoNote() {
    Properties bad = Sessions.with(KEY, PASSWORD, "mail.imaps.security.trust-anchors", " ");
    bad.put("mail.imaps.security.trust-anchor-password", PASSWORD);
    bad.put("mail.imap.security.trust-anchors-password", PASSWORD.toCharArray());
    ConfigReading reading = Sessions.read(ProtocolName.IMAPS, bad);
    assertSilent(reading);
    assertFalse(reading.problems().isEmpty());
    assertSilent(new UnsafeSettings(reading.problems()).explain("imap.example.org:993"));

    AccountConfig noted =
        Sessions.legible(
            ProtocolName.IMAPS,
            KEY,
            PASSWORD,
            "mail.security.trust-anchors-password",
            "b",
            "mail.security.trust-anchors",
            "ca.p12");
    assertEquals(1, noted.notes().size());
    assertSilent(noted.notes());
  }

  @Test
  void settingsShowNoValues() {
    Settings settings = new Settings(Sessions.with(KEY, PASSWORD), ProtocolName.IMAPS);
    assertSilent(settings);
    assertSilent(settings.find("security.trust-anchors-password"));
  }

  /** A wrong value that contains a secret, or is one. */
  record Wrong(Object value) {
    @Override
    public String toString() {
      return value.getClass().getSimpleName();
    }
  }

  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiJ9." + PASSWORD.repeat(4) + ".c2lnbmF0dXJl";

  /** Settings whose values may be a secret, or a text with one in it. */
  static Stream<Key<?>> keysThatQuoteNothing() {
    return Stream.of(
        LoginKeys.TOKEN_SUPPLIER,
        OAuthKeys.OAUTH_TENANT,
        OAuthKeys.OAUTH_ISSUER,
        OAuthKeys.OAUTH_TOKEN_ENDPOINT,
        OAuthKeys.OAUTH_CLIENT_ID,
        OAuthKeys.OAUTH_CLIENT_SECRET,
        OAuthKeys.OAUTH_CLIENT_SECRET_FILE,
        OAuthKeys.OAUTH_PRIVATE_KEY,
        OAuthKeys.OAUTH_KEY_ID,
        OAuthKeys.OAUTH_REFRESH_TOKEN,
        OAuthKeys.OAUTH_REFRESH_TOKEN_FILE,
        OAuthKeys.OAUTH_SCOPE,
        OAuthKeys.OAUTH_TRUST_ANCHORS,
        LookupKeys.RESOLVER,
        ApplicationKeys.LISTENER,
        ApplicationKeys.ACCOUNT_STORE,
        TrustKeys.TRUST_ANCHORS,
        TrustKeys.TRUST_ANCHORS_PASSWORD,
        ClientKeys.CLIENT_CERTIFICATE,
        ClientKeys.CLIENT_CERTIFICATE_PASSWORD,
        ClientKeys.CLIENT_CERTIFICATE_ALIAS,
        ClientKeys.CLIENT_CERTIFICATE_FOR,
        RevocationKeys.REVOCATION_CRLS,
        LookupKeys.DNS_ANCHORS);
  }

  @ParameterizedTest
  @MethodSource("keysThatQuoteNothing")
  void aPossibleSecretIsNeverQuotedInAnyType(Key<?> key) {
    Object hiding =
        new Object() {
          @Override
          public String toString() {
            return PASSWORD;
          }
        };
    for (Wrong wrong :
        List.of(
            new Wrong(PASSWORD),
            new Wrong("\0" + PASSWORD),
            new Wrong(PASSWORD.toCharArray()),
            new Wrong(List.of(PASSWORD)),
            new Wrong(hiding))) {
      Properties all = Sessions.with("mail.imaps." + key.suffix(), wrong.value());
      all.put("mail.security." + key.name(), PASSWORD + "x");
      all.put("mail.imaps.security." + key.name() + "s", wrong.value());
      assertSilent(Sessions.problems(ProtocolName.IMAPS, all));
    }
  }

  static List<Key<?>> all() {
    return SettingGroup.allKeys();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aTokenIsNeverQuotedUnderAnyKey(Key<?> key) {
    ConfigReading reading =
        Sessions.read(ProtocolName.IMAPS, Sessions.with("mail.imaps." + key.suffix(), TOKEN));
    assertSilent(reading.problems().isEmpty() ? reading.config().notes() : reading.problems());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth",
        "sasl.enable",
        "ssl.enable",
        "starttls.enable",
        "apop.enable",
        "auth.mechanisms",
        "auth.plain.disable",
        "ssl.protocols",
        "ssl.ciphersuites",
        "ssl.trust",
        "ssl.socketFactory",
        "socketFactory.class",
        "port",
        "timeout",
        "proxy.port",
        "proxy.host",
        "ssl.nonsense"
      })
  void aPropertyOfAngusQuotesNoSecretEither(String suffix) {
    for (String secret : List.of(PASSWORD, TOKEN)) {
      ConfigReading reading =
          Sessions.read(ProtocolName.IMAPS, Sessions.with("mail.imaps." + suffix, secret));
      assertSilent(
          reading.problems().isEmpty()
              ? reading.config().notes()
              : new UnsafeSettings(reading.problems()).explain("imap.example.org:993"));
    }
  }

  @Test
  void aListOfMechanismsQuotesNamesAndNothingElse() {
    assertSilent(
        Sessions.problems("mail.imaps.security.auth-mechanisms", "PLAIN " + TOKEN).toString());
    assertSilent(
        Sessions.legible(ProtocolName.IMAPS, "mail.imaps.auth.mechanisms", "PLAIN " + TOKEN)
            .notes());
    assertTrue(
        Sessions.problems("mail.imaps.security.auth-mechanisms", "CRAM-MD5")
            .toString()
            .contains("CRAM-MD5"));
  }

  private static void assertSilent(Object shown) {
    assertFalse(shown.toString().contains(PASSWORD), "the password is shown");
  }
}
