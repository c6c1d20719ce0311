package io.github.mailclad.angus;

import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.config.LookupRules.DnsSource;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.internal.dns.AnchorRecords;
import io.github.mailclad.internal.dns.DnsLibrary;
import io.github.mailclad.internal.dns.DnsjavaResolver;
import io.github.mailclad.internal.dns.ResolverSettings;
import io.github.mailclad.internal.dns.Validation;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.resolver.ValidatingResolver;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resolvers in use, one for each set of servers and anchors, so that accounts share their
 * lookups. Bounded. Thread-safe.
 */
final class Resolvers {
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

  Resolvers(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the resolver of a source.
   *
   * @param purpose the reason for the lookup, as in {@link LookupRefusal.ResolverUnavailable}
   * @throws RefusedException if there is none
   */
  SecureResolver of(DnsSource source, String purpose) throws RefusedException {
    if (source instanceof DnsSource.OwnResolver given) {
      return given.resolver();
    }
    if (!DnsLibrary.isPresent()) {
      throw unavailable(purpose, "dnsjava is not on the class path", null);
    }
    try {
      return of(settings(source));
    } catch (IOException | IllegalArgumentException e) {
      throw unavailable(purpose, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns the hosts that the resolver of a source knows: those of our own resolvers, or those of
   * the DNS.
   */
  static HostNames names(DnsSource source) {
    return source instanceof DnsSource.OwnResolver given
            && !(given.resolver() instanceof ValidatingResolver)
        ? HostNames.OF_APPLICATION
        : HostNames.OF_DNS;
  }

  private SecureResolver of(ResolverSettings settings) {
    synchronized (inUse) {
      return inUse.computeIfAbsent(settings, s -> new DnsjavaResolver(s, clock));
    }
  }

  private static RefusedException unavailable(
      String purpose, String reason, @Nullable Exception cause) {
    return new RefusedException(
        new LookupRefusal.ResolverUnavailable(PeerText.of(purpose), PeerText.of(reason)), cause);
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
