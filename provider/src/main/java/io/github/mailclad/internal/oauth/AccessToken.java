package io.github.mailclad.internal.oauth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access token of a token server. Immutable; its text has no secret.
 *
 * @param text the token
 * @param renewAt the instant from which another one is requested
 * @param expiresAt the instant from which it is not used
 * @param refreshToken the refresh token that replaces the used one; null for none
 */
record AccessToken(String text, Instant renewAt, Instant expiresAt, @Nullable String refreshToken) {
  @Override
  public String toString() {
    return "an access token until " + expiresAt;
  }
}
