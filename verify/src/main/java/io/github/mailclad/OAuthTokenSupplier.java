package io.github.mailclad;

import java.io.IOException;

/**
 * Gives OAuth 2.0 access tokens for logins by OAUTHBEARER and XOAUTH2. Set as an object: {@code
 * session.getProperties().put("mail.imaps.security.token-supplier", supplier)}. It is asked at
 * every login, also when a pool or a store reconnects, after the server was verified; so it can
 * renew an expired token. Called on the thread that connects; it must be thread-safe.
 *
 * <pre>{@code
 * OAuthTokenSupplier supplier = (user, endpoint) -> tokens.get(user);
 * session.getProperties().put("mail.imaps.security.token-supplier", supplier);
 * }</pre>
 */
@FunctionalInterface
public interface OAuthTokenSupplier {
  /**
   * Returns a token that is valid now.
   *
   * @param user the user name of the mailbox or submission
   * @param endpoint the server that gets the token, already verified
   * @return the token as in {@code Authorization: Bearer} (RFC 6750, section 2.1)
   * @throws IOException if there is no token; the connection is refused then
   */
  String token(String user, Endpoint endpoint) throws IOException;
}
