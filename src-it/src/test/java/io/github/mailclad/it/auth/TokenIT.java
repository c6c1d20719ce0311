package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OAuth tokens: from a supplier, at every login, and never as a password. */
class TokenIT {
  private static final String SUPPLIER = "security.token-supplier";

  private final World world = new World();

  static List<String> protocols() {
    return LoginRun.PROTOCOLS;
  }

  static Stream<Arguments> mechanisms() {
    return LoginRun.PROTOCOLS.stream()
        .flatMap(p -> Stream.of("OAUTHBEARER", "XOAUTH2").map(m -> Arguments.of(p, m)));
  }

  private LoginRun login(
      String protocol, ScriptedServer<?> server, OAuthTokenSupplier tokens, String mechanisms) {
    return LoginRun.as(
        world,
        protocol,
        server,
        Map.of(SUPPLIER, tokens, "security.auth-mechanisms", mechanisms),
        world.sentinels.user(),
        null);
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  @Requirement(value = "P-SASL-4", heldBy = "BearerExchange")
  void theSupplierIsAskedForTheUserAndTheVerifiedServerAtEveryLogin(
      String protocol, String mechanism) throws Exception {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    OAuthTokenSupplier tokens =
        (user, endpoint) -> {
          asked.add(user + " at " + endpoint.host());
          return world.sentinels.token();
        };
    ScriptedServer<?> server =
        LoginRun.server(protocol).mechanisms("PLAIN", mechanism).accepting(world.sentinels);
    try (TlsFront front =
        TlsFront.builder().certificate(world.certificate).dialogue(server).start()) {
      Properties properties = world.trusting(protocol, front);
      properties.put("mail." + protocol + "." + SUPPLIER, tokens);
      for (int i = 0; i < 2; i++) {
        try (Service service = World.service(protocol, properties)) {
          service.connect(world.sentinels.user(), null);
        }
      }
    }
    String once = world.sentinels.user() + " at localhost";
    assertEquals(List.of(once, once), asked);
    assertTrue(server.logins().stream().allMatch(l -> l.mechanism().equals(mechanism)));
    assertEquals(2, server.logins().size());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(
      value = {"P-SASL-4", "D-5.2-7"},
      heldBy = "LoginChoice")
  void aTokenIsNoPassword(String protocol) {
    OAuthTokenSupplier tokens = (user, endpoint) -> world.sentinels.token();
    LoginRun supplied =
        LoginRun.as(
            world,
            protocol,
            LoginRun.server(protocol),
            Map.of(SUPPLIER, tokens),
            world.sentinels.user(),
            null);
    assertEquals("mechanism-unavailable", supplied.code());
    assertEquals(List.of(), supplied.attempts());

    // as Angus has it: the password is the token
    LoginRun given =
        LoginRun.as(
            world,
            protocol,
            LoginRun.server(protocol),
            Map.of("auth.mechanisms", "XOAUTH2"),
            world.sentinels.user(),
            world.sentinels.token());
    assertEquals("mechanism-unavailable", given.code());
    assertEquals(List.of(), given.attempts());

    LoginRun either =
        LoginRun.as(
            world,
            protocol,
            LoginRun.server(protocol),
            Map.of("auth.mechanisms", "XOAUTH2 PLAIN"),
            world.sentinels.user(),
            world.sentinels.token());
    assertEquals("unsafe-settings", either.code());
    assertEquals("", either.sent());
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void anErrorIsAnsweredAsTheMechanismSaysAndIsAFailedLogin(String protocol, String mechanism) {
    List<String> answers = Collections.synchronizedList(new ArrayList<>());
    ScriptedServer<?> server =
        LoginRun.server(protocol)
            .mechanisms(mechanism)
            .mechanism(
                mechanism,
                exchange -> {
                  exchange.askText("");
                  answers.add(exchange.askText("{\"status\":\"invalid_token\"}"));
                  return Optional.empty();
                });
    LoginRun run = login(protocol, server, (u, e) -> world.sentinels.token(), mechanism);
    assertInstanceOf(AuthenticationFailedException.class, run.failure());
    assertEquals(List.of(mechanism.equals("OAUTHBEARER") ? "\u0001" : ""), answers);
    assertEquals(1, run.attempts().size());
  }

  /** Longer than a command line may be in POP3 and SMTP; so it is no initial response there. */
  @ParameterizedTest
  @MethodSource("mechanisms")
  void aLongTokenIsNotPutIntoTheCommand(String protocol, String mechanism) {
    String token = "t".repeat(2000);
    ScriptedServer<?> server = LoginRun.server(protocol).mechanisms(mechanism);
    LoginRun run = login(protocol, server, (u, e) -> token, mechanism);
    assertNull(run.failure());
    assertEquals(token, run.logins().get(0).secret());
    if (!protocol.equals("imaps")) {
      assertEquals(List.of("AUTH " + mechanism), run.attempts());
    }
  }

  static Stream<Arguments> unusable() {
    return LoginRun.PROTOCOLS.stream()
        .flatMap(
            protocol ->
                Stream.<OAuthTokenSupplier>of(
                        (u, e) -> {
                          throw new IOException("the token service said secret things");
                        },
                        (u, e) -> {
                          throw new IllegalStateException("secret things");
                        },
                        (u, e) -> "",
                        (u, e) -> "token\u0001auth=Bearer secret",
                        (u, e) -> "secret\r\nDELE 1")
                    .map(tokens -> Arguments.of(protocol, tokens)));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void withoutATokenThereIsNoLogin(String protocol, OAuthTokenSupplier tokens) {
    LoginRun run =
        login(protocol, LoginRun.server(protocol).mechanisms("OAUTHBEARER"), tokens, "OAUTHBEARER");
    assertEquals("token-unavailable", run.code());
    assertEquals(List.of(), run.attempts());
    assertTrue(!String.valueOf(run.failure()).contains("secret"), () -> "" + run.failure());
    assertEquals(List.of(), world.sentinels.foundIn(run.sent().getBytes(UTF_8)));
  }
}
