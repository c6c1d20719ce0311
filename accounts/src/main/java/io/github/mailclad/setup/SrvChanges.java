package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent.Drift;
import io.github.mailclad.SecurityEvent.Drift.Change;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.DiscoveredServers.DiscoveredServer;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.internal.discovery.PublishedServices;
import io.github.mailclad.internal.discovery.ServiceRecords;
import io.github.mailclad.internal.discovery.ServiceRecords.SrvTarget;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * The differences between the servers that a domain publishes now for one service and those that it
 * published when the account was set up (RFC 8314, section 5.1). A lookup without an answer yields
 * no difference; one with invalid signatures may show an attacker on the path.
 */
final class SrvChanges {
  private static final int MOST_SHOWN = 8;

  private final String account;
  private final DiscoveredServers known;
  private final MailService service;
  private final ServiceRecords implicit;
  private final ServiceRecords starttls;
  private final List<Drift> changes = new ArrayList<>();

  private SrvChanges(
      String account, DiscoveredServers known, Function<MailService, ServiceRecords> published) {
    this.account = account;
    this.known = known;
    this.service = known.inOrder().get(0).service();
    this.implicit = published.apply(service.with(TlsStart.IMPLICIT));
    this.starttls = published.apply(service.with(TlsStart.STARTTLS));
  }

  /**
   * Returns the differences, one event for each; empty if there are none.
   *
   * @param published the records of the domain for the protocol, with either TLS start
   */
  static List<Drift> between(String account, DiscoveredServers known, PublishedServices published) {
    return new SrvChanges(account, known, service -> published.records(service).orElseThrow())
        .found();
  }

  /**
   * Returns the differences from the servers of a configuration file, one event for each; empty if
   * there are none.
   *
   * @param published the best servers that the file names for the protocol
   */
  static List<Drift> between(String account, DiscoveredServers known, Proposal published) {
    return new SrvChanges(account, known, service -> records(service, published)).found();
  }

  /** Returns the servers of a file for a service; absence for another TLS start than the best. */
  private static ServiceRecords records(MailService service, Proposal published) {
    if (published.service() != service) {
      return new ServiceRecords.Absent(service, published.dnssecStatus());
    }
    return new ServiceRecords.Offered(
        service,
        published.dnssecStatus(),
        published.targets().stream()
            .map(target -> new SrvTarget(/* priority= */ 0, /* weight= */ 0, target.endpoint()))
            .toList(),
        List.of(),
        published.sources(),
        /* oauthIssuer= */ null);
  }

  /**
   * Returns the differences of records that count although neither records nor files name servers
   * now. Invalid signatures do. Absent records do unless a file without a signed digest may have
   * named the servers and cannot be had now: nothing announces such a file.
   *
   * @param reason the reason why there are no servers
   */
  static List<Drift> certain(List<Drift> ofRecords, DiscoveredServers known, Refusal reason) {
    boolean wasSigned = known.inOrder().get(0).approval() == Approval.DNSSEC;
    boolean isAbsence =
        reason instanceof LookupRefusal.NoAcceptableService
            || (reason instanceof LookupRefusal.NoServiceRecords none
                && (wasSigned || none.files().isEmpty()));
    return ofRecords.stream()
        .filter(drift -> isAbsence || drift.change() == Change.DNSSEC_BOGUS)
        .toList();
  }

  /**
   * Returns the event that a domain publishes implicit TLS for an account without it; empty if it
   * does not.
   *
   * @param used the service that the account uses, in words
   * @param known the hosts that need no confirmation
   */
  static List<Drift> upgrade(
      String account,
      PublishedServices published,
      MailService service,
      String used,
      Set<String> known) {
    ServiceRecords implicit = published.records(service.with(TlsStart.IMPLICIT)).orElseThrow();
    return implicit instanceof ServiceRecords.Offered offered
        ? List.of(
            new Drift(
                account,
                implicit.service(),
                Change.TLS_UPGRADE_PUBLISHED,
                used,
                ServiceRecords.label(implicit.service())
                    + " "
                    + shown(offered, published.domain(), known)))
        : List.of();
  }

  private List<Drift> found() {
    signatures();
    boolean usesImplicit = service.tlsStart() == TlsStart.IMPLICIT;
    ServiceRecords own = usesImplicit ? implicit : starttls;
    ServiceRecords other = usesImplicit ? starttls : implicit;
    if (!usesImplicit && implicit instanceof ServiceRecords.Offered offered) {
      add(
          Change.TLS_UPGRADE_PUBLISHED,
          stored(),
          ServiceRecords.label(implicit.service())
              + " "
              + shown(offered, known.sourceDomain(), hosts()));
    }
    if (own instanceof ServiceRecords.Offered offered) {
      servers(offered);
    } else if (!(own instanceof ServiceRecords.LookupFailed)) {
      withoutServers(own, other);
    }
    return List.copyOf(changes);
  }

