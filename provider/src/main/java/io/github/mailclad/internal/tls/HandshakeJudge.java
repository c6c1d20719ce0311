package io.github.mailclad.internal.tls;

import io.github.mailclad.Verification;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.PresentedChain;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one who decides about one connection. During a full handshake the trust manager asks, so that
 * a refused server gets a proper alert; on a resumed session nobody asks, and the socket does so
 * afterwards. A verdict of another connection is worth nothing here.
 */
final class HandshakeJudge {
  private final PeerVerifier verifier;
  private final Clock clock;
  private volatile @Nullable Verification verdict;
  private volatile @Nullable X509Certificate presented;
  private volatile Duration took = Duration.ZERO;

  HandshakeJudge(PeerVerifier verifier, Clock clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  Verification judge(PresentedChain chain) {
    presented = chain.certificates().stream().findFirst().orElse(null);
    long begin = System.nanoTime();
    Verification decided = verifier.verify(chain, clock.instant());
    took = Duration.ofNanos(System.nanoTime() - begin);
    verdict = decided;
    return decided;
  }

  /** The verdict, if one was asked for. */
  Optional<Verification> verdict() {
    return Optional.ofNullable(verdict);
  }

  /** How long the verdict took; zero as long as there is none. */
  Duration took() {
    return took;
  }

  /** The end-entity certificate that was judged last; null for none. */
  @Nullable X509Certificate presented() {
    return presented;
  }
}
