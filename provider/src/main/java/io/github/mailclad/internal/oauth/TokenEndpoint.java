package io.github.mailclad.internal.oauth;

import io.github.mailclad.internal.oauth.OAuthRules.ClientProof.ClientSecret;
import io.github.mailclad.internal.oauth.OAuthRules.SecretPlace;
import io.github.mailclad.refusal.PeerText;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint.
 *
 * @param address its address
 * @param device the address that gives codes for a sign-in on another device; null for none
 * @param secretPlace the place of a client secret where the settings name none
 */
record TokenEndpoint(URI address, @Nullable URI device, SecretPlace secretPlace) {
  /** Returns the place of a client secret in requests to this endpoint. */
  SecretPlace placeOf(ClientSecret secret) {
    return secret.sentIn() == null ? secretPlace : secret.sentIn();
  }

  /** Returns an address as refusals show it: without a query, which may hold a secret. */
  static PeerText shown(URI address) {
    String text = address.toASCIIString();
    int query = text.indexOf('?');
    return PeerText.of(query < 0 ? text : text.substring(0, query));
  }
}
