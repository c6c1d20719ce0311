package io.github.mailclad.angus;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.NetworkSettings;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.https.HttpsClients;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.oauth.AccountTokens;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.internal.oauth.TokenCache;
import io.github.mailclad.internal.oauth.TokenServerAccess;
import java.time.Clock;

/**
 * The requested tokens of all accounts. Token servers are reached over the network path of the
 * account's mail connections, proxies included. Thread-safe.
 */
final class TokenSources {
  private final HttpsClients clients;
  private final Dialler dialler;
  private final TokenCache cache;

  TokenSources(HttpsClients clients, Dialler dialler, Clock clock) {
    this.clients = clients;
    this.dialler = dialler;
    this.cache = new TokenCache(clock);
  }

  /** Returns the tokens of an account. */
  OAuthTokenSupplier of(
      OAuthRules rules, AccountConfig config, Settings settings, ServiceStatus status) {
    return new AccountTokens(
        cache,
        rules,
        TokenServerAccess.of(
            clients,
            rules,
            config.policy(),
            NetworkSettings.connector(settings, config.lookups(), dialler),
            status::warning));
  }
}
