package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that ask for less than a confidential connection: the application does not start. */
class RefusedStartTest {
  private static final String ACCOUNT = "mailclad.accounts.alice.";
  private static final String OF_BUNDLE =
      "spring.ssl.bundle.pem.private.truststore.certificate of SSL bundle";

  private final SubmissionServer server = SubmissionServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * One setting that asks for less.
   *
   * @param says the text of the report beside the property
   */
  record Case(String property, String value, String says) {}

  static List<Case> springMail() {
    return List.of(
        new Case("spring.mail.properties.mail.smtp.ssl.trust", "*", "trust-anchors"),
        new Case("spring.mail.port", "587", "cleartext-port"),
        new Case("spring.mail.port", "25", "cleartext-port"),
        new Case("spring.mail.ssl.verify-hostname", "false", "remove it"),
        new Case("spring.mail.ssl.enabled", "false", "remove it"),
        new Case("spring.mail.properties.mail.smtp.socketFactory.fallback", "true", "remove it"),
        new Case("spring.mail.properties.mail.smtp.ssl.checkserveridentity", "false", "remove it"),
        new Case("spring.mail.properties.mail.smtp.security.no-such-key", "1", "no-such-key"));
  }

  @ParameterizedTest
  @MethodSource("springMail")
  void ofSpringMail(Case asked) {
    assertRefused(asked, Settings.of(server).without("spring.mail.ssl.bundle"));
  }

  /** Beside a bundle Boot itself writes some of the session properties, and must not hide these. */
  static List<Case> besideABundle() {
    return List.of(
        new Case("spring.mail.ssl.verify-hostname", "false", "remove it"),
        new Case("spring.mail.ssl.enabled", "false", "remove it"),
        new Case("spring.mail.properties.mail.smtp.ssl.trust", "*", OF_BUNDLE));
  }

  @ParameterizedTest
  @MethodSource("besideABundle")
  void ofSpringMailBesideABundle(Case asked) {
    assertRefused(asked, Settings.of(server));
  }

  static List<Case> accounts() {
    return List.of(
        new Case(ACCOUNT + "minimum-level", "encrypted", "account-pin"),
        new Case(ACCOUNT + "submission.port", "587", "cleartext-port"),
        new Case(ACCOUNT + "properties.mail.submissions.ssl.trust", "*", OF_BUNDLE),
        new Case(ACCOUNT + "no-such-key", "1", "no-such-key"),
        new Case("mailclad.no-such-key", "1", "no-such-key"),
        new Case("mailclad.properties.mail.security.no-such-key", "1", "no-such-key"),
        new Case("mailclad.primary", "nobody", "alice"));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void ofAccounts(Case asked) {
    assertRefused(
        asked,
        Settings.none()
            .trusting(server.authority())
            .with(ACCOUNT + "address", SubmissionServer.USER)
            .with(ACCOUNT + "password", SubmissionServer.PASSWORD)
            .with(ACCOUNT + "ssl.bundle", Settings.BUNDLE)
            .with(ACCOUNT + "submission.host", "localhost")
            .with(ACCOUNT + "submission.port", server.port())
            .with(ACCOUNT + "access.host", "localhost"));
  }

  private void assertRefused(Case asked, Settings settings) {
    FailedStart failed = App.refusedStart(settings.with(asked.property(), asked.value()));

    assertTrue(failed.analysis().contains(asked.property()), failed::analysis);
    assertTrue(failed.analysis().contains(asked.says()), failed::analysis);
    assertFalse(failed.log().contains(SubmissionServer.PASSWORD), failed::log);
    assertEquals(0, server.wire().connections().size());
  }
}
