package io.github.mailclad.internal.config;

import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_CLIENT_AUTHENTICATION;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_CLIENT_ID;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_CLIENT_SECRET;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_CLIENT_SECRET_FILE;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_ISSUER;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_KEY_ID;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_PRIVATE_KEY;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_PROVIDER;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_REFRESH_TOKEN;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_REFRESH_TOKEN_FILE;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_ROTATED_TOKEN;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_SCOPE;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_TENANT;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_TIMEOUT;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_TOKEN_ENDPOINT;
import static io.github.mailclad.internal.config.OAuthKeys.OAUTH_TRUST_ANCHORS;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.Location;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.internal.config.OAuthKeys.OAuthProvider;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.RotatedToken;
import io.github.mailclad.internal.oauth.OAuthRules.RsaSignature;
import io.github.mailclad.internal.oauth.OAuthRules.TokenServer;
import io.github.mailclad.internal.oauth.SecretSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of OAuth, if one of them is set. The grant follows from them: a refresh token,
 * a service account of Google, or the client itself.
 *
 * @param reading the reading of all settings
 */
record OAuthSettings(SettingReader reading) {
  /** Returns the setting that comes first of those that are set. */
  Setting first() {
    return OAuthKeys.ALL.stream()
        .flatMap(key -> reading.setting(key).stream())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Refuses the settings without a minimum: Angus would send the application's password instead.
   */
  void refuseWithoutMinimum() {
    reading.problem(
        first().key(),
        "needs a verified server, and minimum-level=none verifies none",
        "raise the level, or remove the settings of OAuth");
  }

  /** Returns the rules; empty if a setting is wrong, which is reported. */
  Optional<OAuthRules> read() {
    Setting first = first();
    int before = reading.problems().size();
    @Nullable OAuthProvider provider = reading.find(OAUTH_PROVIDER).orElse(null);
    checkContradictions(provider);
    Optional<TokenServer> server = server(provider, first);
    Optional<String> client = reading.find(OAUTH_CLIENT_ID);
    if (!isSet(OAUTH_CLIENT_ID) && keyMayNameClient(provider)) {
      client = Optional.of("");
    } else if (!isSet(OAUTH_CLIENT_ID)) {
      missing(first, "the client at the token server is not named", OAUTH_CLIENT_ID);
    }
    Optional<Grant> grant = grant(provider, first);
    ClientProof proof = proof(provider);
    List<String> scope =
        reading.find(OAUTH_SCOPE).orElseGet(() -> usualScope(provider, grant.orElse(null)));
    @Nullable AnchorSource anchors =
        reading.find(OAUTH_TRUST_ANCHORS).orElse(provider == null ? null : new PlatformAnchors());
    return reading.problems().size() > before
            || server.isEmpty()
            || client.isEmpty()
            || grant.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OAuthRules(
                server.get(),
                client.get(),
                proof,
                grant.get(),
                scope,
                anchors,
                reading.get(OAUTH_TIMEOUT)));
  }

  /** Returns whether the key may be JSON of Google, which names the client. */
  private boolean keyMayNameClient(@Nullable OAuthProvider provider) {
    return provider == OAuthProvider.GOOGLE
        && reading
            .find(OAUTH_PRIVATE_KEY)
            .filter(key -> !(key instanceof Location.OfText))
            .isPresent();
  }

