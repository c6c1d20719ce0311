package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.SaslMechanism;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.it.World;
import jakarta.mail.AuthenticationFailedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logins with tokens that Mailclad requests, by session properties alone. */
class OAuthLoginIT {
  private static final String SECRET = "s3cr3t-of-the-client";

  private final World world = new World();
  private final TokenIssuer issuer =
      TokenIssuer.start(
          IssuerRules.of(IssuerKind.KEYCLOAK, world.sentinels.user()), world.certificate);

  @BeforeEach
  void register() {
    issuer.register(OAuthClient.withSecret("mail", SECRET));
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  static List<String> protocols() {
    return LoginRun.PROTOCOLS;
  }

  static Stream<Arguments> mechanisms() {
    return LoginRun.PROTOCOLS.stream()
        .flatMap(p -> Stream.of("OAUTHBEARER", "XOAUTH2").map(m -> Arguments.of(p, m)));
  }

  private Map<String, Object> settings() {
    return new HashMap<>(
        Map.of(
            "security.oauth-issuer",
            issuer.issuer(),
            "security.oauth-client-id",
            "mail",
            "security.oauth-client-secret",
            SECRET));
  }

  private LoginRun login(String protocol, ScriptedServer<?> server) {
    LoginRun run =
        LoginRun.as(
            world,
            protocol,
            server,
            settings(),
            world.sentinels.user(),
            world.sentinels.password());
    assertEquals(List.of(), issuer.secretsIn(String.valueOf(run.failure()).getBytes(UTF_8)));
    return run;
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void thePropertiesAloneLogInAndThePasswordIsNotSent(String protocol, String mechanism) {
    LoginRun run = login(protocol, LoginRun.server(protocol).mechanisms("PLAIN", mechanism));
    assertNull(run.failure(), () -> "" + run.failure());
    Login accepted = run.logins().get(0);
    assertEquals(mechanism, accepted.mechanism());
    assertEquals(Optional.of(accepted.user()), issuer.userOf(accepted.secret()));
    assertEquals(List.of(), world.sentinels.secretsIn(run.sent().getBytes(UTF_8)));
    assertEquals(1, issuer.tokenRequests().size());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aTokenServesSeveralSessions(String protocol) {
    for (int i = 0; i < 3; i++) {
      assertNull(login(protocol, LoginRun.server(protocol).mechanisms("OAUTHBEARER")).failure());
    }
    assertEquals(1, issuer.tokenRequests().size());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aServerThatTakesPasswordsOnlyGetsNothing(String protocol) {
    LoginRun run = login(protocol, LoginRun.server(protocol).mechanisms("PLAIN", "LOGIN"));
    assertEquals("mechanism-unavailable", run.code());
    assertEquals(List.of(), run.attempts());
    assertEquals(List.of(), issuer.tokenRequests());
  }

  /** A server that asks the issuer for each token, and reports those that do not work. */
  private SaslMechanism asking() {
    return exchange -> {
      String response = exchange.askText("");
      String token = response.replaceAll("(?s).*auth=Bearer ([^\u0001]*).*", "$1");
      if (issuer.userOf(token).isPresent()) {
        return Optional.of(new Login("OAUTHBEARER", world.sentinels.user(), token));
      }
      exchange.askText("{\"status\":\"invalid_token\"}");
      return Optional.empty();
    };
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aRevokedTokenIsRenewedOnTheSameConnection(String protocol) {
    assertNull(login(protocol, checking(protocol)).failure());
    issuer.endAccessTokens();
    LoginRun run = login(protocol, checking(protocol));
    assertNull(run.failure(), () -> "" + run.failure());
    assertEquals(2, run.attempts().size());
    assertEquals(2, issuer.tokenRequests().size());
  }

  private ScriptedServer<?> checking(String protocol) {
    return LoginRun.server(protocol).mechanisms("OAUTHBEARER").mechanism("OAUTHBEARER", asking());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aSecondRejectionEndsTheLogin(String protocol) {
    assertNull(login(protocol, checking(protocol)).failure());
    ScriptedServer<?> never =
        LoginRun.server(protocol)
            .mechanisms("OAUTHBEARER")
            .mechanism(
                "OAUTHBEARER",
                exchange -> {
                  exchange.askText("");
                  exchange.askText("{\"status\":\"invalid_token\"}");
                  return Optional.empty();
                });
    LoginRun run = login(protocol, never);
    assertInstanceOf(AuthenticationFailedException.class, run.failure());
    assertEquals(2, run.attempts().size());
    assertEquals(2, issuer.tokenRequests().size());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anInsufficientScopeIsNotTriedAgain(String protocol) {
    assertNull(login(protocol, checking(protocol)).failure());
    ScriptedServer<?> narrow =
        LoginRun.server(protocol)
            .mechanisms("OAUTHBEARER")
            .mechanism(
                "OAUTHBEARER",
                exchange -> {
                  exchange.askText("");
                  exchange.askText("{\"status\":\"insufficient_scope\",\"scope\":\"mail\"}");
                  return Optional.empty();
                });
    LoginRun run = login(protocol, narrow);
    assertInstanceOf(AuthenticationFailedException.class, run.failure());
    assertTrue(String.valueOf(run.failure()).contains("insufficient_scope"));
    assertEquals(1, run.attempts().size());
    assertEquals(1, issuer.tokenRequests().size());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anotherIssuerThatTheServerNamesIsInTheFailureAndGetsNothing(String protocol) {
    try (TokenIssuer other =
        TokenIssuer.start(
            IssuerRules.of(IssuerKind.KEYCLOAK, world.sentinels.user()), world.certificate)) {
      ScriptedServer<?> pointing =
          LoginRun.server(protocol)
              .mechanisms("OAUTHBEARER")
              .mechanism(
                  "OAUTHBEARER",
                  exchange -> {
                    exchange.askText("");
                    exchange.askText(
                        "{\"status\":\"invalid_token\",\"openid-configuration\":\"%s/.well-known/openid-configuration\"}"
                            .formatted(other.issuer()));
                    return Optional.empty();
                  });
      LoginRun run = login(protocol, pointing);
      assertInstanceOf(AuthenticationFailedException.class, run.failure());
      String shown = String.valueOf(run.failure());
      assertTrue(shown.contains("the server names the issuer " + other.issuer() + ", and"), shown);
      assertTrue(shown.contains("oauth-issuer is " + issuer.issuer() + ":"), shown);
      assertEquals(List.of(), other.recorder().connections());
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void withoutATokenThereIsNoLogin(String protocol) {
    issuer.register(OAuthClient.withSecret("mail", "another"));
    LoginRun run = login(protocol, LoginRun.server(protocol).mechanisms("PLAIN", "OAUTHBEARER"));
    assertEquals("oauth-invalid-client", run.code());
    assertEquals(List.of(), run.attempts());
    assertEquals(List.of(), world.sentinels.foundIn(run.sent().getBytes(UTF_8)));
  }
}
