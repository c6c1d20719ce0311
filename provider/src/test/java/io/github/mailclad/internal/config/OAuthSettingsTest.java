package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AuthMechanism;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.RsaSignature;
import io.github.mailclad.internal.oauth.OAuthRules.TokenServer;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OAuthSettingsTest {
  private static final String SECRET = "s3cr3t-of-the-client";

  private static Properties oauth(ProtocolName protocol, Map<String, ?> settings) {
    Properties properties = new Properties();
    settings.forEach(
        (key, value) ->
            properties.put("mail." + protocol.text() + ".security.oauth-" + key, value));
    return properties;
  }

  private static OAuthRules rules(ProtocolName protocol, Map<String, ?> settings) {
    LoginRules login = Sessions.legible(protocol, oauth(protocol, settings)).login();
    assertEquals(AuthMechanism.WITH_TOKENS, login.mechanisms());
    assertTrue(login.needNoPassword());
    return Objects.requireNonNull(login.oauth());
  }

  @Test
  void withoutASettingThereAreNoRules() {
    assertNull(Sessions.legible(ProtocolName.IMAPS).login().oauth());
  }

  @Test
  void microsoftNeedsTenantClientAndSecret() {
    OAuthRules rules =
        rules(
            ProtocolName.IMAPS,
            Map.of(
                "provider", "microsoft",
                "tenant", "contoso.example",
                "client-id", "id",
                "client-secret", SECRET));
    assertEquals(
        "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token",
        rules.server().address().toString());
    assertEquals(new Grant.ClientCredentials(), rules.grant());
    assertEquals(List.of("https://outlook.office365.com/.default"), rules.scope());
    assertEquals(new AnchorSource.PlatformAnchors(), rules.anchors());
    assertFalse(rules.toString().contains(SECRET), "the secret is shown");
  }

  record Scope(ProtocolName protocol, String permission) {}

  static List<Scope> scopes() {
    return List.of(
        new Scope(ProtocolName.IMAPS, "IMAP.AccessAsUser.All"),
        new Scope(ProtocolName.POP3, "POP.AccessAsUser.All"),
        new Scope(ProtocolName.SMTP, "SMTP.Send"));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void aRefreshTokenOfMicrosoftIsForTheProtocol(Scope scope) {
    OAuthRules rules =
        rules(
            scope.protocol(),
            Map.of("provider", "microsoft", "client-id", "id", "refresh-token", SECRET));
    assertEquals(
        List.of("https://outlook.office.com/" + scope.permission(), "offline_access"),
        rules.scope());
    assertEquals(new ClientProof.PublicClient(), rules.proof());
    assertTrue(rules.server().address().getPath().startsWith("/common/"));
    assertFalse(rules.toString().contains(SECRET), "the refresh token is shown");
  }

  @Test
  void aKeyOfMicrosoftSignsWithPssAndAnotherOneWithPkcs1() {
    OAuthRules microsoft =
        rules(
            ProtocolName.IMAPS,
            Map.of(
                "provider", "microsoft", "tenant", "t", "client-id", "i", "private-key", "k.pem"));
    assertEquals(RsaSignature.PSS, ((ClientProof.SignedAssertion) microsoft.proof()).rsa());
    OAuthRules other =
        rules(
            ProtocolName.IMAPS,
            Map.of(
                "issuer", "https://login.example.org/realms/mail",
                "client-id", "i",
                "private-key", "k.pem",
                "key-id", "7"));
    ClientProof.SignedAssertion proof = (ClientProof.SignedAssertion) other.proof();
    assertEquals(RsaSignature.PKCS1, proof.rsa());
    assertEquals("7", proof.keyId());
    assertTrue(other.server() instanceof TokenServer.Issuer);
    assertNull(other.anchors());
    assertEquals(List.of(), other.scope());
  }

  @Test
  void aKeyOfGoogleIsOfAServiceAccount() {
    OAuthRules rules =
        rules(
            ProtocolName.IMAPS,
            Map.of("provider", "google", "client-id", "a@p.example", "private-key", "k.pem"));
    assertTrue(rules.grant() instanceof Grant.ServiceAccount);
    assertEquals(List.of("https://mail.google.com/"), rules.scope());
    OAuthRules inJson =
        rules(ProtocolName.IMAPS, Map.of("provider", "google", "private-key", "k.json"));
    assertEquals("", inJson.clientId());
  }

  @Test
  void anEndpointBesideAProviderReplacesItsAddress() {
    OAuthRules rules =
        rules(
            ProtocolName.IMAPS,
            Map.of(
                "provider", "microsoft",
                "token-endpoint", "https://login.example.us/t/oauth2/v2.0/token",
                "client-id", "id",
                "client-secret", SECRET));
    assertEquals("login.example.us", rules.server().address().getHost());
    assertEquals(List.of("https://outlook.office365.com/.default"), rules.scope());
  }

  /** Settings that contradict each other or are incomplete, and a word of the problem. */
  record Wrong(Map<String, ?> settings, String said) {}

  private static Wrong wrong(String said, String... keysAndValues) {
    Map<String, String> settings = new java.util.TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Wrong(settings, said);
  }

  static List<Wrong> wrong() {
    String endpoint = "https://login.example.org/token";
    List<Wrong> all = new ArrayList<>();
    all.add(wrong("no token server", "client-id", "i", "client-secret", SECRET));
    all.add(wrong("not named", "token-endpoint", endpoint, "client-secret", SECRET));
    all.add(wrong("nothing entitles", "token-endpoint", endpoint, "client-id", "i"));
    all.add(wrong("tenant", "provider", "microsoft", "client-id", "i", "client-secret", SECRET));
    all.add(wrong("service accounts", "provider", "google", "client-id", "i"));
    String[] good = {"token-endpoint", endpoint, "client-id", "i", "client-secret", SECRET};
    all.add(and(good, "contradicts", "client-secret-file", "f"));
    all.add(and(good, "contradicts", "private-key", "k.pem"));
    all.add(and(good, "contradicts", "issuer", "https://login.example.org"));
    all.add(and(good, "no effect without", "key-id", "k"));
    all.add(and(good, "no effect without", "rotated-token", "memory"));
    all.add(and(good, "is for oauth-provider=microsoft", "tenant", "t"));
    all.add(and(good, "valid", "client-authentication", "neither"));
    all.add(and(good, "valid", "timeout", "0"));
    all.add(and(good, "valid", "scope", "\"quoted\""));
    all.add(
        wrong(
            "no effect without",
            "token-endpoint",
            endpoint,
            "client-id",
            "i",
            "refresh-token",
            SECRET,
            "rotated-token",
            "file"));
    for (String address :
        List.of(
            "http://login.example.org/token",
            "login.example.org",
            "https:///token",
            "https://u:p@login.example.org/",
            "https://login.example.org/#f",
            "https://login.example.org:0/")) {
      all.add(
          wrong(
              "oauth-token-endpoint",
              "token-endpoint",
              address,
              "client-id",
              "i",
              "client-secret",
              SECRET));
      all.add(wrong("oauth-issuer", "issuer", address, "client-id", "i", "client-secret", SECRET));
    }
    all.add(
        wrong(
            "oauth-issuer",
            "issuer",
            "https://login.example.org/?q",
            "client-id",
            "i",
            "client-secret",
            SECRET));
    return all;
  }

  private static Wrong and(String[] good, String said, String key, String value) {
    List<String> all = new ArrayList<>(List.of(good));
    all.add(key);
    all.add(value);
    return wrong(said, all.toArray(new String[0]));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsIncompleteOrContradictsIsAProblem(Wrong wrong) {
    List<SettingProblem> problems =
        Sessions.problems(ProtocolName.IMAPS, oauth(ProtocolName.IMAPS, wrong.settings()));
    String all = problems.stream().map(Object::toString).collect(Collectors.joining("\n"));
    assertTrue(all.contains(wrong.said()), all);
    assertFalse(all.contains(SECRET), "the secret is shown");
  }

  private static final Map<String, String> GOOD =
      Map.of(
          "token-endpoint", "https://login.example.org/token",
          "client-id", "i",
          "client-secret", SECRET);

  private static List<SettingProblem> problemsWith(String key, Object value) {
    Properties properties = oauth(ProtocolName.IMAPS, GOOD);
    properties.put(key, value);
    return Sessions.problems(ProtocolName.IMAPS, properties);
  }

  @Test
  void aPasswordMechanismBesideItIsAProblem() {
    assertTrue(
        problemsWith("mail.imaps.security.auth-mechanisms", "OAUTHBEARER PLAIN")
            .toString()
            .contains("allows passwords"));
  }

  @Test
  void aTokenSupplierBesideItIsAProblem() {
    OAuthTokenSupplier supplier = (user, endpoint) -> "token";
    assertTrue(
        problemsWith("mail.imaps.security.token-supplier", supplier)
            .toString()
            .contains("contradicts"));
  }

  @Test
  void anAccountWithoutAMinimumIsAProblem() {
    assertTrue(
        problemsWith("mail.imaps.security.minimum-level", "none")
            .toString()
            .contains("needs a verified server"));
  }

  @Test
  void theMechanismsOfAngusDoNotInterfere() {
    Properties properties = oauth(ProtocolName.IMAPS, GOOD);
    properties.put("mail.imaps.auth.mechanisms", "PLAIN LOGIN");
    AccountConfig config = Sessions.legible(ProtocolName.IMAPS, properties);
    assertEquals(AuthMechanism.WITH_TOKENS, config.login().mechanisms());
    assertTrue(config.notes().toString().contains("has no effect"), () -> "" + config.notes());
  }
}
