package io.github.mailclad.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.it.World;
import jakarta.mail.Service;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The properties of docs/oauth.md log in, as they are on the page, at imitations of the providers.
 * A test adds a proxy that leads to them, their authority, and the files that the page names.
 */
class OAuthPagesIT {
  private static final Pattern BLOCK =
      Pattern.compile("(?s)\n## ([^\n]+)\n|```properties\n(.*?)```");
  private static final String SECRET = "a-client-secret-that-occurs-nowhere-else-2be9";
  private static final String ACCOUNT = "mailer@project.iam.gserviceaccount.com";
  private static final String USER = "alice@example.org";

  private final World world = new World();
  private final KeyPair keys = KeyKind.RSA_2048.keyPair();

  /**
   * A block of properties.
   *
   * @param heading the heading above it
   */
  record Block(String heading, String text) {
    @Override
    public String toString() {
      return heading + " " + Integer.toHexString(text.hashCode());
    }

    Properties properties() throws IOException {
      Properties properties = new Properties();
      properties.load(new StringReader(text));
      return properties;
    }

    IssuerKind kind() {
      return text.contains("oauth-provider=microsoft")
          ? IssuerKind.MICROSOFT
          : text.contains("oauth-provider=google") ? IssuerKind.GOOGLE : IssuerKind.KEYCLOAK;
    }

    String tokenHost() {
      return switch (kind()) {
        case MICROSOFT -> "login.microsoftonline.com";
        case GOOGLE -> "oauth2.googleapis.com";
        default -> "login.example.org";
      };
    }

    String protocol() {
      Matcher named =
          Pattern.compile("mail\\.(imaps|pop3s|submissions|submission)\\.").matcher(text);
      return named.find() ? named.group(1) : "imaps";
    }
  }

  static List<Block> blocks() throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("mailclad.root", "."), "docs/oauth.md"));
    List<Block> blocks = new ArrayList<>();
    String heading = "";
    Matcher matcher = BLOCK.matcher(page);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        heading = matcher.group(1);
      } else if (matcher.group(2).contains("security.oauth-")) {
        blocks.add(new Block(heading, matcher.group(2)));
      }
    }
    return blocks;
  }

  @Test
  void thePageHasEachProvider() throws IOException {
    assertEquals(
        List.of(IssuerKind.MICROSOFT, IssuerKind.GOOGLE, IssuerKind.KEYCLOAK),
        blocks().stream().map(Block::kind).distinct().toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void thePropertiesLogIn(Block block, @TempDir Path files) throws Exception {
    Properties properties = block.properties();
    String protocol = block.protocol();
    String client =
        properties.getProperty("mail." + protocol + ".security.oauth-client-id", ACCOUNT);
    Issued certificate =
        CertificateBuilder.server()
            .dns(block.tokenHost(), "outlook.office365.com", "smtp.office365.com", "imap.gmail.com")
            .dns("smtp.gmail.com", "imap.example.org", "localhost")
            .issuedBy(world.root);
    ScriptedServer<?> mail =
        ((ScriptedServer<?>) World.dialogue(protocol))
            .mechanisms("PLAIN", block.kind() == IssuerKind.KEYCLOAK ? "OAUTHBEARER" : "XOAUTH2");
    IssuerRules rules = IssuerRules.of(block.kind(), USER).named(block.tokenHost());
    try (TokenIssuer issuer = TokenIssuer.start(rules, certificate);
        TlsFront front = front(protocol, certificate, mail);
        LeadingProxy proxy = new LeadingProxy(issuer.port(), front.port())) {
      issuer.register(
          new OAuthClient(
              client,
              block.text().contains("oauth-client-secret") ? SECRET : null,
              block.text().contains("oauth-private-key") ? keys.getPublic() : null,
              Set.of()));
      fill(properties, protocol, issuer, client, files);
      lead(properties, protocol, proxy);
      try (Service service = World.service(protocol, properties)) {
        service.connect(USER, null);
      }
      Login login = mail.logins().get(0);
      assertEquals(USER, issuer.userOf(login.secret()).orElseThrow());
      assertEquals(USER, login.user());
      assertTrue(proxy.asked().contains(block.tokenHost() + ":443"), proxy.asked()::toString);
    }
  }

  private static TlsFront front(String protocol, Issued certificate, ScriptedServer<?> mail) {
    TlsFront.Builder builder = TlsFront.builder().certificate(certificate).dialogue(mail);
    return (protocol.endsWith("s") ? builder : builder.mischief(Mischief.EXPECT_STARTTLS)).start();
  }

  /** Puts files and secrets in the place of those that the page names. */
  private void fill(
      Properties properties, String protocol, TokenIssuer issuer, String client, Path files)
      throws IOException {
    String prefix = "mail." + protocol + ".security.";
    replace(properties, prefix + "oauth-client-secret", SECRET);
    replace(properties, prefix + "oauth-refresh-token", issuer.refreshToken(client, ""));
    replace(
        properties,
        prefix + "oauth-client-secret-file",
        Files.writeString(files.resolve("secret"), SECRET + "\n").toString());
    replace(
        properties,
        prefix + "oauth-refresh-token-file",
        Files.writeString(files.resolve("refresh"), issuer.refreshToken(client, "")).toString());
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    boolean json = properties.getProperty(prefix + "oauth-private-key", "").endsWith(".json");
    replace(
        properties,
        prefix + "oauth-private-key",
        Files.writeString(files.resolve("key"), json ? keyFile(pem) : pem).toString());
  }

  /** Returns the JSON of Google for a service account. */
  private static String keyFile(String pem) {
    return """
        {
          "type": "service_account",
          "project_id": "project",
          "private_key_id": "0123456789abcdef",
          "private_key": "%s",
          "client_email": "%s",
          "client_id": "123456789012345678901",
          "auth_uri": "https://accounts.google.com/o/oauth2/auth",
          "token_uri": "https://oauth2.googleapis.com/token"
        }
        """
        .formatted(pem.replace("\n", "\\n"), ACCOUNT);
  }

  private static void replace(Properties properties, String key, String value) {
    if (properties.containsKey(key)) {
      properties.setProperty(key, value);
    }
  }

  private void lead(Properties properties, String protocol, LeadingProxy proxy) {
    String prefix = "mail." + protocol + ".";
    properties.putIfAbsent(prefix + "host", "imap.example.org");
    properties.setProperty(prefix + "proxy.host", "127.0.0.1");
    properties.setProperty(prefix + "proxy.port", Integer.toString(proxy.port()));
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.put("mail.security.oauth-trust-anchors", world.root.certificate());
  }
}
