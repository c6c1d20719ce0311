package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.oauth.IssuerAnswer;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.Guard;
import io.github.mailclad.it.matrix.Mutant;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guards of requested tokens, each switched off: then there is harm, and only then. */
public class OAuthGuardMutationIT {
  private static final String SECRET = "s3cr3t-of-the-client";

  private final World world = new World();

  static Stream<Guard<World>> guards() {
    return Stream.of(
        new Guard<>(
            Mutant.of(
                "IssuerMetadata accepts metadata of any issuer",
                "internal.oauth.IssuerMetadata",
                type ->
                    type.visit(
                        MemberSubstitution.relaxed()
                            .method(
                                ElementMatchers.named("equals")
                                    .and(ElementMatchers.isDeclaredBy(String.class)))
                            .replaceWith(
                                Guard.method(
                                    OAuthGuardMutationIT.class,
                                    "always",
                                    String.class,
                                    Object.class))
                            .on(ElementMatchers.named("parsed")))),
            OAuthGuardMutationIT::anotherIssuerGetsTheSecret),
        new Guard<>(
            Mutant.of(
                "the token server is not verified",
                "verify.VerifyingTrustManager",
                type ->
                    type.method(ElementMatchers.named("verify")).intercept(StubMethod.INSTANCE)),
            OAuthGuardMutationIT::aStrangerGetsTheSecret),
        new Guard<>(
            Mutant.of(
                "passwords are allowed beside requested tokens",
                "internal.config.LoginRules",
                type ->
                    type.method(
                            ElementMatchers.named("isPassword")
                                .or(ElementMatchers.named("mixesPasswordsAndTokens")))
                        .intercept(FixedValue.value(false))),
            OAuthGuardMutationIT::thePasswordIsSent),
        new Guard<>(
            Mutant.of(
                "each rejected token is renewed at once",
                "internal.oauth.AccountToken",
                type ->
                    type.visit(
                        MemberSubstitution.relaxed()
                            .method(
                                ElementMatchers.named("isBefore")
                                    .and(ElementMatchers.isDeclaredBy(Instant.class)))
                            .replaceWith(
                                Guard.method(
                                    OAuthGuardMutationIT.class,
                                    "never",
                                    Instant.class,
                                    Instant.class))
                            .on(ElementMatchers.named("rejected")))),
            OAuthGuardMutationIT::eachRejectionTakesAToken),
        new Guard<>(
            Mutant.of(
                "the page of a sign-in may be in clear",
                "internal.oauth.DeviceFlow",
                type ->
                    type.method(ElementMatchers.named("isHttps"))
                        .intercept(FixedValue.value(true))),
            OAuthGuardMutationIT::aPageInClearIsShown));
  }

  /** In place of {@code String.equals}. */
  public static boolean always(String text, Object other) {
    return true;
  }

  /** In place of {@code Instant.isBefore}. */
  public static boolean never(Instant instant, Instant other) {
    return false;
  }

  @ParameterizedTest
  @MethodSource("guards")
  void thereIsHarmWithoutTheGuardAndNoneWithIt(Guard<World> guard) {
    guard.assertNeeded(world);
  }

  private static TokenIssuer issuer(World world, Issued certificate) {
    TokenIssuer issuer =
        TokenIssuer.start(IssuerRules.of(IssuerKind.KEYCLOAK, world.sentinels.user()), certificate);
    issuer.register(OAuthClient.withSecret("mail", SECRET));
    return issuer;
  }

  private static Map<String, Object> settings(TokenIssuer issuer) {
    return new HashMap<>(
        Map.of(
            "security.oauth-issuer",
            issuer.issuer(),
            "security.oauth-client-id",
            "mail",
            "security.oauth-client-secret",
            SECRET));
  }

  private static LoginRun login(World world, Map<String, Object> settings, String... mechanisms) {
    return LoginRun.as(
        world,
        "imaps",
        LoginRun.server("imaps").mechanisms(mechanisms),
        settings,
        world.sentinels.user(),
        world.sentinels.password());
  }

  private static boolean anotherIssuerGetsTheSecret(World world) {
    try (TokenIssuer issuer = issuer(world, world.certificate)) {
      String metadata =
          "{\"issuer\":\"https://other.example.org\",\"token_endpoint\":\"%s\"}"
              .formatted(issuer.tokenEndpoint());
      IssuerKind.KEYCLOAK
          .metadata()
          .forEach(path -> issuer.always(path, IssuerAnswer.json(200, metadata)));
      login(world, settings(issuer), "OAUTHBEARER");
      return !issuer.tokenRequests().isEmpty();
    }
  }

  private static boolean aStrangerGetsTheSecret(World world) {
    Issued stranger =
        CertificateBuilder.server().dns("localhost").issuedBy(CertificateBuilder.root("Stranger"));
    try (TokenIssuer issuer = issuer(world, stranger)) {
      login(world, settings(issuer), "OAUTHBEARER");
      return !issuer.tokenRequests().isEmpty();
    }
  }

  private static boolean eachRejectionTakesAToken(World world) {
    try (TokenIssuer issuer = issuer(world, world.certificate)) {
      for (int i = 0; i < 4; i++) {
        LoginRun.as(
            world,
            "imaps",
            LoginRun.server("imaps")
                .mechanisms("OAUTHBEARER")
                .mechanism(
                    "OAUTHBEARER",
                    exchange -> {
                      exchange.askText("");
                      exchange.askText("{\"status\":\"invalid_token\"}");
                      return Optional.empty();
                    }),
            settings(issuer),
            world.sentinels.user(),
            world.sentinels.password());
      }
      return issuer.tokenRequests().size() > 2;
    }
  }

  private static boolean aPageInClearIsShown(World world) {
    try (TokenIssuer issuer = issuer(world, world.certificate)) {
      String answer =
          "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"%s\",\"expires_in\":9}"
              .formatted(issuer.inClear());
      issuer.always(IssuerKind.KEYCLOAK.device(), IssuerAnswer.json(200, answer));
      Properties properties = new Properties();
      properties.put("mail.security.trust-anchors", world.root.certificate());
      properties.put(
          "mail.imaps.security.oauth-refresh-token-file",
          System.getProperty("java.io.tmpdir", ".") + "/no-token");
      settings(issuer).forEach((key, value) -> properties.put("mail.imaps." + key, value));
      String begun =
          String.valueOf(
              Class.forName(
                      "io.github.mailclad.signin.DeviceSignIn",
                      true,
                      Thread.currentThread().getContextClassLoader())
                  .getMethod("begin", Properties.class, String.class)
                  .invoke(null, properties, "imaps"));
      assertEquals(1, issuer.received(IssuerKind.KEYCLOAK.device()).size(), begun);
      return begun.contains(issuer.inClear().toString());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static boolean thePasswordIsSent(World world) {
    try (TokenIssuer issuer = issuer(world, world.certificate)) {
      Map<String, Object> settings = settings(issuer);
      settings.put("security.auth-mechanisms", "OAUTHBEARER PLAIN");
      LoginRun run = login(world, settings, "PLAIN");
      return !world.sentinels.secretsIn(run.sent().getBytes(UTF_8)).isEmpty();
    }
  }
}
