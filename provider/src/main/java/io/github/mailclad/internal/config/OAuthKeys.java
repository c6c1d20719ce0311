package io.github.mailclad.internal.config;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Host;
import io.github.mailclad.Location;
import io.github.mailclad.internal.oauth.OAuthRules.RotatedToken;
import io.github.mailclad.internal.oauth.OAuthRules.SecretPlace;
import io.github.mailclad.internal.text.Escaped;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of tokens that Mailclad requests itself. */
public final class OAuthKeys {
  private static final Parser<String> ONE_LINE = Parser.text(OAuthKeys::oneLine);
  private static final Pattern TENANT =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern SCOPE_TOKEN = Pattern.compile("[!#-\\[\\]-~]+");

  private OAuthKeys() {}

  /** The providers whose addresses are known. */
  enum OAuthProvider {
    MICROSOFT,
    GOOGLE
  }

  public static final Key<OAuthProvider> OAUTH_PROVIDER =
      Key.of(
              "oauth-provider",
              Parser.word(List.of(OAuthProvider.values())),
              "microsoft, google",
              "The provider whose token server gives OAuth tokens for logins.",
              "It sets the address of the token server, the usual scope and the platform's trust anchors for it.",
              "With any `oauth-` setting, logins use OAUTHBEARER or XOAUTH2 only, and a password of the application is never sent.",
              "[oauth.md](oauth.md) has examples.")
          .needingMinimum();

  public static final Key<String> OAUTH_TENANT =
      Key.of(
              "oauth-tenant",
              Parser.text(OAuthKeys::tenant),
              "a GUID, a domain of the tenant, or common, organizations, consumers",
              "The tenant of Microsoft Entra ID.",
              "Client credentials need the GUID or the domain.")
          .needingMinimum();

  public static final Key<URI> OAUTH_ISSUER =
      Key.of(
              "oauth-issuer",
              Parser.text(OAuthKeys::issuer),
              "an https: address",
              "The issuer of the tokens, exactly as it names itself.",
              "Its metadata (RFC 8414, or OpenID Connect Discovery) name the token endpoint. They have to name exactly this issuer.")
          .needingMinimum();

  public static final Key<URI> OAUTH_TOKEN_ENDPOINT =
      Key.of(
              "oauth-token-endpoint",
              Parser.text(OAuthKeys::httpsAddress),
              "an https: address",
              "The address to which token requests are sent.",
              "Beside `oauth-provider` it replaces the provider's own address, for example in a national cloud.")
          .needingMinimum();

  public static final Key<String> OAUTH_CLIENT_ID =
      Key.of(
              "oauth-client-id",
              ONE_LINE,
              "text",
              "The identifier of the client at the token server.",
              "For a service account of Google it is the address of the account.")
          .needingMinimum();

  public static final Key<String> OAUTH_CLIENT_SECRET =
      Key.of(
              "oauth-client-secret",
              ONE_LINE,
              "text",
              "The secret of the client.",
              "It is never logged.")
          .needingMinimum();

  public static final Key<Path> OAUTH_CLIENT_SECRET_FILE =
      Key.of(
              "oauth-client-secret-file",
              Parser.path(),
              "a file name, or file:",
              "A file with the secret of the client, and nothing else.",
              "It is read anew for each token request, so a secret manager may replace it.")
          .needingMinimum();

  public static final Key<SecretPlace> OAUTH_CLIENT_AUTHENTICATION =
      Key.of(
              "oauth-client-authentication",
              Parser.word(List.of(SecretPlace.values())),
              "basic, post",
              "The place of the client secret in a token request.",
              "`basic`: the header field `Authorization`.",
              "`post`: the body.")
          .byDefault("basic; post where the metadata of the issuer name only that")
          .quoted()
          .needingMinimum();

  public static final Key<Location> OAUTH_PRIVATE_KEY =
      Key.of(
              "oauth-private-key",
              Parser.location(),
              "a file name, file:, classpath:, or PEM",
              "The private key that signs assertions (RFC 7523) in place of a client secret.",
              "PEM without encryption. A certificate of the key in the same PEM is named in the assertion, as Microsoft requires.",
              "With `oauth-provider=google` it is the key of a service account that acts for the user: PEM, or the JSON file of the account, which has `oauth-client-id` and `oauth-key-id` too.",
              "A file is read anew for each token request.")
          .needingMinimum();

  public static final Key<String> OAUTH_KEY_ID =
      Key.of(
              "oauth-key-id",
              ONE_LINE,
              "text",
              "The identifier of `oauth-private-key` at the token server (`kid`).")
          .needingMinimum();