  private void checkContradictions(@Nullable OAuthProvider provider) {
    oneOf(OAUTH_ISSUER, OAUTH_PROVIDER);
    oneOf(OAUTH_ISSUER, OAUTH_TOKEN_ENDPOINT);
    oneOf(OAUTH_CLIENT_SECRET, OAUTH_CLIENT_SECRET_FILE);
    oneOf(OAUTH_CLIENT_SECRET, OAUTH_PRIVATE_KEY);
    oneOf(OAUTH_CLIENT_SECRET_FILE, OAUTH_PRIVATE_KEY);
    oneOf(OAUTH_REFRESH_TOKEN, OAUTH_REFRESH_TOKEN_FILE);
    if (provider == OAuthProvider.GOOGLE) {
      oneOf(OAUTH_PRIVATE_KEY, OAUTH_REFRESH_TOKEN);
      oneOf(OAUTH_PRIVATE_KEY, OAUTH_REFRESH_TOKEN_FILE);
    }
    needs(OAUTH_KEY_ID, OAUTH_PRIVATE_KEY);
    needs(OAUTH_CLIENT_AUTHENTICATION, OAUTH_CLIENT_SECRET, OAUTH_CLIENT_SECRET_FILE);
    if (reading.find(OAUTH_ROTATED_TOKEN).filter(RotatedToken.FILE::equals).isPresent()) {
      needs(OAUTH_ROTATED_TOKEN, OAUTH_REFRESH_TOKEN_FILE);
    } else {
      needs(OAUTH_ROTATED_TOKEN, OAUTH_REFRESH_TOKEN, OAUTH_REFRESH_TOKEN_FILE);
    }
    if (isSet(OAUTH_TENANT) && provider != OAuthProvider.MICROSOFT) {
      problem(OAUTH_TENANT, "is for oauth-provider=microsoft", "remove it, or set that provider");
    } else if (isSet(OAUTH_TENANT) && isSet(OAUTH_TOKEN_ENDPOINT)) {
      problem(
          OAUTH_TENANT, "has no effect beside oauth-token-endpoint", "put it into that address");
    }
  }

  private Optional<TokenServer> server(@Nullable OAuthProvider provider, Setting first) {
    Optional<URI> endpoint = reading.find(OAUTH_TOKEN_ENDPOINT);
    Optional<URI> issuer = reading.find(OAUTH_ISSUER);
    if (issuer.isPresent()) {
      return Optional.of(new TokenServer.Issuer(issuer.get()));
    }
    if (endpoint.isPresent()) {
      return Optional.of(new TokenServer.TokenEndpoint(endpoint.get()));
    }
    if (provider == null) {
      if (!isSet(OAUTH_PROVIDER) && !isSet(OAUTH_ISSUER) && !isSet(OAUTH_TOKEN_ENDPOINT)) {
        missing(
            first, "no token server is set", OAUTH_PROVIDER, OAUTH_ISSUER, OAUTH_TOKEN_ENDPOINT);
      }
      return Optional.empty();
    }
    if (provider == OAuthProvider.GOOGLE) {
      return Optional.of(
          new TokenServer.TokenEndpoint(URI.create("https://oauth2.googleapis.com/token")));
    }
    Optional<String> tenant = reading.find(OAUTH_TENANT);
    if (tenant.isEmpty() && !hasRefreshToken() && !isSet(OAUTH_TENANT)) {
      missing(first, "client credentials need the tenant", OAUTH_TENANT);
    }
    String endpoints =
        "https://login.microsoftonline.com/" + tenant.orElse("common") + "/oauth2/v2.0/";
    return Optional.of(
        new TokenServer.TokenEndpoint(
            URI.create(endpoints + "token"), URI.create(endpoints + "devicecode")));
  }

  private ClientProof proof(@Nullable OAuthProvider provider) {
    Optional<SecretSource> secret = secret(OAUTH_CLIENT_SECRET, OAUTH_CLIENT_SECRET_FILE);
    if (secret.isPresent()) {
      return new ClientProof.ClientSecret(
          secret.get(), reading.find(OAUTH_CLIENT_AUTHENTICATION).orElse(null));
    }
    Optional<Location> key = reading.find(OAUTH_PRIVATE_KEY);
    return key.isEmpty() || provider == OAuthProvider.GOOGLE
        ? new ClientProof.PublicClient()
        : new ClientProof.SignedAssertion(
            key.get(),
            reading.find(OAUTH_KEY_ID).orElse(null),
            provider == OAuthProvider.MICROSOFT ? RsaSignature.PSS : RsaSignature.PKCS1);
  }

