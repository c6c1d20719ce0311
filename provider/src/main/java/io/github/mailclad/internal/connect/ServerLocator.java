package io.github.mailclad.internal.connect;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.connect.Whereabouts.TlsaTerms;
import io.github.mailclad.internal.dane.Destination;
import io.github.mailclad.internal.dane.Destination.Origin;
import io.github.mailclad.internal.dane.Found;
import io.github.mailclad.internal.dane.HostNames;
import io.github.mailclad.internal.dane.ServerLookup;
import io.github.mailclad.internal.discovery.Acceptance;
import io.github.mailclad.internal.discovery.Candidate;
import io.github.mailclad.refusal.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what a plan does not say about its server yet: addresses and TLSA records. Immutable.
 */
public final class ServerLocator {
  /** How long addresses and TLSA records may take together. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final SecureResolver resolver;
  private final HostNames names;
  private final DanePolicy dane;

  /**
   * A locator that asks that resolver.
   *
   * @param names which hosts the resolver knows
   * @param dane what the account makes of TLSA records
   */
  public ServerLocator(SecureResolver resolver, HostNames names, DanePolicy dane) {
    this.resolver = resolver;
    this.names = names;
    this.dane = dane;
  }

  /** Where the server is, or why it must not be contacted. */
  public sealed interface Location {
    /**
     * It may be connected to.
     *
     * @param plan the plan with what was found
     */
    record Known(ConnectionPlan plan) implements Location {}

    /**
     * It must not be contacted.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements Location {}

    /**
     * It has no address.
     *
     * @param host the host
     */
    record Nowhere(String host) implements Location {}
  }

  /**
   * Completes a plan.
   *
   * @param discovered the server that it is for; null where the application named it
   */
  public Location locate(ConnectionPlan plan, @Nullable Candidate discovered) {
    Endpoint endpoint = plan.endpoint();
    Found found = lookUp(endpoint, origin(discovered));
    if (found instanceof Found.Unreachable unreachable) {
      return new Location.Refused(unreachable.refusal());
    }
    if (found instanceof Found.Nowhere nowhere) {
      return new Location.Nowhere(nowhere.host());
    }
    return new Location.Known(plan.at(whereabouts(plan, (Found.Reachable) found)));
  }

  /** Completes a plan anew whose TLSA records may be out of date. */
  public Location locateAnew(
      ConnectionPlan plan, TlsaAnswer outdated, @Nullable Candidate discovered) {
    resolver.forget(outdated.name());
    return locate(plan, discovered);
  }

  /** Whether a server that the application named may be spoken to in the clear. */
  public Cleartext cleartext(Endpoint server) {
    return Cleartext.of(lookUp(server, new Origin.Named()), dane.mode());
  }

  private Found lookUp(Endpoint endpoint, Origin origin) {
    return new ServerLookup(resolver, names, LIMIT)
        .lookUp(new Destination(endpoint.host(), endpoint.port(), origin), dane);
  }

  /** A target that a person confirmed is as good as one that was typed. */
  private static Origin origin(@Nullable Candidate discovered) {
    return discovered == null || discovered.acceptance() == Acceptance.CONFIRMED
        ? new Origin.Named()
        : new Origin.Discovered(discovered.sourceDomain(), discovered.srvStatus());
  }

  private Whereabouts whereabouts(ConnectionPlan plan, Found.Reachable found) {
    Host host = plan.endpoint().host();
    return new Whereabouts(
        found.addresses(),
        names,
        found.base().equals(host) ? plan.whereabouts().serverName() : found.base(),
        found.answer() == null ? null : new TlsaTerms(found.answer(), dane, found.references()));
  }
}
