package io.github.mailclad.resolver;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.internal.dns.AnchorRecords;
import io.github.mailclad.internal.dns.DnsLibrary;
import io.github.mailclad.internal.dns.DnsjavaResolver;
import io.github.mailclad.internal.dns.ResolverSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A resolver that validates DNSSEC in this process (RFC 4035, section 5), with dnsjava, which has
 * to be on the class path. No server is trusted beyond its signatures. A query has 2 s and a
 * look-up 5 s. It caches answers for their time to live, so one instance is enough for a program.
 * Immutable except for that cache, and thread-safe.
 */
public final class ValidatingResolver implements SecureResolver {
  private final SecureResolver resolver;

  private ValidatingResolver(ResolverSettings settings, Clock clock) {
    if (!DnsLibrary.isPresent()) {
      throw new IllegalStateException("dnsjava is not on the class path");
    }
    this.resolver = new DnsjavaResolver(settings, clock);
  }

  /**
   * Returns a resolver that asks the system's DNS servers, and trusts the keys of the DNS root.
   *
   * @throws IllegalStateException if dnsjava is not on the class path
   * @throws IllegalArgumentException if the system has no DNS server
   */
  public static ValidatingResolver ofSystem() {
    return asking(List.of(), AnchorRecords.shipped(), Clock.systemUTC());
  }

  /**
   * Returns a resolver that asks these DNS servers.
   *
   * @param servers recursive servers in the order of preference, by address; empty for those of the
   *     system
   * @param anchors the trust anchors: DS or DNSKEY records, as in a zone file; at least one that is
   *     strong enough
   * @param clock the clock by which signatures and cached answers expire
   * @throws IllegalStateException if dnsjava is not on the class path
   * @throws IllegalArgumentException if a server has no address, or no anchor can be used
   */
  public static ValidatingResolver asking(
      List<InetSocketAddress> servers, String anchors, Clock clock) {
    return new ValidatingResolver(ResolverSettings.local(servers, anchors), clock);
  }

  @Override
  public CompletionStage<Answer<SrvRecord>> srv(String name) {
    return resolver.srv(name);
  }

  @Override
  public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
    return resolver.tlsa(name);
  }

  @Override
  public CompletionStage<Answer<String>> txt(String name) {
    return resolver.txt(name);
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv4(String host) {
    return resolver.ipv4(host);
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv6(String host) {
    return resolver.ipv6(host);
  }

  @Override
  public void forget(String name) {
    resolver.forget(name);
  }
}
