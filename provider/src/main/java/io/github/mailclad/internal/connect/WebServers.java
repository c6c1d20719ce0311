package io.github.mailclad.internal.connect;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.discovery.WebSearch;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.TcpConnector;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.RevocationSources;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The web servers with configuration files. They are verified by the anchors, the revocation policy
 * and the TLS versions of an account; its pins and accepted certificates are those of mail servers.
 * Thread-safe.
 */
public final class WebServers {
  /** The time for all configuration files of an account together. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final RevocationSources revocations = new RevocationSources();
  private final AnchorLoader anchors;
  private final Clock clock;

  /** Creates them without a connection. */
  public WebServers(AnchorLoader anchors, Clock clock) {
    this.anchors = anchors;
    this.clock = clock;
  }

  /**
   * Returns the search for configuration files under a policy, or the refusal of its anchors.
   *
   * @param kinds the sources that are asked, not records alone
   * @param directory the beginning of the addresses of a directory; null for none
   * @param way the way to the servers
   */
  public Outcome<WebSearch> search(
      SecurityPolicy policy, WebSearch.Kinds kinds, @Nullable URI directory, TcpConnector way) {
    AnchorSource source = policy.trust().anchors();
    return anchors
        .loadOrRefuse(source)
        .map(
            trusted ->
                new HttpsClient(
                    PeerVerifier.trusting(trusted.certificates(), trusted.describe(source))
                        .withRevocation(policy.trust().revocation(), revocations),
                    policy.tls(),
                    way,
                    clock,
                    LIMIT,
                    WebSearch.LARGEST_FILE))
        .map(client -> new WebSearch(client, kinds, directory, LIMIT));
  }
}
