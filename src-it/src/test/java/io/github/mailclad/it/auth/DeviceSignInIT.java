package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.signin.DeviceSignIn;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins of a person, after which the same properties log in. */
class DeviceSignInIT {
  private final World world = new World();
  private final TokenIssuer issuer = issuer(world.certificate);
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Handler handler = new StreamHandler(logged, new SimpleFormatter());
  private final Logger root = Logger.getLogger("");
  private final Level usual = root.getLevel();
  @TempDir private Path folder;

  private TokenIssuer issuer(Issued certificate) {
    TokenIssuer started =
        TokenIssuer.start(
            IssuerRules.of(IssuerKind.KEYCLOAK, world.sentinels.user()).rotatingRefreshTokens(),
            certificate);
    started.register(OAuthClient.open("desktop"));
    return started;
  }

  @BeforeEach
  void logEverything() {
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.ALL);
  }

  @AfterEach
  void searchTheLog() {
    root.setLevel(usual);
    root.removeHandler(handler);
    handler.close();
    issuer.close();
    assertEquals(List.of(), issuer.secretsIn(logged.toByteArray()));
  }

  private Map<String, Object> settings(TokenIssuer server) {
    return Map.of(
        "security.trust-anchors",
        world.root.certificate(),
        "security.oauth-issuer",
        server.issuer(),
        "security.oauth-client-id",
        "desktop",
        "security.oauth-refresh-token-file",
        folder.resolve("token").toString(),
        "security.oauth-rotated-token",
        "file");
  }

  private Outcome<DeviceSignIn> begun(TokenIssuer server) {
    Properties properties = new Properties();
    settings(server).forEach((name, value) -> properties.put("mail.imaps." + name, value));
    return DeviceSignIn.begin(properties, "imaps");
  }

  private static String code(Outcome<?> outcome) {
    return outcome.refusal().map(Refusal::code).orElse("");
  }

  @Test
  void theAccountLogsInByTheSamePropertiesAfterwards() throws Exception {
    DeviceSignIn signIn = begun(issuer).get();
    assertEquals("https", signIn.page().getScheme());
    issuer.approve(signIn.userCode());
    Path file = signIn.complete().get();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String first = Files.readString(file);
    LoginRun run =
        LoginRun.as(
            world,
            "imaps",
            LoginRun.server("imaps").mechanisms("OAUTHBEARER"),
            settings(issuer),
            world.sentinels.user(),
            null);
    assertNull(run.failure(), () -> "" + run.failure());
    assertEquals(Optional.of(world.sentinels.user()), issuer.userOf(run.logins().get(0).secret()));
    assertFalse(Files.readString(file).equals(first), "the refresh token works once");
    assertFalse(issuer.secretsIn(issuer.recorder().clientPlain()).isEmpty());
    assertEquals(List.of(), issuer.secretsIn(issuer.recorder().clientRaw()));
  }

  @Test
  void aPersonMayDecline() {
    DeviceSignIn signIn = begun(issuer).get();
    issuer.deny(signIn.userCode());
    Outcome<Path> declined = signIn.complete();
    assertEquals("oauth-sign-in-declined", code(declined));
    String said = declined.refusal().orElseThrow().explain("account") + signIn;
    assertEquals(List.of(), issuer.secretsIn(said.getBytes(UTF_8)));
    assertFalse(Files.exists(folder.resolve("token")));
  }

  @Test
  void aStrangerIsAskedNothing() {
    Issued stranger =
        CertificateBuilder.server().dns("localhost").issuedBy(CertificateBuilder.root("Stranger"));
    try (TokenIssuer other = issuer(stranger)) {
      assertEquals("oauth-server-unverified", code(begun(other)));
      assertEquals("", new String(other.recorder().clientPlain(), UTF_8));
    }
  }

  @Test
  void withoutSettingsOfOAuthThereIsNoSignIn() {
    assertEquals("oauth-request-impossible", code(DeviceSignIn.begin(new Properties(), "imaps")));
    Properties wrong = new Properties();
    wrong.setProperty("mail.imaps.security.oauth-issuer", issuer.issuer());
    assertEquals("unsafe-settings", code(DeviceSignIn.begin(wrong, "imaps")));
    assertTrue(issuer.received(IssuerKind.KEYCLOAK.device()).isEmpty());
  }
}
