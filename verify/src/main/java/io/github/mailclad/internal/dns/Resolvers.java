package io.github.mailclad.internal.dns;

import io.github.mailclad.Outcome;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The resolvers in use, one for each set of servers and anchors, so that accounts share their
 * lookups. Bounded. Thread-safe.
 */
public final class Resolvers {
  private static final int MOST = 16;

  private final Clock clock;
  private final Map<ResolverSettings, SecureResolver> inUse =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResolverSettings, SecureResolver> eldest) {
          return size() > MOST;
        }
      };

  /** Creates resolvers by whose clock signatures and cached answers expire. */
  public Resolvers(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the resolver of a source, or the refusal if it cannot be used.
   *
   * @param purpose the reason for the lookup, as in {@link LookupRefusal.ResolverUnavailable}
   */
  public Outcome<SecureResolver> of(DnsSource source, String purpose) {
    if (source instanceof DnsSource.OwnResolver given) {
      return Outcome.of(given.resolver());
    }
    if (!DnsLibrary.isPresent()) {
      return unavailable(purpose, "dnsjava is not on the class path");
    }
    try {
      return Outcome.of(of(settings(source)));
    } catch (IOException | IllegalArgumentException e) {
      return unavailable(purpose, String.valueOf(e.getMessage()));
    }
  }

  private SecureResolver of(ResolverSettings settings) {
    synchronized (inUse) {
      return inUse.computeIfAbsent(settings, s -> new DnsjavaResolver(s, clock));
    }
  }

  private static Outcome<SecureResolver> unavailable(String purpose, String reason) {
    return Outcome.refused(
        new LookupRefusal.ResolverUnavailable(PeerText.of(purpose), PeerText.of(reason)));
  }

  private static ResolverSettings settings(DnsSource source) throws IOException {
    if (!(source instanceof DnsSource.Servers dns)) {
      return ResolverSettings.local(List.of(), AnchorRecords.shipped());
    }
    if (dns.validation() == Validation.BY_SERVER) {
      return ResolverSettings.byServer(dns.servers());
    }
    return ResolverSettings.local(
        dns.servers(),
        dns.anchors() == null ? AnchorRecords.shipped() : AnchorRecords.read(dns.anchors()));
  }
}
