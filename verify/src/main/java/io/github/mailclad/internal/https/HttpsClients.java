package io.github.mailclad.internal.https;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.RevocationSources;
import java.time.Clock;
import java.time.Duration;

/**
 * The HTTPS clients of accounts. Web servers are verified by the anchors, the revocation policy and
 * the TLS rules of an account; its pins and accepted certificates are those of mail servers.
 * Thread-safe.
 */
public final class HttpsClients {
  private final RevocationSources revocations = new RevocationSources();
  private final AnchorLoader anchors;
  private final Clock clock;

  /**
   * Creates them without a connection.
   *
   * @param anchors loads the trust anchors
   * @param clock the clock that gives the instant of each verdict
   */
  public HttpsClients(AnchorLoader anchors, Clock clock) {
    this.anchors = anchors;
    this.clock = clock;
  }

  /**
   * Returns a client under a policy, or the refusal of its anchors.
   *
   * @param way the way to the servers
   * @param limit the time of one exchange, positive
   * @param largestBody the largest body of a response, in octets, positive
   */
  public Outcome<HttpsClient> client(
      SecurityPolicy policy, TcpConnector way, Duration limit, int largestBody) {
    AnchorSource source = policy.trust().anchors();
    return anchors
        .loadOrRefuse(source)
        .map(
            loaded ->
                new HttpsClient(
                    PeerVerifier.trusting(loaded.certificates(), loaded.describe(source))
                        .withRevocation(policy.trust().revocation(), revocations),
                    policy.tls(),
                    way,
                    clock,
                    limit,
                    largestBody));
  }
}
