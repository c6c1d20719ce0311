package io.github.mailclad.internal.config;

import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.dns.DnsSource;
import java.net.URI;
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
 * @param kinds the sources that name servers
 * @param directory the beginning of the addresses of a directory; null for none
 */
public record LookupRules(
    DnsSource source,
    Set<String> confirmedTargets,
    SrvUse srvUse,
    UserNames userNames,
    Kinds kinds,
    @Nullable URI directory) {
  public LookupRules {
    confirmedTargets = Set.copyOf(confirmedTargets);
  }

  /** Returns the rules of an account without its own rules. */
  public static LookupRules byDefault() {
    return new LookupRules(
        new DnsSource.NotConfigured(),
        Set.of(),
        SrvUse.ONCE,
        UserNames.ADDRESS_THEN_LOCAL_PART,
        Kinds.SRV,
        /* directory= */ null);
  }

  /** The user names for a login at a discovered server. */
  public enum UserNames {
    /** Only the address. */
    ADDRESS,
    /** The address, then once its local part. */
    ADDRESS_THEN_LOCAL_PART
  }
}