  private Optional<Grant> grant(@Nullable OAuthProvider provider, Setting first) {
    Optional<SecretSource> refresh = secret(OAUTH_REFRESH_TOKEN, OAUTH_REFRESH_TOKEN_FILE);
    if (refresh.isPresent()) {
      return Optional.of(new Grant.RefreshToken(refresh.get(), reading.get(OAUTH_ROTATED_TOKEN)));
    }
    if (hasRefreshToken()) {
      return Optional.empty();
    }
    if (provider == OAuthProvider.GOOGLE) {
      Optional<Location> key = reading.find(OAUTH_PRIVATE_KEY);
      if (!isSet(OAUTH_PRIVATE_KEY)) {
        missing(
            first,
            "Google gives tokens for mail to users and to service accounts only",
            OAUTH_REFRESH_TOKEN,
            OAUTH_PRIVATE_KEY);
      }
      return key.map(k -> new Grant.ServiceAccount(k, reading.find(OAUTH_KEY_ID).orElse(null)));
    }
    if (!isSet(OAUTH_CLIENT_SECRET)
        && !isSet(OAUTH_CLIENT_SECRET_FILE)
        && !isSet(OAUTH_PRIVATE_KEY)) {
      missing(
          first,
          "nothing entitles the client to a token",
          OAUTH_CLIENT_SECRET,
          OAUTH_PRIVATE_KEY,
          OAUTH_REFRESH_TOKEN);
    }
    return Optional.of(new Grant.ClientCredentials());
  }

  private List<String> usualScope(@Nullable OAuthProvider provider, @Nullable Grant grant) {
    if (provider == OAuthProvider.GOOGLE && grant instanceof Grant.ServiceAccount) {
      return List.of("https://mail.google.com/");
    }
    if (provider != OAuthProvider.MICROSOFT) {
      return List.of();
    }
    if (!(grant instanceof Grant.RefreshToken)) {
      return List.of("https://outlook.office365.com/.default");
    }
    MailProtocol protocol = reading.settings().protocol().protocol();
    String permission =
        switch (protocol) {
          case IMAP -> "IMAP.AccessAsUser.All";
          case POP3 -> "POP.AccessAsUser.All";
          case SUBMISSION -> "SMTP.Send";
        };
    return List.of("https://outlook.office.com/" + permission, "offline_access");
  }

  private Optional<SecretSource> secret(Key<String> text, Key<Path> file) {
    Optional<SecretSource> given = reading.find(text).map(SecretSource.Given::new);
    return given.isPresent() ? given : reading.find(file).map(SecretSource.InFile::new);
  }

  private boolean hasRefreshToken() {
    return isSet(OAUTH_REFRESH_TOKEN) || isSet(OAUTH_REFRESH_TOKEN_FILE);
  }

  private boolean isSet(Key<?> key) {
    return reading.setting(key).isPresent();
  }

  private void oneOf(Key<?> key, Key<?> other) {
    if (isSet(other)) {
      problem(key, "contradicts " + other.suffix(), "remove one of them");
    }
  }

  private void needs(Key<?> key, Key<?>... others) {
    if (Stream.of(others).noneMatch(this::isSet)) {
      problem(key, "has no effect without " + names(others), "set that too, or remove it");
    }
  }

  private void missing(Setting first, String problem, Key<?>... keys) {
    reading.problem(first.key(), "is for OAuth, and " + problem, "set " + names(keys));
  }

  private static String names(Key<?>... keys) {
    return Stream.of(keys)
        .map(key -> "mail.<protocol>." + key.suffix())
        .reduce((one, other) -> one + " or " + other)
        .orElse("");
  }

  private void problem(Key<?> key, String problem, String remedy) {
    reading.setting(key).ifPresent(setting -> reading.problem(setting.key(), problem, remedy));
  }
}
