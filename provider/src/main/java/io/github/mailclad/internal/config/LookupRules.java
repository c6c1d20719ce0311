package io.github.mailclad.internal.config;

import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.dns.Validation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for looking up the servers of an account.
 *
 * @param source the source of DNS answers
 * @param confirmedTargets servers outside of the account's domain that a person confirmed, in
 *     A-labels, lower case
 * @param srvUse the condition for looking up the servers of a domain
 * @param userNames the user names for a login at a discovered server
 */
public record LookupRules(
    DnsSource source, Set<String> confirmedTargets, SrvUse srvUse, UserNames userNames) {
  public LookupRules {
    confirmedTargets = Set.copyOf(confirmedTargets);
  }

  /** Returns the rules of an account without its own rules. */
  public static LookupRules byDefault() {
    return new LookupRules(
        new DnsSource.NotConfigured(), Set.of(), SrvUse.ONCE, UserNames.ADDRESS_THEN_LOCAL_PART);
  }

  /** The source of DNS answers. */
  public sealed interface DnsSource {
    /** No configured source: the system's DNS servers are used if a look-up is needed. */
    record NotConfigured() implements DnsSource {}

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

  /** The user names for a login at a discovered server. */
  public enum UserNames {
    /** Only the address. */
    ADDRESS,
    /** The address, then once its local part. */
    ADDRESS_THEN_LOCAL_PART
  }
}