  public static final Key<String> OAUTH_REFRESH_TOKEN =
      Key.of(
              "oauth-refresh-token",
              ONE_LINE,
              "text",
              "The refresh token of the user, for which access tokens are requested.",
              "Without one, the client gets tokens for itself (client credentials).",
              "It is never logged.")
          .needingMinimum();

  public static final Key<Path> OAUTH_REFRESH_TOKEN_FILE =
      Key.of(
              "oauth-refresh-token-file",
              Parser.path(),
              "a file name, or file:",
              "A file with the refresh token of the user, and nothing else.",
              "It is read anew for each token request.")
          .needingMinimum();

  public static final Key<RotatedToken> OAUTH_ROTATED_TOKEN =
      Key.ofWord(
              "oauth-rotated-token",
              List.of(RotatedToken.values()),
              RotatedToken.MEMORY,
              "The place of a new refresh token that replaces the used one.",
              "`memory`: this process, until it ends. After a restart the configured one is used, which the token server may have revoked.",
              "`file`: `oauth-refresh-token-file`, which is replaced as a whole, readable by its owner only. Nothing is requested if the folder cannot be written to.")
          .needingMinimum();

  public static final Key<List<String>> OAUTH_SCOPE =
      Key.of(
              "oauth-scope",
              Parser.text(OAuthKeys::scope),
              "words, separated by white space",
              "The scope of the tokens.")
          .byDefault("that of the provider for mail; without a provider the token server decides")
          .needingMinimum();

  public static final Key<AnchorSource> OAUTH_TRUST_ANCHORS =
      Key.of(
              "oauth-trust-anchors",
              TrustKeys::anchors,
              "platform, a file name, file:, classpath:, PEM, or an object",
              "The trust anchors for the token server.",
              "The forms are those of `trust-anchors`; a file has no password.")
          .byDefault("trust-anchors; with oauth-provider the platform's")
          .needingMinimum();

  public static final Key<Duration> OAUTH_TIMEOUT =
      Key.ofMillis(
              "oauth-timeout",
              60_000,
              Duration.ofSeconds(20),
              "The total time of one request to the token server.")
          .needingMinimum();

  static final List<Key<?>> ALL =
      List.of(
          OAUTH_PROVIDER,
          OAUTH_TENANT,
          OAUTH_ISSUER,
          OAUTH_TOKEN_ENDPOINT,
          OAUTH_CLIENT_ID,
          OAUTH_CLIENT_SECRET,
          OAUTH_CLIENT_SECRET_FILE,
          OAUTH_CLIENT_AUTHENTICATION,
          OAUTH_PRIVATE_KEY,
          OAUTH_KEY_ID,
          OAUTH_REFRESH_TOKEN,
          OAUTH_REFRESH_TOKEN_FILE,
          OAUTH_ROTATED_TOKEN,
          OAUTH_SCOPE,
          OAUTH_TRUST_ANCHORS,
          OAUTH_TIMEOUT);

  /** Returns the text, which is a line without white space around it. */
  static String oneLine(String text) {
    if (text.isBlank() || !text.strip().equals(text)) {
      throw new UnusableValue("is empty, or has white space around it");
    }
    if (Escaped.hasControl(text)) {
      throw new UnusableValue("has a control character");
    }
    return text;
  }

  /** Returns an absolute {@code https} address with a host. */
  static URI httpsAddress(String text) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException e) {
      throw new UnusableValue("is not an address");
    }
    if (!"https".equals(address.getScheme())) {
      throw new UnusableValue("does not begin with https:");
    }
    if (address.getHost() == null
        || Host.parse(address.getHost()).isEmpty()
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      throw new UnusableValue("has no host, or a part that such an address does not have");
    }
    if (address.getPort() == 0 || address.getPort() > 65535) {
      throw new UnusableValue("has no valid port");
    }
    return address;
  }

  /** Returns the address of an issuer, which has no query (RFC 8414, section 2). */
  static URI issuer(String text) {
    URI address = httpsAddress(text);
    if (address.getRawQuery() != null) {
      throw new UnusableValue("has a query, and issuers have none");
    }
    return address;
  }

  static String tenant(String text) {
    if (!TENANT.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /** Returns the tokens of a scope (RFC 6749, section 3.3). */
  static List<String> scope(String text) {
    List<String> words =
        Arrays.stream(text.split("\\s+", 0)).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty() || !words.stream().allMatch(word -> SCOPE_TOKEN.matcher(word).matches())) {
      throw new IllegalArgumentException();
    }
    return words;
  }
}
