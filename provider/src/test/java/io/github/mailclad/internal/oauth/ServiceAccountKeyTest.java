package io.github.mailclad.internal.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import io.github.mailclad.Location;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.TokenServer.Answer;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON that Google gives for a service account. */
class ServiceAccountKeyTest {
  private static final String EMAIL = "mailer@project.example";
  private static final Issued KEY =
      CertificateBuilder.server().dns("client.example").key(KeyKind.RSA_2048).selfSigned();

  private final Account account = new Account();
  private final TokenServer server = TokenServer.start(Account.SERVER);
  private final Map<String, String> fields = new TreeMap<>();
  @TempDir private Path folder;

  ServiceAccountKeyTest() {
    fields.put("type", "service_account");
    fields.put("client_email", EMAIL);
    fields.put("private_key_id", "key-7");
    fields.put("private_key", KEY.keyPem());
    fields.put("token_uri", server.address("/token"));
    server.answering(request -> Answer.token("access", 3600));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private OAuthRules rules(String text, String clientId, @Nullable String keyId) {
    try {
      Path file = Files.writeString(folder.resolve("account.json"), text);
      return new OAuthRules(
          Account.endpoint(server),
          clientId,
          new ClientProof.PublicClient(),
          new Grant.ServiceAccount(new Location.OfFile(file), keyId),
          List.of("mail"),
          null,
          Duration.ofSeconds(10));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String json() {
    return fields.entrySet().stream()
        .map(
            field ->
                "\"%s\": \"%s\"".formatted(field.getKey(), field.getValue().replace("\n", "\\n")))
        .collect(Collectors.joining(",\n  ", "\n{\n  ", "\n}\n"));
  }

  private void refused(String problem, OAuthRules rules) {
    Refusal refusal = account.token(rules).refusal().orElseThrow();
    String text = refusal.explain("imap.example.org");
    assertEquals("oauth-request-impossible", refusal.code(), text);
    assertTrue(text.contains(problem), text);
    assertTrue(text.contains("oauth-private-key"), text);
    assertFalse(text.contains(KEY.keyPem().substring(30, 60)), text);
    assertEquals(List.of(), server.requests());
  }

  @Test
  void theFileNamesClientAndKey() throws Exception {
    assertEquals("access", account.token(rules(json(), "", null)).get());
    SignedJWT jwt = SignedJWT.parse(server.requests().get(0).form().get("assertion"));
    assertEquals("key-7", jwt.getHeader().getKeyID());
    assertEquals(EMAIL, jwt.getJWTClaimsSet().getIssuer());
    assertEquals(Account.USER, jwt.getJWTClaimsSet().getSubject());
    assertEquals(List.of(server.address("/token")), jwt.getJWTClaimsSet().getAudience());
  }

  @Test
  void equalSettingsMayStandBesideTheFile() {
    assertEquals("access", account.token(rules(json(), EMAIL, "key-7")).get());
  }

  @Test
  void otherSettingsAreRefused() {
    refused("its client_email is " + EMAIL, rules(json(), "other@project.example", null));
    refused("its private_key_id is key-7", rules(json(), "", "key-8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://login.attacker.example/token", "http://localhost/token", "", " "})
  void aTokenServerThatIsNotConfiguredIsRefused(String address) {
    fields.put("token_uri", address);
    refused(address.isBlank() ? "no text token_uri" : "its token_uri is", rules(json(), "", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_email", "private_key", "private_key_id", "token_uri"})
  void aFileWithoutAFieldIsRefused(String name) {
    fields.remove(name);
    refused("no text " + name, rules(json(), "", null));
  }

  @ParameterizedTest
  @CsvSource({
    "{\"client_email\": , it is not well-formed JSON",
    "{\"client_email\": 7}, no text client_email",
    "PEM?, oauth-client-id has to name the account",
  })
  void anotherFileIsRefused(String text, String problem) {
    refused(problem, rules(text, "", null));
  }

  @Test
  void aKeyThatIsNoKeyIsRefused() {
    fields.put("private_key", "no key");
    refused("0 private keys", rules(json(), "", null));
  }

  @Test
  void aLargeFileIsRefused() {
    fields.put("comment", "x".repeat(64 << 10));
    refused("too large", rules(json(), "", null));
  }
}