  private void signatures() {
    boolean wereSigned =
        known.inOrder().stream().anyMatch(s -> s.srvStatus() == DnssecStatus.SECURE);
    String before = (wereSigned ? DnssecStatus.SECURE : DnssecStatus.INSECURE) + ": " + stored();
    for (ServiceRecords records : List.of(implicit, starttls)) {
      if (records instanceof ServiceRecords.LookupFailed failed
          && records.status() == DnssecStatus.BOGUS) {
        add(Change.DNSSEC_BOGUS, before, failed.name() + " is Bogus: " + failed.reason());
        break;
      }
    }
    ServiceRecords own = service.tlsStart() == TlsStart.IMPLICIT ? implicit : starttls;
    if (wereSigned && own.status() == DnssecStatus.INSECURE) {
      add(Change.DNSSEC_LOST, before, DnssecStatus.INSECURE + ": " + described(own));
    }
  }

  /** Compares the servers of a service that still exists with its TLS start. */
  private void servers(ServiceRecords.Offered offered) {
    List<SrvTarget> acceptable = offered.acceptable(known.sourceDomain(), hosts());
    Set<String> endpoints = acceptable.stream().map(SrvChanges::endpoint).collect(toOrderedSet());
    Set<String> hosts = acceptable.stream().map(SrvChanges::host).collect(toOrderedSet());
    DiscoveredServer used = known.inOrder().get(0);
    // if there are more servers than a search keeps, chance chose among them, and another choice
    // is no difference
    boolean all = known.inOrder().size() < PublishedServices.MOST_SERVERS;
    if (!hosts.contains(used.host()) || (all && !hosts().containsAll(hosts))) {
      add(Change.HOST_CHANGED, stored(), described(offered));
    }
    boolean otherPort =
        acceptable.stream()
            .filter(r -> hosts().contains(host(r)))
            .anyMatch(r -> !endpoints().contains(endpoint(r)));
    boolean usedPortGone =
        hosts.contains(used.host()) && !endpoints.contains(endpoint(used.host(), used.port()));
    if (usedPortGone || (all && otherPort)) {
      add(Change.PORT_CHANGED, stored(), described(offered));
    }
  }

  private void withoutServers(ServiceRecords own, ServiceRecords other) {
    if (other instanceof ServiceRecords.LookupFailed) {
      return;
    }
    if (!(other instanceof ServiceRecords.Offered)) {
      add(Change.SERVICE_WITHDRAWN, stored(), described(own) + ", " + described(other));
    } else if (other.service().tlsStart() == TlsStart.STARTTLS) {
      add(Change.TLS_DOWNGRADE_ADVERTISED, stored(), described(own) + ", " + described(other));
    }
  }

  private String described(ServiceRecords records) {
    String name = records.source();
    if (records instanceof ServiceRecords.Offered offered) {
      return name + " " + shown(offered, known.sourceDomain(), hosts());
    }
    return records instanceof ServiceRecords.NoServer none
        ? name + " " + none.why()
        : name + " has no records";
  }

  /**
   * Returns the servers of a service, with a mark for those that a person would have to confirm.
   */
  private static String shown(
      ServiceRecords.Offered offered, String domain, Set<String> confirmed) {
    List<SrvTarget> acceptable = offered.acceptable(domain, confirmed);
    String shown =
        offered.targets().stream()
            .limit(MOST_SHOWN)
            .map(
                r ->
                    endpoint(r)
                        + (acceptable.contains(r)
                            ? ""
                            : " (not signed, and not in the domain: a person would have to confirm it)"))
            .collect(Collectors.joining(", "));
    return offered.targets().size() > MOST_SHOWN ? shown + ", ..." : shown;
  }

  private String stored() {
    String servers = endpoints().stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
    return ServiceRecords.label(service)
        + " "
        + servers
        + (known.inOrder().size() > MOST_SHOWN ? ", ..." : "");
  }

  private Set<String> hosts() {
    return known.inOrder().stream().map(DiscoveredServer::host).collect(toOrderedSet());
  }

  private Set<String> endpoints() {
    return known.inOrder().stream().map(s -> endpoint(s.host(), s.port())).collect(toOrderedSet());
  }

  private static String endpoint(SrvTarget target) {
    return target.endpoint().toString();
  }

  private static String host(SrvTarget target) {
    return target.endpoint().host().text();
  }

  private static String endpoint(String host, int port) {
    return host + ":" + port;
  }

  private void add(Change change, String before, String now) {
    changes.add(new Drift(account, service, change, before, now));
  }

  private static Collector<String, ?, Set<String>> toOrderedSet() {
    return Collectors.toCollection(LinkedHashSet::new);
  }
}
