package io.github.mailclad.internal.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths of chains that were accepted lately. A verdict on a chain, by the same anchors and
 * limits, depends on the instant only through the validity of the path's certificates, so within
 * that time the same chain has the same path. Thread-safe.
 */
final class PathMemory {
  /** A client talks to a handful of servers; what is forgotten is only validated again. */
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

  /** The verdict on exactly this chain, if there was one that also holds now. */
  Optional<ValidPath> find(List<X509Certificate> chain, Instant now) {
    synchronized (chains) {
      return Optional.ofNullable(chains.get(chain)).filter(r -> r.holds(now)).map(Remembered::path);
    }
  }

  /** Keeps a verdict for the time in which every certificate of its path is valid. */
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

  /** How many chains are remembered. */
  int size() {
    synchronized (chains) {
      return chains.size();
    }
  }
}
