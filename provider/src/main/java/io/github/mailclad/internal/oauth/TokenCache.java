package io.github.mailclad.internal.oauth;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TrustRules;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The access tokens of all accounts, each kept in memory until shortly before it expires. Threads
 * that need the same token wait for one request. Bounded: the account that was used least recently
 * is dropped first. Thread-safe.
 */
public final class TokenCache {
  /** Far more accounts than one process serves: a dropped one loses its rotated refresh token. */
  private static final int MOST = 10_000;

  private final Clock clock;
  private final Map<Key, AccountToken> accounts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, AccountToken> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Everything that decides which token an account gets, and which token server it trusts. Accounts
   * with an equal key share a token, also in different sessions.
   *
   * @param user the user that an assertion is about; empty for the other grants
   */
  private record Key(
      OAuthRules rules,
      String user,
      AnchorSource anchors,
      RevocationPolicy revocation,
      TlsRules tls) {}

  /** Creates an empty cache. */
  public TokenCache(Clock clock) {
    this.clock = clock;
  }

  /** Returns a token that is valid now, from memory or from the token server. */
  Outcome<String> token(OAuthRules rules, String user, TokenServerAccess access) {
    return account(rules, user, access).token(access);
  }

  /**
   * Notes that a mail server rejected a token.
   *
   * @return whether another token may be tried
   */
  boolean rejected(OAuthRules rules, String user, TokenServerAccess access, String token) {
    return account(rules, user, access).rejected(token);
  }

  private AccountToken account(OAuthRules rules, String user, TokenServerAccess access) {
    String about = rules.grant() instanceof OAuthRules.Grant.ServiceAccount ? user : "";
    SecurityPolicy policy = access.policy();
    TrustRules trust = policy.trust();
    Key key = new Key(rules, about, trust.anchors(), trust.revocation(), policy.tls());
    synchronized (accounts) {
      return accounts.computeIfAbsent(key, unused -> new AccountToken(rules, about, clock));
    }
  }
}
