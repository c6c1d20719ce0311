package io.github.mailclad.internal.trust;

import io.github.mailclad.TrustEvidence;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths of recently accepted chains. For the same anchors and limits, the verdict on a chain
 * depends on the instant only through the validity of the path's certificates. Within that time,
 * the same chain has the same path. Thread-safe.
 */
final class PathCache {
  /**
   * The largest number of chains. A client connects to few servers, and a chain that was dropped is
   * only validated again.
   */
  static final int MOST = 64;

  private final Map<List<X509Certificate>, ValidPath> chains =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<X509Certificate>, ValidPath> eldest) {
          return size() > MOST;
        }
      };

  /** Returns the accepted path of exactly this chain, if it is also valid now; else empty. */
  Optional<ValidPath> find(List<X509Certificate> chain, Instant now) {
    Optional<ValidPath> kept;
    synchronized (chains) {
      kept = Optional.ofNullable(chains.get(chain));
    }
    return kept.filter(path -> isWithinValidity(path.evidence(), now));
  }

  private static boolean isWithinValidity(TrustEvidence.Pkix evidence, Instant now) {
    Validity validity = new Validity(now, List.of());
    if (!validity.includes(evidence.anchor())) {
      return false;
    }
    for (X509Certificate each : evidence.path()) {
      if (!validity.includes(each)) {
        return false;
      }
    }
    return true;
  }

  /** Keeps an accepted path for the time in which all its certificates are valid. */
  void keep(List<X509Certificate> chain, ValidPath path) {
    synchronized (chains) {
      chains.put(List.copyOf(chain), path);
    }
  }

  /** Returns the number of chains. */
  int size() {
    synchronized (chains) {
      return chains.size();
    }
  }
}
