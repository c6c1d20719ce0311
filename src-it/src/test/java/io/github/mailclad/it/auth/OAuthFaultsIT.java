package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.oauth.IssuerAnswer;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.ProviderError;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.it.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Issuers that give no token: the login is refused in words, and no command of a login is sent. */
class OAuthFaultsIT {
  private static final String SECRET = "a-client-secret-that-occurs-nowhere-else-93ab";
  private static final String METADATA = "/.well-known/oauth-authorization-server";

  private final World world = new World();

  private TokenIssuer issuer(Issued certificate) {
    TokenIssuer issuer =
        TokenIssuer.start(IssuerRules.of(IssuerKind.STANDARD, world.sentinels.user()), certificate);
    issuer.register(OAuthClient.withSecret("program", SECRET));
    return issuer;
  }

  private static Map<String, Object> settings(TokenIssuer issuer) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("security.oauth-token-endpoint", issuer.tokenEndpoint().toString());
    settings.put("security.oauth-client-id", "program");
    settings.put("security.oauth-client-secret", SECRET);
    settings.put("security.oauth-timeout", "60000");
    return settings;
  }

  private LoginRun login(Map<String, Object> settings) {
    return LoginRun.as(
        world,
        "imaps",
        LoginRun.server("imaps").mechanisms("OAUTHBEARER"),
        settings,
        world.sentinels.user(),
        null);
  }

  /** Asserts the refusal, that nothing was tried, and that the text has no secret. */
  private static void assertRefused(String code, LoginRun run, TokenIssuer issuer) {
    String text = String.valueOf(run.failure());
    assertEquals(code, run.code(), text);
    assertEquals(List.of(), run.attempts());
    assertEquals(List.of(), issuer.secretsIn(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "MICROSOFT_REFRESH_TOKEN_EXPIRED, oauth-invalid-grant",
    "MICROSOFT_GRANT_REVOKED, oauth-invalid-grant",
    "MICROSOFT_INTERACTION_REQUIRED, oauth-interaction-required",
    "MICROSOFT_CONSENT_REQUIRED, oauth-interaction-required",
    "MICROSOFT_SECRET_WRONG, oauth-invalid-client",
    "MICROSOFT_SECRET_EXPIRED, oauth-invalid-client",
    "MICROSOFT_CLIENT_UNKNOWN, oauth-invalid-client",
    "MICROSOFT_SCOPE, oauth-invalid-scope",
    "MICROSOFT_TENANT_UNKNOWN, oauth-rejected",
    "MICROSOFT_TRANSIENT, oauth-unavailable",
    "GOOGLE_REFRESH_TOKEN_REVOKED, oauth-invalid-grant",
    "GOOGLE_REAUTHENTICATION, oauth-invalid-grant",
    "GOOGLE_CLIENT_UNKNOWN, oauth-invalid-client",
    "GOOGLE_NOT_DELEGATED, oauth-unauthorized-client",
    "GOOGLE_SCOPE, oauth-invalid-scope",
    "GOOGLE_SIGNATURE, oauth-invalid-grant",
    "KEYCLOAK_NOT_ACTIVE, oauth-invalid-grant",
    "KEYCLOAK_REUSED, oauth-invalid-grant",
    "KEYCLOAK_SECRET_WRONG, oauth-unauthorized-client",
    "KEYCLOAK_NO_SERVICE_ACCOUNT, oauth-unauthorized-client",
    "KEYCLOAK_SCOPE, oauth-invalid-scope",
    "KEYCLOAK_REALM_UNKNOWN, oauth-rejected"
  })
  void anErrorOfAProviderIsARefusal(ProviderError error, String code) {
    try (TokenIssuer issuer = issuer(world.certificate)) {
      issuer.nextToken(error);
      assertRefused(code, login(settings(issuer)), issuer);
      assertEquals(1, issuer.tokenRequests().size());
    }
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("too many requests", IssuerAnswer.later(429, 30), "oauth-unavailable"),
        Arguments.of("unavailable", IssuerAnswer.later(503, 30), "oauth-unavailable"),
        Arguments.of("bad gateway", IssuerAnswer.page(502), "oauth-unavailable"),
        Arguments.of("flood", IssuerAnswer.flood(8), "oauth-unavailable"),
        Arguments.of("a page", IssuerAnswer.page(200), "oauth-malformed-answer"),
        Arguments.of(
            "half of an answer",
            IssuerAnswer.json(200, "{\"access_token\":\"abc"),
            "oauth-malformed-answer"),
        Arguments.of(
            "no token",
            IssuerAnswer.json(200, "{\"token_type\":\"Bearer\"}"),
            "oauth-malformed-answer"),
        Arguments.of(
            "a token that would end a line",
            IssuerAnswer.json(
                200, "{\"token_type\":\"Bearer\",\"access_token\":\"a\\r\\nb LOGOUT\"}"),
            "oauth-malformed-answer"),
        Arguments.of(
            "another type",
            IssuerAnswer.json(200, "{\"token_type\":\"mac\",\"access_token\":\"abc\"}"),
            "oauth-malformed-answer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultOfAnIssuerIsARefusal(String name, IssuerAnswer fault, String code) {
    try (TokenIssuer issuer = issuer(world.certificate)) {
      issuer.nextToken(fault);
      assertRefused(code, login(settings(issuer)), issuer);
      assertEquals(1, issuer.tokenRequests().size(), name);
    }
  }

  static Stream<Arguments> endlessAnswers() {
    return Stream.of(
        Arguments.of("silence", IssuerAnswer.silence()),
        Arguments.of("drip", IssuerAnswer.drip(Duration.ofMillis(50))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endlessAnswers")
  void anAnswerWithoutAnEndIsARefusal(String name, IssuerAnswer fault) {
    try (TokenIssuer issuer = issuer(world.certificate)) {
      issuer.nextToken(fault);
      Map<String, Object> settings = settings(issuer);
      settings.put("security.oauth-timeout", "1500");
      assertRefused("oauth-unavailable", login(settings), issuer);
      assertEquals(1, issuer.tokenRequests().size(), name);
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (TokenIssuer issuer = issuer(world.certificate)) {
      issuer.nextToken(IssuerAnswer.redirect(issuer.inClear()));
      LoginRun run = login(settings(issuer));
      assertTrue(run.code().startsWith("oauth-"), run::code);
      assertEquals(List.of(), run.attempts());
      assertEquals(List.of(), issuer.received(TokenIssuer.IN_CLEAR));
    }
  }

  @Test
  void anIssuerWithACertificateForAnotherNameGetsNothing() {
    Issued other = CertificateBuilder.server().dns("other.example").issuedBy(world.root);
    try (TokenIssuer issuer = issuer(other)) {
      assertRefused("oauth-server-unverified", login(settings(issuer)), issuer);
      assertEquals(0, issuer.recorder().clientPlain().length);
    }
  }

  @Test
  void metadataOfAnotherIssuerAreNotUsed() {
    try (TokenIssuer issuer = issuer(world.certificate)) {
      issuer.always(
          METADATA,
          IssuerAnswer.json(
              200,
              "{\"issuer\":\"https://evil.example\",\"token_endpoint\":\"%s\",\"response_types_supported\":[\"code\"]}"
                  .formatted(issuer.tokenEndpoint())));
      Map<String, Object> settings = settings(issuer);
      settings.remove("security.oauth-token-endpoint");
      settings.put("security.oauth-issuer", issuer.issuer());
      assertRefused("oauth-issuer-mismatch", login(settings), issuer);
      assertEquals(List.of(), issuer.tokenRequests());
    }
  }

  @Test
  void theSameSettingsLogInWhereTheIssuerIsHonest() {
    try (TokenIssuer issuer = issuer(world.certificate)) {
      LoginRun run = login(settings(issuer));
      assertEquals("", run.code(), () -> String.valueOf(run.failure()));
      assertEquals(1, run.logins().size());
      assertEquals(
          world.sentinels.user(), issuer.userOf(run.logins().get(0).secret()).orElseThrow());
      assertFalse(run.logins().get(0).secret().isEmpty());
    }
  }
}
