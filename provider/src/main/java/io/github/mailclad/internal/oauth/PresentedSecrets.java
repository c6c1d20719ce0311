package io.github.mailclad.internal.oauth;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.client.SigningKey;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof.ClientSecret;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof.SignedAssertion;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.ClientCredentials;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.RefreshToken;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.ServiceAccount;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.PeerText;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client presents in one token request, as read now. Its text has no secret.
 *
 * @param clientSecret the secret of the client; null for none
 * @param refreshToken the refresh token; null for none
 * @param key the key that signs an assertion about the client; null for none
 * @param account the key that signs an assertion about the user; null for none
 * @param deviceCode the code of a sign-in on another device, which is presented in place of the
 *     other grants; null for none
 */
record PresentedSecrets(
    @Nullable String clientSecret,
    @Nullable String refreshToken,
    @Nullable SigningKey key,
    @Nullable ServiceAccountKey account,
    @Nullable String deviceCode) {

  /** Reads what the rules name, or refuses with the setting that cannot be read. */
  static Outcome<PresentedSecrets> read(OAuthRules rules) {
    return read(rules, rules.grant());
  }

  /** Reads what proves the client, or refuses with the setting that cannot be read. */
  static Outcome<PresentedSecrets> ofClient(OAuthRules rules) {
    return read(rules, new ClientCredentials());
  }

  private static Outcome<PresentedSecrets> read(OAuthRules rules, Grant grant) {
    ClientProof proof = rules.proof();
    String setting = "oauth-client-secret-file";
    try {
      String secret = proof instanceof ClientSecret known ? known.source().read() : null;
      setting = "oauth-refresh-token-file";
      String refresh = grant instanceof RefreshToken known ? known.source().read() : null;
      setting = "oauth-private-key";
      SigningKey key =
          proof instanceof SignedAssertion assertion ? SigningKey.of(assertion.key()) : null;
      ServiceAccountKey account =
          grant instanceof ServiceAccount known ? ServiceAccountKey.of(rules, known) : null;
      return Outcome.of(new PresentedSecrets(secret, refresh, key, account, null));
    } catch (LinkageError e) {
      return Outcome.refused(TokenServerAccess.withoutLibrary(e));
    } catch (IOException e) {
      return Outcome.refused(
          new TokenRequestImpossible(PeerText.of(String.valueOf(e.getMessage())), setting));
    }
  }

  /** Returns the same with another refresh token. */
  PresentedSecrets withRefreshToken(String other) {
    return new PresentedSecrets(clientSecret, other, key, account, deviceCode);
  }

  /** Returns the same with the code of a sign-in on another device. */
  PresentedSecrets withDeviceCode(String code) {
    return new PresentedSecrets(clientSecret, refreshToken, key, account, code);
  }

  /** Returns a text of the token server without the secrets that it may repeat. */
  String hiddenIn(String text) {
    return Stream.of(clientSecret, refreshToken, deviceCode)
        .flatMap(Stream::ofNullable)
        .reduce(text, (hidden, secret) -> hidden.replace(secret, "***"));
  }

  @Override
  public String toString() {
    return "the secrets of a client";
  }
}
