package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.SecureResolver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of DNS answers. */
public sealed interface DnsSource {
  /** No configured source: the system's DNS servers are used if a look-up is needed. */
  record NotConfigured() implements DnsSource {
    /** Written out, because the generated method costs the first connection milliseconds. */
    @Override
    public int hashCode() {
      return 0;
    }
  }

  /**
   * A resolver of the application.
   *
   * @param resolver the resolver
   */
  record OwnResolver(SecureResolver resolver) implements DnsSource {}

  /**
   * DNS servers.
   *
   * @param servers their addresses; none for the system's
   * @param validation the place of validation
   * @param anchors a file of trust anchors; null for the built-in ones
   */
  record Servers(List<InetSocketAddress> servers, Validation validation, @Nullable Path anchors)
      implements DnsSource {
    public Servers {
      servers = List.copyOf(servers);
    }
  }
}
