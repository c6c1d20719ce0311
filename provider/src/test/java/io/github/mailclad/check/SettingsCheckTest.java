package io.github.mailclad.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.check.SettingsCheck.Destination;
import io.github.mailclad.check.SettingsCheck.Invalid;
import io.github.mailclad.check.SettingsCheck.Valid;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the check of a session's properties before there is a connection. */
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
  void validSettingsAreThePolicyOfTheConnections() {
    Valid valid =
        assertInstanceOf(
            Valid.class,
            SettingsCheck.of(session("mail.smtp.security.oldest-tls=TLSv1.3"), "smtp"));
    assertEquals(Set.of(TlsVersion.TLS_1_3), valid.policy().tls().versions());
    assertEquals(ConfidentialityLevel.AUTHENTICATED, valid.policy().minimumLevel());
  }

  @Test
  void contradictionsBetweenNamesAreNoted() {
    Valid valid =
        assertInstanceOf(
            Valid.class,
            SettingsCheck.of(
                session(
                    "mail.smtp.security.handshake-timeout=1000",
                    "mail.smtps.security.handshake-timeout=2000"),
                "smtp"));
    assertEquals(1, valid.notes().size(), valid.notes().toString());
  }

  @Test
  void allProblemsAreReportedTogether() {
    Invalid invalid =
        assertInstanceOf(
            Invalid.class,
            SettingsCheck.of(
                session("mail.smtp.ssl.trust=*", "mail.smtp.security.danger=1"), "smtp"));
    SettingsRefusal.UnsafeSettings refusal =
        assertInstanceOf(SettingsRefusal.UnsafeSettings.class, invalid.refusal());
    assertEquals(2, refusal.problems().size(), refusal.toString());
  }

  @ParameterizedTest
  @CsvSource({"25", "110", "143", "587"})
  void aPortThatBeginsInTheClearIsRefused(int port) {
    Invalid named = assertInstanceOf(Invalid.class, SettingsCheck.of(session(), "smtp", to(port)));
    assertEquals("cleartext-port", named.refusal().code());
    assertTrue(named.refusal().details().toString().contains("the test"));
    Invalid configured =
        assertInstanceOf(
            Invalid.class, SettingsCheck.of(session("mail.smtp.port=" + port), "smtp", to(-1)));
    assertTrue(configured.refusal().details().toString().contains("mail.smtp.port"));
  }

  @Test
  void settingsThatConnectionsAcceptAreValid() {
    assertInstanceOf(Valid.class, SettingsCheck.of(session(), "smtp", to(-1)));
    assertInstanceOf(Valid.class, SettingsCheck.of(session(), "smtp", to(10465)));
    assertInstanceOf(
        Valid.class,
        SettingsCheck.of(session("mail.smtp.security.tls-start=starttls"), "smtp", to(587)));
    assertInstanceOf(
        Valid.class,
        SettingsCheck.of(session("mail.smtp.security.minimum-level=none"), "smtp", to(25)));
  }

  @Test
  void textThatIsNoHostIsRefused() {
    Invalid invalid =
        assertInstanceOf(
            Invalid.class,
            SettingsCheck.of(session(), "imaps", new Destination("not a host", -1, "the test")));
    assertEquals("invalid-host", invalid.refusal().code());
  }

  @Test
  void anInvalidHostIsRefusedWithoutAMinimumLevelToo() {
    Session named =
        session("mail.smtp.security.minimum-level=none", "mail.smtp.host=mail.example.org:25");
    assertEquals(
        "invalid-host",
        assertInstanceOf(Invalid.class, SettingsCheck.of(named, "smtp")).refusal().code());
    assertEquals(
        "invalid-host",
        assertInstanceOf(
                Invalid.class,
                SettingsCheck.of(
                    session("mail.smtp.security.minimum-level=none"),
                    "smtp",
                    new Destination("not a host", 25, "the test")))
            .refusal()
            .code());
  }

  @Test
  void anEmptyHostIsRefusedOnlyWithAMinimumLevel() {
    Destination empty = new Destination("", -1, "the test");
    assertInstanceOf(Invalid.class, SettingsCheck.of(session(), "smtp", empty));
    assertInstanceOf(
        Valid.class,
        SettingsCheck.of(session("mail.smtp.security.minimum-level=none"), "smtp", empty),
        "Angus takes its own host");
  }

  @Test
  void anInvalidHostIsReportedWithOtherProblemsAtEveryLevel() {
    for (String level : List.of("none", "authenticated")) {
      Session wrong =
          session(
              "mail.smtp.security.minimum-level=" + level,
              "mail.smtp.security.danger=1",
              "mail.smtp.host=not a host");
      SettingsRefusal.UnsafeSettings refusal =
          assertInstanceOf(
              SettingsRefusal.UnsafeSettings.class,
              assertInstanceOf(Invalid.class, SettingsCheck.of(wrong, "smtp")).refusal());
      assertEquals(
          List.of("mail.smtp.security.danger", "mail.smtp.host"),
          refusal.problems().stream().map(SettingProblem::key).toList(),
          level);
    }
  }

  @Test
  void theConfiguredPortIsCheckedWithoutADestinationToo() {
    for (String[] properties :
        new String[][] {
          {"mail.smtp.port=587"},
          {"mail.smtp.port=587", "mail.smtp.host=mail.example.org"},
          {"mail.smtp.port=587", "mail.host=mail.example.org", "mail.user=alice@example.org"}
        }) {
      Invalid invalid =
          assertInstanceOf(Invalid.class, SettingsCheck.of(session(properties), "smtp"));
      assertEquals("cleartext-port", invalid.refusal().code());
    }
    assertEquals(
        "invalid-host",
        assertInstanceOf(
                Invalid.class,
                SettingsCheck.of(session("mail.smtp.host=mail.example.org:465"), "smtp"))
            .refusal()
            .code());
    assertInstanceOf(
        Valid.class,
        SettingsCheck.of(session("mail.smtp.port=587", "mail.user=alice@example.org"), "smtp"),
        "a discovered server has a port of its own");
  }

  @Test
  void thePortIsReportedTogetherWithTheProperties() {
    for (Session session :
        List.of(
            session("mail.smtp.ssl.trust=*", "mail.smtp.port=587"),
            session("mail.smtp.ssl.trust=*"))) {
      Invalid invalid =
          assertInstanceOf(
              Invalid.class,
              SettingsCheck.of(
                  session, "smtp", to(session.getProperty("mail.smtp.port") == null ? 587 : -1)));
      assertEquals(
          List.of("mail.smtp.ssl.trust", "mail.smtp.port"), keys(invalid), invalid::toString);
      assertTrue(
          invalid.toString().contains("use port 465, where TLS starts at once"), invalid::toString);
    }
    assertEquals(
        List.of("mail.smtp.ssl.trust"),
        keys(
            assertInstanceOf(
                Invalid.class,
                SettingsCheck.of(
                    session("mail.smtp.ssl.trust=*", "mail.smtp.security.tls-start=starttls"),
                    "smtp",
                    to(587)))));
  }

  private static List<String> keys(Invalid invalid) {
    return assertInstanceOf(SettingsRefusal.UnsafeSettings.class, invalid.refusal())
        .problems()
        .stream()
        .map(SettingProblem::key)
        .toList();
  }

  /** A setting that names a file, with a text that the problem has to have. */
  record Named(String setting, String file, String part) {
    String key() {
      return "mail.smtp.security." + setting;
    }
  }

  static Stream<Named> files() {
    return Stream.of(
        new Named("trust-anchors", "missing.pem", "there is no such file"),
        new Named("trust-anchors", "", "it is a folder"),
        new Named("trust-anchors", "garbage", "it is neither PEM nor DER"),
        new Named("client-certificate", "missing.p12", "there is no such file"),
        new Named("client-certificate", "garbage", "it is neither a PKCS12"),
        new Named("client-certificate", "expired.pem", "expired"),
        new Named("client-certificate-key", "missing.key", "there is no such file"),
        new Named("revocation-crls", "missing.crl", "there is no such file or folder"),
        new Named("revocation-crls", "garbage", "cannot be read"),
        new Named("revocation-crls", "good.pem", "which is no certificate revocation list"),
        new Named("dns-anchors", "missing.zone", "there is no such file"),
        new Named("dns-anchors", "garbage", "expected a zone file of DS or DNSKEY records"),
        new Named("account-store", "garbage", "is not a folder"),
        new Named("account-store", "garbage/inside", "is not a folder"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileThatASettingNamesIsReadAndReportedByItsSetting(Named named, @TempDir Path folder)
      throws Exception {
    Issued good = CertificateBuilder.client().selfSigned();
    Issued expired =
        CertificateBuilder.client()
            .validity(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-02-01T00:00:00Z"))
            .selfSigned();
    Files.writeString(folder.resolve("garbage"), "not a list of anything\n");
    Files.writeString(folder.resolve("good.pem"), good.pem() + good.keyPem());
    Files.writeString(folder.resolve("expired.pem"), expired.pem() + expired.keyPem());
    Properties properties = new Properties();
    if (named.setting().startsWith("client-certificate")) {
      properties.put(
          "mail.smtp.security.client-certificate", folder.resolve("good.pem").toString());
      properties.put("mail.smtp.security.client-certificate-for", "me@mail.example.org");
    }
    assertInstanceOf(Valid.class, SettingsCheck.of(Session.getInstance(properties), "smtp"));
    properties.put(named.key(), folder.resolve(named.file()).toString());

    Invalid invalid =
        assertInstanceOf(Invalid.class, SettingsCheck.of(Session.getInstance(properties), "smtp"));

    assertEquals(List.of(named.key()), keys(invalid), invalid::toString);
    assertTrue(invalid.toString().contains(named.part()), invalid::toString);
  }

  @Test
  void filesCanBeLeftOut() {
    Session session =
        session("mail.imaps.security.trust-anchors=/no/such/file", "mail.imaps.host=a.example");
    assertInstanceOf(Invalid.class, SettingsCheck.of(session, "imaps"));
    assertInstanceOf(Valid.class, SettingsCheck.withoutFiles(session, "imaps"));
    session.getProperties().setProperty("mail.imaps.port", "143");
    assertEquals(
        "cleartext-port",
        assertInstanceOf(Invalid.class, SettingsCheck.withoutFiles(session, "imaps"))
            .refusal()
            .code());
  }

  @Test
  void filesThatCanBeUsedAreValid(@TempDir Path folder) throws Exception {
    Issued root = CertificateBuilder.root("Root");
    Path ca = Files.writeString(folder.resolve("ca.pem"), root.pem());
    assertInstanceOf(
        Valid.class,
        SettingsCheck.of(
            session(
                "mail.security.trust-anchors=" + ca,
                "mail.security.account-store=" + folder.resolve("made/later")),
            "smtp"));
    assertFalse(Files.exists(folder.resolve("made")), "nothing is made");
    assertInstanceOf(
        Valid.class,
        SettingsCheck.of(
            session(
                "mail.smtp.security.minimum-level=none", "mail.security.trust-anchors=/nope.pem"),
            "smtp"));
  }

  @Test
  void onlyProtocolsOfMailAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> SettingsCheck.of(session(), "SMTP"));
    assertThrows(IllegalArgumentException.class, () -> SettingsCheck.of(session(), "http"));
  }
}
