package io.github.mailclad.internal.oauth;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsRules;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.TcpConnector;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.RevocationSources;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way in which one account reaches and verifies its token server.
 *
 * @param loader loads the trust anchors
 * @param revocations the sources of the revocation check
 * @param anchors the trust anchors
 * @param revocation the revocation check
 * @param tls the offer to the token server
 * @param way opens TCP connections
 * @param news receives texts for people, without secrets
 */
public record TokenServerAccess(
    AnchorLoader loader,
    RevocationSources revocations,
    AnchorSource anchors,
    RevocationPolicy revocation,
    TlsRules tls,
    TcpConnector way,
    Consumer<String> news) {
  private static final int LARGEST_ANSWER = 1 << 20;

  /** Returns the way of an account, whose own anchors come before those of its policy. */
  public static TokenServerAccess of(
      AnchorLoader loader,
      RevocationSources revocations,
      OAuthRules rules,
      SecurityPolicy policy,
      TcpConnector way,
      Consumer<String> news) {
    return new TokenServerAccess(
        loader,
        revocations,
        Objects.requireNonNullElse(rules.anchors(), policy.trust().anchors()),
        policy.trust().revocation(),
        policy.tls(),
        way,
        news);
  }

  /**
   * Uses a client for one request; refuses if there are no trust anchors, or if the OAuth library
   * is missing.
   */
  <T> Outcome<T> request(
      OAuthRules rules, Clock clock, Function<TokenClient, Outcome<T>> exchange) {
    try {
      return client(rules.timeout(), clock)
          .then(https -> exchange.apply(new TokenClient(rules, https, clock.instant())));
    } catch (LinkageError e) {
      return Outcome.refused(
          new TokenRequestImpossible(
              PeerText.of("the OAuth library is missing or of another version (" + e + ")"),
              /* setting= */ null));
    }
  }

  private Outcome<HttpsClient> client(Duration timeout, Clock clock) {
    return loader
        .loadOrRefuse(anchors)
        .map(
            loaded ->
                new HttpsClient(
                    PeerVerifier.trusting(loaded.certificates(), loaded.describe(anchors))
                        .withRevocation(revocation, revocations),
                    tls,
                    way,
                    clock,
                    timeout,
                    LARGEST_ANSWER));
  }
}
