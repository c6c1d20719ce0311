package io.github.mailclad.it.dns;

import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.internal.dns.DnsjavaResolver;
import io.github.mailclad.internal.dns.ResolverSettings;
import io.github.mailclad.internal.dns.Validation;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The resolver of the product in front of a proxy, each with an empty memory. */
final class Resolvers {
  private static final Duration HASTE = Duration.ofMillis(200);

  private Resolvers() {}

  /** Validates by itself, from that anchor. */
  static SecureResolver validating(TamperingProxy proxy, String anchor) {
    return new DnsjavaResolver(
        ResolverSettings.local(List.of(address(proxy)), anchor), Clock.systemUTC());
  }

  /** Does the same with short timeouts, for answers that will not come. */
  static SecureResolver hasty(TamperingProxy proxy, String anchor) {
    return new DnsjavaResolver(
        new ResolverSettings(
            List.of(address(proxy)), Validation.LOCAL, anchor, HASTE, HASTE.multipliedBy(3)),
        Clock.systemUTC());
  }

  /** Does not validate, and believes every server. */
  static SecureResolver believing(TamperingProxy proxy) {
    return new DnsjavaResolver(
        ResolverSettings.byServer(List.of(address(proxy))), Clock.systemUTC());
  }

  private static InetSocketAddress address(TamperingProxy proxy) {
    return new InetSocketAddress(Loopback.V4, proxy.port());
  }
}
