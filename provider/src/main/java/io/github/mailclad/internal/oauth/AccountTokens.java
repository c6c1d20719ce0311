package io.github.mailclad.internal.oauth;

import io.github.mailclad.Endpoint;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;

/**
 * The access tokens of one account, for its logins. Thread-safe.
 *
 * @param cache the tokens of all accounts
 * @param rules the rules of this account
 * @param access the token server as this account reaches it
 */
public record AccountTokens(TokenCache cache, OAuthRules rules, TokenServerAccess access)
    implements OAuthTokenSupplier {

  /** A refusal as the exception of a supplier. */
  private static final class NoTokenException extends IOException implements Refusal.Carrier {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    NoTokenException(Refusal refusal) {
      super(refusal.code());
      this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Returns a token that is valid now.
   *
   * @throws IOException with an {@link io.github.mailclad.refusal.OAuthRefusal} if no token can be
   *     had
   */
  @Override
  public String token(String user, Endpoint endpoint) throws IOException {
    return cache.token(rules, user, access).orThrow(NoTokenException::new);
  }

  /**
   * Notes that a mail server rejected a token of this account.
   *
   * @return whether another token may be tried
   */
  public boolean rejected(String user, String token) {
    return cache.rejected(rules, user, access, token);
  }

  @Override
  public String toString() {
    return "the OAuth tokens of " + rules.clientId();
  }
}
