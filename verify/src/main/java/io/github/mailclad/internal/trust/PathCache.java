package io.github.mailclad.internal.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  private final Map<Chain, Kept> chains =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Chain, Kept> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A presented chain. Its hash is that of one serial number, because the hash of a certificate
   * covers all its octets; equality compares all octets of all certificates. The map takes the hash
   * again when it drops a chain.
   */
  private record Chain(List<X509Certificate> certificates, int hash) {
    static Chain of(List<X509Certificate> certificates) {
      return new Chain(List.copyOf(certificates), certificates.get(0).getSerialNumber().hashCode());
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Chain chain && certificates.equals(chain.certificates);
    }
  }

  /** A path with the first and the last second at which all its certificates are valid. */
  private record Kept(ValidPath path, Instant from, Instant until) {
    static Kept of(ValidPath path) {
      X509Certificate anchor = path.evidence().anchor();
      Instant from = anchor.getNotBefore().toInstant();
      Instant until = anchor.getNotAfter().toInstant();
      for (X509Certificate each : path.evidence().path()) {
        Instant begin = each.getNotBefore().toInstant();
        Instant end = each.getNotAfter().toInstant();
        from = begin.isAfter(from) ? begin : from;
        until = end.isBefore(until) ? end : until;
      }
      return new Kept(path, from, until);
    }
  }

  /** Returns the accepted path of exactly this chain, if it is also valid now; else empty. */
  Optional<ValidPath> find(List<X509Certificate> chain, Instant now) {
    Kept kept;
    synchronized (chains) {
      kept = chains.get(Chain.of(chain));
    }
    return kept == null || now.isBefore(kept.from()) || now.isAfter(kept.until())
        ? Optional.empty()
        : Optional.of(kept.path());
  }

  /** Keeps an accepted path for the time in which all its certificates are valid. */
  void keep(List<X509Certificate> chain, ValidPath path) {
    synchronized (chains) {
      chains.put(Chain.of(chain), Kept.of(path));
    }
  }

  /** Returns the number of chains. */
  int size() {
    synchronized (chains) {
      return chains.size();
    }
  }
}
