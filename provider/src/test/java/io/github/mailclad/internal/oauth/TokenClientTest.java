package io.github.mailclad.internal.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.github.mailclad.Location;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.RotatedToken;
import io.github.mailclad.internal.oauth.OAuthRules.RsaSignature;
import io.github.mailclad.internal.oauth.OAuthRules.SecretPlace;
import io.github.mailclad.internal.oauth.TokenServer.Answer;
import io.github.mailclad.internal.oauth.TokenServer.Request;
import io.github.mailclad.refusal.Refusal;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenClientTest {
  private static final Issued CLIENT =
      CertificateBuilder.client().key(KeyKind.RSA_2048).issuedBy(Account.ROOT);

  private final Account account = new Account();

  private Request requested(
      Function<TokenServer, OAuthRules.TokenServer> server, ClientProof proof, Grant grant) {
    try (TokenServer running = TokenServer.start(Account.SERVER)) {
      assertEquals(
          "token", account.token(Account.rules(server.apply(running), proof, grant)).get());
      return running.requests().get(running.requests().size() - 1);
    }
  }

  private static ClientProof secret(SecretPlace place) {
    return new ClientProof.ClientSecret(new SecretSource.Given("a:b c"), place);
  }

  @Test
  void aSecretIsInTheHeaderFieldByDefault() {
    Request request =
        requested(
            Account::endpoint,
            new ClientProof.ClientSecret(new SecretSource.Given("a:b c"), null),
            new Grant.ClientCredentials());
    assertEquals(
        "Basic " + Base64.getEncoder().encodeToString("client:a%3Ab+c".getBytes(UTF_8)),
        request.authorization());
    assertEquals(Map.of("grant_type", "client_credentials", "scope", "mail"), request.form());
  }

  @Test
  void aSecretIsInTheBodyIfTheSettingSaysSo() {
    Request request =
        requested(Account::endpoint, secret(SecretPlace.POST), new Grant.ClientCredentials());
    assertEquals("", request.authorization());
    assertEquals("a:b c", request.form().get("client_secret"));
    assertEquals("client", request.form().get("client_id"));
  }

  @Test
  void aPublicClientSendsItsRefreshToken() {
    Request request =
        requested(
            Account::endpoint,
            new ClientProof.PublicClient(),
            new Grant.RefreshToken(new SecretSource.Given("refresh"), RotatedToken.MEMORY));
    assertEquals(
        Map.of(
            "grant_type", "refresh_token",
            "refresh_token", "refresh",
            "client_id", "client",
            "scope", "mail"),
        request.form());
  }

  @Test
  void aKeySignsAnAssertionThatNamesItsCertificate() throws Exception {
    Location both = new Location.OfText(CLIENT.keyPem() + CLIENT.pem());
    Request request =
        requested(
            Account::endpoint,
            new ClientProof.SignedAssertion(both, null, RsaSignature.PSS),
            new Grant.ClientCredentials());
    assertEquals(
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        request.form().get("client_assertion_type"));
    SignedJWT jwt = SignedJWT.parse(request.form().get("client_assertion"));
    assertEquals("PS256", jwt.getHeader().getAlgorithm().getName());
    assertEquals(43, jwt.getHeader().getX509CertSHA256Thumbprint().toString().length());
    assertTrue(jwt.verify(new RSASSAVerifier((RSAPublicKey) CLIENT.certificate().getPublicKey())));
    assertEquals("client", jwt.getJWTClaimsSet().getIssuer());
    assertEquals("client", jwt.getJWTClaimsSet().getSubject());
    assertTrue(jwt.getJWTClaimsSet().getAudience().get(0).endsWith("/token"));
    assertEquals(
        Duration.ofMinutes(5),
        Duration.between(
            jwt.getJWTClaimsSet().getIssueTime().toInstant(),
            jwt.getJWTClaimsSet().getExpirationTime().toInstant()));
  }

  @Test
  void aServiceAccountAssertsTheUser() throws Exception {
    Request request =
        requested(
            Account::endpoint,
            new ClientProof.PublicClient(),
            new Grant.ServiceAccount(new Location.OfText(CLIENT.keyPem()), "key-7"));
    assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", request.form().get("grant_type"));
    SignedJWT jwt = SignedJWT.parse(request.form().get("assertion"));
    assertEquals("RS256", jwt.getHeader().getAlgorithm().getName());
    assertEquals("key-7", jwt.getHeader().getKeyID());
    assertEquals(Account.USER, jwt.getJWTClaimsSet().getSubject());
    assertEquals("mail", jwt.getJWTClaimsSet().getStringClaim("scope"));
  }

  @Test
  void anEncryptedKeyIsRefused() {
    String pem =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    try (TokenServer server = TokenServer.start(Account.SERVER)) {
      assertEquals(
          "oauth-request-impossible",
          account.refused(
              Account.rules(
                  Account.endpoint(server),
                  new ClientProof.SignedAssertion(
                      new Location.OfText(pem), null, RsaSignature.PKCS1),
                  new Grant.ClientCredentials())));
      assertEquals(List.of(), server.requests());
    }
  }

  /** An answer of the token server, and the code of the refusal. */
  record Refused(Answer answer, String code) {}

  static List<Refused> refused() {
    return List.of(
        new Refused(Answer.error("invalid_grant", "expired"), "oauth-invalid-grant"),
        new Refused(Answer.error("invalid_client", ""), "oauth-invalid-client"),
        new Refused(Answer.error("unauthorized_client", ""), "oauth-unauthorized-client"),
        new Refused(Answer.error("invalid_scope", ""), "oauth-invalid-scope"),
        new Refused(Answer.error("interaction_required", ""), "oauth-interaction-required"),
        new Refused(Answer.error("consent_required", ""), "oauth-interaction-required"),
        new Refused(Answer.error("unsupported_grant_type", ""), "oauth-rejected"),
        new Refused(
            Answer.error("invalid_grant", "AADSTS50076: use multi-factor authentication"),
            "oauth-interaction-required"),
        new Refused(
            Answer.error("unauthorized_client", "AADSTS700016: Application not found"),
            "oauth-invalid-client"),
        new Refused(Answer.error("temporarily_unavailable", ""), "oauth-unavailable"),
        new Refused(Answer.json(500, "{}"), "oauth-unavailable"),
        new Refused(Answer.json(503, "<html>"), "oauth-unavailable"),
        new Refused(Answer.json(200, "<html>"), "oauth-malformed-answer"),
        new Refused(Answer.json(200, "{}"), "oauth-malformed-answer"),
        new Refused(Answer.json(404, "not here"), "oauth-malformed-answer"),
        new Refused(
            Answer.json(200, "{\"access_token\":\"t\",\"token_type\":\"mac\"}"),
            "oauth-malformed-answer"),
        new Refused(Answer.token("t".repeat(70_000), 3600), "oauth-malformed-answer"),
        new Refused(
            new Answer(302, "", Map.of("Location", "https://localhost/")),
            "oauth-malformed-answer"),
        new Refused(Answer.json(200, " ".repeat(1 << 21)), "oauth-unavailable"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void everyOtherAnswerIsRefusedInWordsWithoutTheSecret(Refused each) {
    try (TokenServer server =
        TokenServer.start(Account.SERVER).answering(request -> each.answer())) {
      Refusal refusal = account.token(Account.credentials(server)).refusal().orElseThrow();
      assertEquals(each.code(), refusal.code());
      assertFalse(refusal.explain("imap").contains(Account.SECRET));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aSecretThatTheServerRepeatsIsNotShown() {
    try (TokenServer server =
        TokenServer.start(Account.SERVER)
            .answering(request -> Answer.error("invalid_client", "no: " + Account.SECRET))) {
      Refusal refusal = account.token(Account.credentials(server)).refusal().orElseThrow();
      assertTrue(refusal.explain("imap").contains("no: ***"), refusal.explain("imap"));
    }
  }

  @Test
  void aTokenServerThatIsNotVerifiedGetsNothing() {
    Issued stranger =
        CertificateBuilder.server().dns("localhost").issuedBy(CertificateBuilder.root("Stranger"));
    Issued other = CertificateBuilder.server().dns("other.example.org").issuedBy(Account.ROOT);
    for (Issued certificate : List.of(stranger, other)) {
      try (TokenServer server = TokenServer.start(certificate)) {
        assertEquals("oauth-server-unverified", account.refused(Account.credentials(server)));
        assertEquals(List.of(), server.requests());
      }
    }
  }

  private static Function<Request, Answer> metadata(String path, String json) {
    return request ->
        request.path().equals(path)
            ? Answer.json(200, json)
            : request.path().startsWith("/realm/token")
                ? Answer.token("token", 3600)
                : Answer.json(404, "");
  }

  private static OAuthRules ofIssuer(TokenServer server) {
    return Account.rules(
        new OAuthRules.TokenServer.Issuer(URI.create(server.address("/realm"))),
        Account.secret(),
        new Grant.ClientCredentials());
  }

  private static String json(String issuer, String endpoint, String more) {
    return "{\"issuer\":\"%s\",\"token_endpoint\":\"%s\"%s}".formatted(issuer, endpoint, more);
  }

  @Test
  void theMetadataOfTheIssuerNameTheEndpointAndThePlaceOfTheSecret() {
    for (String path :
        List.of(
            "/.well-known/oauth-authorization-server/realm",
            "/realm/.well-known/openid-configuration")) {
      try (TokenServer server = TokenServer.start(Account.SERVER)) {
        server.answering(
            metadata(
                path,
                json(
                    server.address("/realm"),
                    server.address("/realm/token"),
                    ",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]")));
        assertEquals("token", account.token(ofIssuer(server)).get());
        Request last = server.requests().get(server.requests().size() - 1);
        assertEquals(Account.SECRET, last.form().get("client_secret"));
      }
    }
  }

  @Test
  void metadataOfAnotherIssuerAreRefused() {
    try (TokenServer server = TokenServer.start(Account.SERVER)) {
      for (String stated :
          List.of("https://other.example", server.address("/realm/"), server.address("/Realm"))) {
        server.answering(
            metadata(
                "/.well-known/oauth-authorization-server/realm",
                json(stated, server.address("/realm/token"), "")));
        assertEquals("oauth-issuer-mismatch", new Account().refused(ofIssuer(server)), stated);
      }
      assertTrue(
          server.requests().stream().noneMatch(request -> request.path().endsWith("/token")));
    }
  }

  @Test
  void anEndpointWithoutTlsIsRefused() {
    try (TokenServer server = TokenServer.start(Account.SERVER)) {
      for (String endpoint :
          List.of("http://localhost/realm/token", "https://u:p@localhost/", "ftp://localhost/")) {
        server.answering(
            metadata(
                "/.well-known/oauth-authorization-server/realm",
                json(server.address("/realm"), endpoint, "")));
        assertEquals("oauth-malformed-answer", new Account().refused(ofIssuer(server)), endpoint);
      }
    }
  }
}
