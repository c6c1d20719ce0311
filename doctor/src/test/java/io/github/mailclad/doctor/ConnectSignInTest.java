package io.github.mailclad.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.oauth.IssuerAnswer;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of {@code connect} with a token for which a person signs in while the command waits. */
class ConnectSignInTest {
  private static final String USER = "alice@example.org";
  private static final Pattern CODE = Pattern.compile("enter the code (\\S+) before");

  private final Issued root = CertificateBuilder.root("Test Root");
  private final Issued certificate = CertificateBuilder.server().dns("localhost").issuedBy(root);
  private final TokenIssuer issuer =
      TokenIssuer.start(IssuerRules.of(IssuerKind.KEYCLOAK, USER), certificate);
  @TempDir private Path folder;
  private Path anchors = Path.of("");
  private String shown = "";

  @BeforeEach
  void prepare() throws IOException {
    anchors = Files.writeString(folder.resolve("ca.pem"), root.pem());
    issuer.register(OAuthClient.open("desktop"));
  }

  @AfterEach
  void noTokenIsShownOrStored() throws IOException {
    issuer.close();
    assertEquals(List.of(), issuer.secretsIn(shown.getBytes(UTF_8)));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(anchors), files.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "submissions"})
  void aPersonSignsInAndTheLoginIsReported(String protocol) {
    ScriptedServer<?> dialogue = server(protocol).mechanisms("PLAIN", "OAUTHBEARER");
    try (TlsFront front = front(dialogue, certificate)) {
      Result result = connect(protocol, front, TokenIssuer::approve, arguments());
      assertEquals(0, result.exit(), result.out());
      assertTrue(result.out().contains("the login works, by OAUTHBEARER"), result.out());
      assertEquals(1, dialogue.logins().size());
      assertEquals(USER, dialogue.logins().get(0).user());
      assertEquals(Optional.of(USER), issuer.userOf(dialogue.logins().get(0).secret()));
      assertEquals(List.of(), issuer.secretsIn(front.recorder().clientRaw()));
      assertEquals(List.of(), issuer.secretsIn(issuer.recorder().clientRaw()));
    }
  }

  @Test
  void theReportInJsonHasNothingOfThePrompt() {
    try (TlsFront front = front(server("imaps").mechanisms("XOAUTH2"), certificate)) {
      Result result = connect("imaps", front, TokenIssuer::approve, arguments("--json"));
      assertEquals(0, result.exit(), result.out());
      assertEquals("PASS", finding("connect-sign-in", result).get("status").getAsString());
      JsonObject login = finding("connect-token", result);
      assertEquals("the login works, by XOAUTH2", login.get("sentence").getAsString());
      assertFalse(result.out().contains("enter the code"), result.out());
      assertTrue(result.err().contains("open https://localhost:"), result.err());
    }
  }

  @Test
  void aServerThatIsRefusedGetsNoSignIn() {
    Issued other = CertificateBuilder.server().dns("other.example").issuedBy(root);
    ScriptedServer<?> dialogue = server("imaps").mechanisms("OAUTHBEARER");
    try (TlsFront front = front(dialogue, other)) {
      Result result = connect("imaps", front, TokenIssuer::approve, arguments("--json"));
      assertEquals(1, result.exit(), result.out());
      assertEquals(
          "NOT_APPLICABLE", finding("connect-sign-in", result).get("status").getAsString());
      assertEquals(List.of(), issuer.received(IssuerKind.KEYCLOAK.device()));
      assertEquals(List.of(), dialogue.logins());
    }
  }

  @Test
  void aPersonMayDecline() {
    refused(TokenIssuer::deny, 1, "oauth-sign-in-declined", arguments("--json"));
  }

  @Test
  void aCodeThatExpiresIsNoVerdict() {
    issuer.always(
        IssuerKind.KEYCLOAK.device(),
        IssuerAnswer.json(
            200,
            "{\"device_code\":\"no-person-enters-it\",\"user_code\":\"u\","
                + "\"verification_uri\":\"https://a.example\",\"expires_in\":2,\"interval\":1}"));
    issuer.always(
        IssuerKind.KEYCLOAK.token(),
        IssuerAnswer.json(400, "{\"error\":\"authorization_pending\"}"));
    refused((server, code) -> {}, 3, "oauth-sign-in-expired", arguments("--json"));
  }

  @Test
  void aTokenServerOfAStrangerIsAskedNothing() {
    Issued stranger =
        CertificateBuilder.server().dns("localhost").issuedBy(CertificateBuilder.root("Stranger"));
    try (TokenIssuer other =
        TokenIssuer.start(IssuerRules.of(IssuerKind.KEYCLOAK, USER), stranger)) {
      refused(
          TokenIssuer::approve,
          1,
          "oauth-server-unverified",
          List.of("--oauth-issuer", other.issuer(), "--oauth-client-id", "desktop", "--json"));
      assertEquals("", new String(other.recorder().clientPlain(), UTF_8));
    }
  }

  @Test
  void aTokenServerWithoutCodesForDevicesIsNamed() {
    String endpoint = "mail.imaps.security.oauth-token-endpoint=" + issuer.tokenEndpoint();
    refused(
        TokenIssuer::approve,
        1,
        "oauth-request-impossible",
        List.of("-D", endpoint, "--oauth-client-id", "desktop", "--json"));
  }

  @Test
  void withoutATokenServerTheSettingIsNamed() {
    Result result = refused(TokenIssuer::approve, 1, "oauth-request-impossible", List.of("--json"));
    assertTrue(result.out().contains("oauth-issuer"), result.out());
  }

  @Test
  void theServersRefusalOfTheTokenIsShownWithoutTheToken() {
    ImapDialogue dialogue =
        new ImapDialogue().capabilities("IMAP4rev1", "SASL-IR", "AUTH=OAUTHBEARER");
    dialogue.replyingWith(line -> repeated(dialogue));
    try (TlsFront front = front(dialogue, certificate)) {
      Result result = connect("imaps", front, TokenIssuer::approve, arguments("--json"));
      assertEquals(1, result.exit(), result.out());
      JsonObject login = finding("connect-token", result);
      assertEquals("FAIL", login.get("status").getAsString());
      assertTrue(login.get("sentence").getAsString().contains("rejected the login"), result.out());
      assertFalse(issuer.secretsIn(front.recorder().clientPlain()).isEmpty());
    }
  }

  /** Rejects a login, and repeats what the client sent. */
  private static Optional<String> repeated(ImapDialogue dialogue) {
    List<String> commands = dialogue.commands();
    Matcher login =
        Pattern.compile("(\\S+) AUTHENTICATE OAUTHBEARER (\\S+)")
            .matcher(commands.get(commands.size() - 1));
    return login.matches()
        ? Optional.of(
            login.group(1)
                + " NO "
                + new String(Base64.getDecoder().decode(login.group(2)), UTF_8).replace('\1', ' '))
        : Optional.empty();
  }

  @Test
  void aSettingThatIsNamedTwiceIsWrongUsage() {
    try (TlsFront front = front(server("imaps"), certificate)) {
      for (List<String> more :
          List.of(
              arguments("-D", "mail.imaps.security.oauth-client-id=other"),
              arguments("--client", "jdk17"))) {
        assertEquals(2, connect("imaps", front, TokenIssuer::approve, more).exit());
      }
      assertEquals(
          2,
          execute(TokenIssuer::approve, List.of("connect", "imaps://localhost", "--user", USER))
              .exit());
    }
  }

  private Result refused(
      BiConsumer<TokenIssuer, String> person, int exit, String code, List<String> more) {
    ScriptedServer<?> dialogue = server("imaps").mechanisms("OAUTHBEARER");
    try (TlsFront front = front(dialogue, certificate)) {
      Result result = connect("imaps", front, person, more);
      assertEquals(exit, result.exit(), result.out());
      JsonObject evidence = finding("connect-sign-in", result).getAsJsonObject("evidence");
      assertEquals(code, evidence.get("code").getAsString());
      assertEquals(List.of(), dialogue.logins());
      return result;
    }
  }

  private static JsonObject finding(String check, Result result) {
    for (JsonElement each :
        JsonParser.parseString(result.out()).getAsJsonObject().getAsJsonArray("findings")) {
      if (each.getAsJsonObject().get("check").getAsString().equals(check)) {
        return each.getAsJsonObject();
      }
    }
    throw new AssertionError("no " + check + " in " + result.out());
  }

  private List<String> arguments(String... more) {
    List<String> all =
        new ArrayList<>(List.of("--oauth-issuer", issuer.issuer(), "--oauth-client-id", "desktop"));
    all.addAll(List.of(more));
    return all;
  }

  private static ScriptedServer<?> server(String protocol) {
    return protocol.equals("imaps") ? new ImapDialogue() : new SmtpDialogue();
  }

  private static TlsFront front(ScriptedServer<?> dialogue, Issued presented) {
    return TlsFront.builder().certificate(presented).dialogue(dialogue).start();
  }

  private Result connect(
      String protocol, TlsFront front, BiConsumer<TokenIssuer, String> person, List<String> more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "connect",
                protocol + "://localhost:" + front.port(),
                "-D",
                "mail.security.trust-anchors=" + anchors,
                "--sign-in",
                "--user",
                USER));
    all.addAll(more);
    return execute(person, all);
  }

  /** Runs the command with a person who reads stderr. */
  private Result execute(BiConsumer<TokenIssuer, String> person, List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err =
        new StringWriter() {
          @Override
          public void flush() {
            Matcher code = CODE.matcher(toString());
            if (code.find()) {
              person.accept(issuer, code.group(1));
            }
          }
        };
    int exit =
        Doctor.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    shown += out + "\n" + err;
    return new Result(exit, out.toString(), err.toString());
  }

  private record Result(int exit, String out, String err) {}
}
