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
 * How what an account needs to know of its servers is looked up.
 *
 * @param source who is asked
 * @param confirmedTargets servers outside of the account's domain that a person confirmed, in
 *     A-labels, lower case
 * @param srvUse when the servers of a domain are looked up
 * @param userNames with which user names a login at a discovered server is tried
 */
public record LookupRules(
    Source source, Set<String> confirmedTargets, SrvUse srvUse, UserNames userNames) {
  public LookupRules {
    confirmedTargets = Set.copyOf(confirmedTargets);
  }

  /** The rules of an account that has none of its own. */
  public static LookupRules byDefault() {
    return new LookupRules(
        new Source.Unconfigured(), Set.of(), SrvUse.ONCE, UserNames.ADDRESS_THEN_LOCAL_PART);
  }

  /** Who is asked. */
  public sealed interface Source {
    /** Nothing is said: the system's DNS servers, where something has to be looked up. */
    record Unconfigured() implements Source {}

    /**
     * A resolver of the application's.
     *
     * @param resolver the resolver
     */
    record Given(SecureResolver resolver) implements Source {}

    /**
     * DNS servers.
     *
     * @param servers their addresses; none for the system's
     * @param validation who validates what they say
     * @param anchors a file of trust anchors; null for those that are built in
     */
    record Dns(List<InetSocketAddress> servers, Validation validation, @Nullable Path anchors)
        implements Source {
      public Dns {
        servers = List.copyOf(servers);
      }
    }
  }

  /** With which user names a login at a discovered server is tried. */
  public enum UserNames {
    /** The address. */
    ADDRESS,
    /** The address, then once what stands before its @. */
    ADDRESS_THEN_LOCAL_PART
  }
}
