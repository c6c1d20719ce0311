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
 * The judge of one connection. During a full handshake the trust manager calls it, so that a
 * refused server gets a proper alert. On a resumed session the trust manager is not called, so the
 * socket calls it afterwards. A verdict about another connection does not count here.
 */
final class HandshakeJudge {
  private final PeerVerifier verifier;
  private final Clock clock;
  private volatile @Nullable Verification verdict;
  private volatile @Nullable X509Certificate presented;
  private volatile boolean stapled;
  private volatile long nanos;

  HandshakeJudge(PeerVerifier verifier, Clock clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  Verification judge(PresentedChain chain) {
    presented = chain.certificates().isEmpty() ? null : chain.certificates().get(0);
    stapled = !chain.ocspResponses().isEmpty();
    long begin = System.nanoTime();
    Verification decided = verifier.verify(chain, clock.instant());
    nanos = System.nanoTime() - begin;
    verdict = decided;
    return decided;
  }

  /** Returns the verdict; empty if the judge was not called. */
  Optional<Verification> verdict() {
    return Optional.ofNullable(verdict);
  }

  /** Returns whether the judged chain came with stapled responses. */
  boolean wasStapled() {
    return stapled;
  }

  /** Returns the time that the verdict took; zero before there is a verdict. */
  Duration took() {
    return Duration.ofNanos(nanos);
  }

  /** Returns the end-entity certificate that was judged last; null if no certificate was judged. */
  @Nullable X509Certificate presented() {
    return presented;
  }
}
