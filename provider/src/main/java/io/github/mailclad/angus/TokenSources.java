package io.github.mailclad.angus;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.NetworkSettings;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.internal.https.DirectConnector;
import io.github.mailclad.internal.https.TcpConnector;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.net.Route;
import io.github.mailclad.internal.oauth.AccountTokens;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.internal.oauth.TokenCache;
import io.github.mailclad.internal.oauth.TokenServerAccess;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.resolver.ValidatingResolver;
import io.github.mailclad.verify.RevocationSources;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The requested tokens of all accounts. Token servers are reached over the network path of the
 * account's mail connections, proxies included. Thread-safe.
 */
final class TokenSources {
  private final AnchorLoader anchors;
  private final Dialler dialler;
  private final TokenCache cache;
  private final RevocationSources revocations = new RevocationSources();

  TokenSources(AnchorLoader anchors, Dialler dialler, Clock clock) {
    this.anchors = anchors;
    this.dialler = dialler;
    this.cache = new TokenCache(clock);
  }

  /** Returns the tokens of an account. */
  OAuthTokenSupplier of(
      OAuthRules rules, AccountConfig config, Settings settings, ServiceStatus status) {
    return new AccountTokens(
        cache,
        rules,
        new TokenServerAccess(
            anchors,
            revocations,
            Objects.requireNonNullElse(rules.anchors(), config.policy().trust().anchors()),
            config.policy().trust().revocation(),
            config.policy().tls(),
            way(config, settings),
            status::warning));
  }

  /** A resolver of the application decides which hosts are reached, unless a proxy does. */
  private TcpConnector way(AccountConfig config, Settings settings) {
    boolean direct = NetworkSettings.dialling(settings).route() instanceof Route.Direct;
    return direct
            && config.lookups().source() instanceof DnsSource.OwnResolver own
            && !(own.resolver() instanceof ValidatingResolver)
        ? DirectConnector.of(own.resolver())
        : (server, limit) ->
            dialler.dial(
                server.host().text(),
                server.port(),
                /* known= */ List.of(),
                NetworkSettings.dialling(settings).with(/* address= */ null, Optional.of(limit)));
  }
}
