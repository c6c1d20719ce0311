package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AnchorSource.AnchorFile;
import io.github.mailclad.ClientIdentity.KeySource.KeyFile;
import io.github.mailclad.Location;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.SettingProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which people write where a file is. */
class NamedLocationTest {
  private static final Issued ROOT = CertificateBuilder.root("Root");
  private static final String ROOM = "mail.imaps.security.";

  @ParameterizedTest
  @CsvSource({
    "/etc/ssl/ca.pem, /etc/ssl/ca.pem",
    "ca.pem, ca.pem",
    "file:/etc/ssl/ca.pem, /etc/ssl/ca.pem",
    "file:///etc/ssl/ca.pem, /etc/ssl/ca.pem",
    "file:ca.pem, ca.pem",
    "file:./ca.pem, ./ca.pem",
    "file:/etc/our%20ca.pem, /etc/our ca.pem",
    "file:/etc/our ca.pem, /etc/our ca.pem",
  })
  void filesAreNamedPlainlyOrByAUrl(String text, String path) {
    assertEquals(new Location.OfFile(Path.of(path)), NamedLocation.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classpath:tls/ca.pem", "classpath:/tls/ca.pem"})
  void resourcesAreNamedAsSpringNamesThem(String text) {
    assertEquals(new Location.OfResource("tls/ca.pem"), NamedLocation.of(text));
  }

  @Test
  void pemMayHaveItsLineEndsEscaped() {
    Location plain = new Location.OfText(ROOT.pem());
    assertEquals(plain, NamedLocation.of(ROOT.pem()));
    assertEquals(plain, NamedLocation.of(ROOT.pem().replace("\n", "\\n")));
    assertFalse(plain.toString().contains("BEGIN"), plain.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "https://example.org/ca.pem",
        "HTTP://example.org/ca.pem",
        "vault://secret/ca",
        "classpath:",
        "file://host/ca.pem",
        "a\0b",
        "one\ntwo"
      })
  void whatIsNowhereIsAProblemThatDoesNotQuoteIt(String text) {
    for (String key :
        List.of("trust-anchors", "client-certificate", "revocation-crls", "dns-anchors")) {
      List<SettingProblem> problems =
          Sessions.problems(
                  ROOM + key, text, ROOM + "client-certificate-for", "me@mail.example.org")
              .stream()
              .filter(problem -> problem.key().equals(ROOM + key))
              .toList();
      assertEquals(1, problems.size(), problems::toString);
      assertTrue(problems.get(0).remedy().contains(choices(key)), problems::toString);
      assertFalse(problems.toString().contains("example.org/"), problems::toString);
    }
  }

  private static String choices(String key) {
    return SettingGroup.allKeys().stream()
        .filter(each -> each.name().equals(key))
        .findFirst()
        .orElseThrow()
        .choices();
  }

  @Test
  void aVeryLongTextIsNoFileNameAndIsNotQuoted() {
    String key = "MIIEvQ".repeat(1000);
    assertFalse(Sessions.problems(ROOM + "trust-anchors", key).toString().contains("MIIEvQ"));
  }

  @Test
  void everySettingOfAFileTakesTheSameForms() {
    assertEquals(
        new AnchorFile(new Location.OfResource("ca.pem"), "secret"),
        Sessions.policy(
                ROOM + "trust-anchors",
                "classpath:ca.pem",
                ROOM + "trust-anchors-password",
                "secret")
            .trust()
            .anchors());
    assertEquals(
        new CrlFiles(Path.of("/var/crls")),
        Sessions.policy(ROOM + "revocation-crls", "file:/var/crls").trust().revocation().crls());
    assertEquals(
        new KeyFile(
            new Location.OfFile(Path.of("/tls/tls.crt")),
            new Location.OfText(ROOT.keyPem()),
            null,
            null),
        Objects.requireNonNull(
                Sessions.policy(
                        ROOM + "client-certificate",
                        "file:/tls/tls.crt",
                        ROOM + "client-certificate-key",
                        ROOT.keyPem(),
                        ROOM + "client-certificate-for",
                        "me@mail.example.org")
                    .clientIdentity())
            .source());
  }

  @ParameterizedTest
  @ValueSource(strings = {"revocation-crls", "dns-anchors", "account-store"})
  void whatChangesWhileTheApplicationRunsIsAFile(String key) {
    for (String text : List.of("classpath:x", ROOT.pem())) {
      List<SettingProblem> problems = Sessions.problems(ROOM + key, text);
      assertEquals(1, problems.size(), problems::toString);
      assertEquals("has to be a file or folder of this machine", problems.get(0).problem());
    }
  }

  @Test
  void aPasswordOfNothingIsAProblem() {
    for (Object anchors : List.of("platform", ROOT.certificate())) {
      List<SettingProblem> problems =
          Sessions.problems(
              ROOM + "trust-anchors", anchors, ROOM + "trust-anchors-password", "changeit");
      assertEquals(1, problems.size(), problems::toString);
      assertEquals(ROOM + "trust-anchors-password", problems.get(0).key());
      assertFalse(problems.toString().contains("changeit"));
      Sessions.policy(
          ROOM + "trust-anchors", anchors, "mail.security.trust-anchors-password", "changeit");
    }
    assertEquals(
        1, Sessions.problems(ROOM + "client-certificate-key", "tls.key").size(), "no certificate");
  }
}
