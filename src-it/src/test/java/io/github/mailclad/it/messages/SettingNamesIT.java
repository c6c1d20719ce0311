package io.github.mailclad.it.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SettingNames;
import io.github.mailclad.check.SettingsCheck;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.PathRefusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals name settings as the user wrote them, wherever they reach a person. */
class SettingNamesIT {
  private static final SettingNames BUNDLE =
      key ->
          key.endsWith(".security.trust-anchors")
              ? "the certificates of SSL bundle \"mailca\""
              : "spring.mail.properties." + key;

  private final World world = new World();
  private final Issued other = CertificateBuilder.root("Other Root");

  private Properties withOtherAuthority(String protocol, TlsFront server) {
    Properties properties = World.pointing(protocol, server);
    properties.put("mail.security.trust-anchors", other.certificate());
    properties.put("mail.security.setting-names", BUNDLE);
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp", "smtps"})
  void anExceptionNamesTheBundleAndTheAuthoritiesInIt(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      InsecureConnectionException refused =
          assertInstanceOf(
              InsecureConnectionException.class,
              world.tryToConnect(protocol, withOtherAuthority(protocol, server)));

      String message = String.valueOf(refused.getMessage());
      assertInstanceOf(PathRefusal.UntrustedIssuer.class, refused.refusal());
      assertTrue(
          message.contains(
              "an authority in the certificates of SSL bundle \"mailca\" (it contains: CN=Other Root)"),
          message);
      assertTrue(
          message.contains("add its certificate to the certificates of SSL bundle \"mailca\""),
          message);
      assertFalse(message.contains("trust-anchors"), message);
      assertFalse(message.contains("<protocol>"), message);
      assertEquals(message, refused.text().explain(refused.endpoint().orElseThrow().toString()));
    }
  }

  @Test
  void aProbeHasTheSameWords() throws Exception {
    try (TlsFront server = world.server("imap").start()) {
      SecuredService store =
          (SecuredService) World.service("imap", withOtherAuthority("imap", server));

      Probe.Refused refused = assertInstanceOf(Probe.Refused.class, store.probe());

      assertTrue(refused.text().remedy().contains("SSL bundle \"mailca\""), refused.toString());
    }
  }

  @Test
  void aSettingsCheckHasTheSameWords() {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.ssl.trust", "*");
    properties.put("mail.security.setting-names", BUNDLE);

    SettingsCheck.Invalid invalid =
        assertInstanceOf(
            SettingsCheck.Invalid.class, SettingsCheck.of(Session.getInstance(properties), "smtp"));

    assertEquals(
        "spring.mail.properties.mail.smtp.ssl.trust", invalid.text().problems().get(0).key());
    assertTrue(
        invalid.text().problems().get(0).remedy().contains("SSL bundle \"mailca\""),
        invalid.toString());
  }

  @Test
  void aFileIsNamedWithTheAuthoritiesInIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("our-ca.pem");
    for (String name : List.of("A", "B", "C", "D", "E")) {
      Files.writeString(
          file,
          pem(CertificateBuilder.root("Root " + name)),
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    }
    try (TlsFront server = world.server("imap").start()) {
      Properties properties = World.pointing("imap", server);
      properties.setProperty("mail.imap.security.trust-anchors", file.toString());

      MessagingException refused = world.tryToConnect("imap", properties);

      String message = String.valueOf(refused == null ? null : refused.getMessage());
      assertTrue(
          message.contains(file + " (it contains: CN=Root A; CN=Root B; CN=Root C; and 2 more)"),
          message);
      assertTrue(
          message.contains("add its certificate to mail.imap.security.trust-anchors"), message);
    }
  }

  /** One TLS context serves both; each refusal names its own source. */
  @Test
  void theSameAuthoritiesFromTwoFilesAreEachNamedByTheirFile(@TempDir Path folder)
      throws Exception {
    try (TlsFront server = world.server("imap").start()) {
      for (String name : List.of("first.pem", "second.pem")) {
        Path file = Files.writeString(folder.resolve(name), pem(other));
        Properties properties = World.pointing("imap", server);
        properties.setProperty("mail.imap.security.trust-anchors", file.toString());

        MessagingException refused = world.tryToConnect("imap", properties);

        String message = String.valueOf(refused == null ? null : refused.getMessage());
        assertTrue(message.contains(file.toString()), message);
      }
    }
  }

  private static String pem(Issued issued) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(issued.certificate().getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
