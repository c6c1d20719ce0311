package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.spring.ConfiguredAccounts;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/** Accounts that log in with OAuth tokens: their settings, and registrations of Spring Security. */
class AccountOAuthTest {
  private static final String USER = "alice@example.org";
  private static final String SECRET = "a-client-secret-that-occurs-nowhere-else-77c0";

  private static final String REGISTRATION = "mailclad.accounts.work.oauth.registration=";

  private final Applications applications = new Applications();
  private final SmtpDialogue outbox = new SmtpDialogue().mechanisms("PLAIN", "XOAUTH2");
  private final ImapDialogue mailbox = new ImapDialogue().mechanisms("PLAIN", "OAUTHBEARER");

  private static List<String> account(TlsFront submission, TlsFront access, String... more) {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "mailclad.accounts.work.address=" + USER,
                "mailclad.accounts.work.submission.host=localhost",
                "mailclad.accounts.work.submission.port=" + submission.port(),
                "mailclad.accounts.work.access.host=localhost",
                "mailclad.accounts.work.access.port=" + access.port(),
                "mailclad.accounts.work.ssl.bundle=ours"));
    for (String each : more) {
      properties.add("mailclad.accounts.work." + each);
    }
    return properties;
  }

  private TlsFront front(SmtpDialogue dialogue) {
    return TlsFront.builder().certificate(applications.certificate).dialogue(dialogue).start();
  }

  private TlsFront front(ImapDialogue dialogue) {
    return TlsFront.builder().certificate(applications.certificate).dialogue(dialogue).start();
  }

  @Test
  void settingsAloneLogInForBothServers() {
    try (TokenIssuer issuer =
            TokenIssuer.start(IssuerRules.of(IssuerKind.KEYCLOAK, USER), applications.certificate);
        TlsFront submission = front(outbox);
        TlsFront access = front(mailbox)) {
      issuer.register(OAuthClient.withSecret("mailer", SECRET));
      applications
          .with(
              all(
                  account(
                      submission,
                      access,
                      "oauth.issuer=" + issuer.issuer(),
                      "oauth.client-id=mailer",
                      "oauth.client-secret=" + SECRET,
                      "oauth.client-authentication=post",
                      "oauth.timeout=8s"),
                  bundle("ours", applications.root)))
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    try (Store store =
                        context.getBean(ConfiguredAccounts.class).openStore("work")) {
                      assertTrue(store.isConnected());
                    }
                    assertEquals(
                        "8000",
                        context.getBean(Session.class).getProperty("mail.security.oauth-timeout"));
                  }));
      Login sent = outbox.logins().get(0);
      Login read = mailbox.logins().get(0);
      assertEquals(List.of("XOAUTH2", "OAUTHBEARER"), List.of(sent.mechanism(), read.mechanism()));
      assertEquals(USER, issuer.userOf(sent.secret()).orElseThrow());
      assertEquals(sent.secret(), read.secret());
      assertEquals(1, issuer.tokenRequests().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password=x, oauth.provider=google | mailclad.accounts.work.password: has no effect beside mailclad.accounts.work.oauth",
        "oauth.provider=yahoo | mailclad.accounts.work.oauth.provider",
        "oauth.provider=google | mailclad.accounts.work.oauth.client-id",
        "oauth.client-secret= | mailclad.accounts.work.oauth.client-secret: is empty",
        "oauth.client-secret=${NO_SUCH_SECRET} | mailclad.accounts.work.oauth.client-secret: the placeholder",
        "oauth.tennant=contoso | there is no such setting",
        "oauth.registration=mail, oauth.scope=mail | mailclad.accounts.work.oauth.scope: has no effect beside mailclad.accounts.work.oauth.registration",
        "oauth.registration=mail | there is no single bean of type ClientRegistrationRepository"
      })
  void mistakesStopTheStart(String settings, String words) {
    try (TlsFront submission = front(outbox);
        TlsFront access = front(mailbox)) {
      applications
          .with(
              all(
                  account(submission, access, settings.split(", ", -1)),
                  bundle("ours", applications.root)))
          .run(context -> assertReported(context.getStartupFailure(), words));
    }
  }

  private static ClientRegistration registration() {
    return ClientRegistration.withRegistrationId("mail")
        .clientId("mailer")
        .clientSecret(SECRET)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .tokenUri("https://localhost/token")
        .build();
  }

  /** A manager whose provider gives another token each time, each of which has expired. */
  private static AuthorizedClientServiceOAuth2AuthorizedClientManager manager(
      ClientRegistrationRepository known, List<String> principals) {
    AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(
            known, new InMemoryOAuth2AuthorizedClientService(known));
    manager.setAuthorizedClientProvider(
        context -> {
          principals.add(context.getPrincipal().getName());
          Instant past = Instant.now().minusSeconds(60);
          return new OAuth2AuthorizedClient(
              context.getClientRegistration(),
              context.getPrincipal().getName(),
              new OAuth2AccessToken(
                  OAuth2AccessToken.TokenType.BEARER,
                  "token-" + principals.size(),
                  past.minusSeconds(60),
                  past));
        });
    return manager;
  }

  @Test
  void theManagerOfARegistrationIsAskedAtEachLogin() {
    List<String> principals = new ArrayList<>();
    ClientRegistrationRepository known = new InMemoryClientRegistrationRepository(registration());
    try (TlsFront submission = front(outbox);
        TlsFront access = front(mailbox)) {
      applications
          .with(
              all(
                  account(submission, access, "oauth.registration=mail"),
                  bundle("ours", applications.root)))
          .withBean(ClientRegistrationRepository.class, () -> known)
          .withBean(OAuth2AuthorizedClientManager.class, () -> manager(known, principals))
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    context.getBean(ConfiguredAccounts.class).openStore("work").close();
                  }));
    }
    assertEquals(List.of(USER, USER), principals);
    assertEquals("token-1", outbox.logins().get(0).secret());
    assertEquals("token-2", mailbox.logins().get(0).secret());
  }

  @Test
  void aRegistrationThatDoesNotExistStopsTheStart() {
    ClientRegistrationRepository known = new InMemoryClientRegistrationRepository(registration());
    applications
        .with("mailclad.accounts.work.address=" + USER, REGISTRATION + "mial")
        .withBean(ClientRegistrationRepository.class, () -> known)
        .run(
            context ->
                assertReported(
                    context.getStartupFailure(), "there is no client registration \"mial\""));
  }

  @Test
  void aRegistrationNeedsSpringSecurity() {
    applications
        .with("mailclad.accounts.work.address=" + USER, REGISTRATION + "mail")
        .withClassLoader(new FilteredClassLoader(OAuth2AuthorizedClientManager.class))
        .run(
            context ->
                assertReported(
                    context.getStartupFailure(), "needs Spring Security's OAuth client"));
  }

  private static void assertReported(@Nullable Throwable failure, String words) {
    String report = Reports.ofStart(failure, List.of());
    assertTrue(report.contains(words), report);
  }
}
