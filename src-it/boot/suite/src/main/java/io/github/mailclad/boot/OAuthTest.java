package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.ProviderError;
import io.github.mailclad.fixtures.oauth.TokenDovecot;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.MailException;

/** An account that logs in at Dovecot by OAuth: Dovecot asks the issuer about each token. */
class OAuthTest {
  private static final String USER = "alice@example.org";
  private static final String SECRET = "a-client-secret-that-occurs-nowhere-else-90be";

  private final Issued root = CertificateBuilder.root("Private Authority");
  private final Issued certificate =
      CertificateBuilder.server().dns("localhost").key(KeyKind.RSA_2048).issuedBy(root);
  private final TokenIssuer issuer =
      TokenIssuer.start(IssuerRules.of(IssuerKind.KEYCLOAK, USER), certificate);
  private @Nullable TokenDovecot started;

  @BeforeEach
  void start() {
    issuer.register(OAuthClient.withSecret("boot", SECRET));
    started = TokenDovecot.start(issuer, root, certificate, USER);
  }

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
    issuer.close();
  }

  private TokenDovecot dovecot() {
    return Objects.requireNonNull(started);
  }

  private Settings settings(String protocol) {
    return Settings.none()
        .trusting(root)
        .with("mailclad.ssl.bundle", Settings.BUNDLE)
        .with("mailclad.accounts.alice.address", USER)
        .with("mailclad.accounts.alice.submission.host", "localhost")
        .with("mailclad.accounts.alice.submission.port", dovecot().port("submission"))
        .with("mailclad.accounts.alice.access.host", "localhost")
        .with("mailclad.accounts.alice.access.protocol", protocol)
        .with("mailclad.accounts.alice.access.port", dovecot().port(protocol))
        .with("mailclad.accounts.alice.oauth.issuer", issuer.issuer())
        .with("mailclad.accounts.alice.oauth.client-id", "boot")
        .with("mailclad.accounts.alice.oauth.client-secret", SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3"})
  void settingsAloneReadAndSubmit(String protocol) throws Exception {
    try (App app = App.start(settings(protocol))) {
      assertEquals(List.of("Hello"), AccountsTest.subjects(app, "alice"));
      app.sendText();
    }
    assertEquals(1, dovecot().submitted().size());
    dovecot().awaitLogin("OAUTHBEARER");
    assertEquals(2, dovecot().confirmations());
    assertEquals(1, issuer.tokenRequests().size());
    System.out.printf("oauth, Spring Boot, %s and submission: 2 logins, 0 failed%n", protocol);
  }

  @Test
  void aTokenThatIsNotGivenReachesNoServer() {
    issuer.nextToken(ProviderError.KEYCLOAK_SECRET_WRONG);
    try (App app = App.start(settings("imap"))) {
      MailException failure = assertThrows(MailException.class, app::sendText);
      String code = Refusal.in(failure).map(Refusal::code).orElse("");
      assertTrue(code.startsWith("oauth-"), failure::toString);
    }
    assertEquals(0, dovecot().confirmations());
    assertEquals(List.of(), dovecot().submitted());
  }
}
