package io.github.mailclad.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.PathRefusal;
import io.github.mailclad.setup.Warning.MinimumDisabled.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the warnings for people, and of their texts. */
class WarningTest {
  private static final String ACCOUNT = "alice@example.org";
  private static final Endpoint SERVER =
      new Endpoint(Host.of("mail.example.org"), 143, Endpoint.Provenance.CONFIGURED);

  static List<Warning> all() {
    Issued issued = CertificateBuilder.server().dns("mail.example.org").selfSigned();
    CertificateSummary certificate = CertificateSummary.ofServer(issued.certificate());
    return List.of(
        new Warning.MinimumDisabled(ACCOUNT, Cause.NO_TLS),
        new Warning.MinimumDisabled(ACCOUNT, Cause.CERTIFICATE),
        new Warning.CleartextConfiguration(ACCOUNT, MailService.IMAP, SERVER),
        new Warning.CleartextTest(ACCOUNT, MailService.IMAP, SERVER),
        new Warning.TargetOutsideDomain(
            ACCOUNT,
            new TargetQuestion("example.org", MailService.IMAPS, List.of("mail.hoster.example"))),
        new Warning.PinRisk(
            ACCOUNT,
            MailService.IMAPS,
            SERVER,
            certificate,
            new PathRefusal.SelfSigned(certificate, "the platform's anchors")));
  }

  @ParameterizedTest
  @MethodSource("all")
  @Requirement(
      value = {"D-5.1-7", "D-5.2-5", "D-5.1-9", "PIN-11"},
      heldBy = "Warning")
  void theTextNamesTheRiskAndTheAccount(Warning warning) {
    String text = warning.text();
    assertTrue(text.contains("intercept") || text.contains("read"), text);
    assertTrue(text.contains(ACCOUNT), text);
    assertTrue(text.contains("password"), text);
    assertTrue(text.endsWith("."), text);
    assertTrue(!text.contains("%") && !text.contains("!"), text);
    warning.arguments().forEach(argument -> assertTrue(text.contains(argument), argument));
    assertEquals(warning.key() + "/1", warning.version());
  }

  @Test
  @Requirement(value = "D-5.1-7", heldBy = "Warning")
  void everyWarningIsLookedAt() {
    assertEquals(
        Arrays.stream(Warning.class.getPermittedSubclasses()).collect(Collectors.toSet()),
        all().stream().map(Object::getClass).collect(Collectors.toSet()));
    assertEquals("minimum-disabled", all().get(0).key());
  }

  @Test
  void theWarningBeforeACertificateIsAboutCertificatesAndNotAboutMissingTls() {
    Warning warning = new Warning.MinimumDisabled(ACCOUNT, Cause.CERTIFICATE);
    assertEquals("minimum-disabled-for-certificate", warning.key());
    assertTrue(warning.text().contains("certificate"), warning.text());
    assertTrue(warning.text().contains("encrypted"), warning.text());
  }
}
