package io.github.mailclad.internal.trust;

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
final class PathMemory {
  /**
   * The largest number of chains. A client connects to few servers, and a chain that was dropped is
   * only validated again.
   */
  static final int MOST = 64;

  private final Map<List<X509Certificate>, Remembered> chains =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<X509Certificate>, Remembered> eldest) {
          return size() > MOST;
        }
      };

  private record Remembered(ValidPath path, Instant from, Instant to) {
    boolean holds(Instant now) {
      return !now.isBefore(from) && !now.isAfter(to);
    }
  }

  /** Returns the accepted path of exactly this chain, if it is also valid now; else empty. */
  Optional<ValidPath> find(List<X509Certificate> chain, Instant now) {
    synchronized (chains) {
      return Optional.ofNullable(chains.get(chain)).filter(r -> r.holds(now)).map(Remembered::path);
    }
  }

  /** Keeps an accepted path for the time in which all its certificates are valid. */
  void keep(List<X509Certificate> chain, ValidPath path) {
    X509Certificate anchor = path.evidence().anchor();
    Instant from = anchor.getNotBefore().toInstant();
    Instant to = anchor.getNotAfter().toInstant();
    for (X509Certificate certificate : path.evidence().path()) {
      Instant begins = certificate.getNotBefore().toInstant();
      Instant ends = certificate.getNotAfter().toInstant();
      from = begins.isAfter(from) ? begins : from;
      to = ends.isBefore(to) ? ends : to;
    }
    synchronized (chains) {
      chains.put(List.copyOf(chain), new Remembered(path, from, to));
    }
  }

  /** Returns the number of chains. */
  int size() {
    synchronized (chains) {
      return chains.size();
    }
  }
}
