package io.github.mailclad.internal.oauth;

import io.github.mailclad.Location;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.client.SigningKey;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof.ClientSecret;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof.SignedAssertion;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.RefreshToken;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.ServiceAccount;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.PeerText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a client presents in one token request, as read now. Its text has no secret.
 *
 * @param clientSecret the secret of the client; null for none
 * @param refreshToken the refresh token; null for none
 * @param key the key that signs an assertion; null for none
 */
record PresentedSecrets(
    @Nullable String clientSecret, @Nullable String refreshToken, @Nullable SigningKey key) {

  /** Reads what the rules name, or refuses with the setting that cannot be read. */
  static Outcome<PresentedSecrets> read(OAuthRules rules) {
    String setting = "oauth-client-secret-file";
    try {
      String secret = rules.proof() instanceof ClientSecret proof ? proof.source().read() : null;
      setting = "oauth-refresh-token-file";
      String refresh = rules.grant() instanceof RefreshToken grant ? grant.source().read() : null;
      setting = "oauth-private-key";
      Location location = keyOf(rules);
      SigningKey key = location == null ? null : SigningKey.of(location);
      return Outcome.of(new PresentedSecrets(secret, refresh, key));
    } catch (IOException e) {
      return Outcome.refused(
          new TokenRequestImpossible(PeerText.of(String.valueOf(e.getMessage())), setting));
    }
  }

  private static @Nullable Location keyOf(OAuthRules rules) {
    if (rules.proof() instanceof SignedAssertion assertion) {
      return assertion.key();
    }
    return rules.grant() instanceof ServiceAccount account ? account.key() : null;
  }

  /** Returns the same with another refresh token. */
  PresentedSecrets withRefreshToken(String other) {
    return new PresentedSecrets(clientSecret, other, key);
  }

  /** Returns a text of the token server without the secrets that it may repeat. */
  String hiddenIn(String text) {
    String hidden = text;
    if (clientSecret != null) {
      hidden = hidden.replace(clientSecret, "***");
    }
    return refreshToken == null ? hidden : hidden.replace(refreshToken, "***");
  }

  @Override
  public String toString() {
    return "the secrets of a client";
  }
}
