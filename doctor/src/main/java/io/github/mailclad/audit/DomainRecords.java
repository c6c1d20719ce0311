package io.github.mailclad.audit;

import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.audit.AuditedEndpoint.Origin;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that DNS says about the mail services of a domain.
 *
 * @param domain the domain, in A-labels
 * @param services the SRV records of the six services
 * @param ipv4 the IPv4 addresses of each host
 * @param ipv6 the IPv6 addresses of each host
 * @param tlsa the TLSA records, by their name
 */
record DomainRecords(
    String domain,
    Map<MailService, Answer<SrvRecord>> services,
    Map<String, Answer<InetAddress>> ipv4,
    Map<String, Answer<InetAddress>> ipv6,
    Map<String, Answer<TlsaRecord>> tlsa) {
  static final int MOST_HOSTS = 40;
  private static final int MOST_ADDRESSES = 8;

  /** Looks everything up; the hosts are examined beside the published ones. */
  static DomainRecords of(String domain, List<String> hosts, SecureResolver resolver) {
    Map<MailService, Answer<SrvRecord>> services = new EnumMap<>(MailService.class);
    for (MailService service : MailService.values()) {
      services.put(
          service,
          resolver.srv("_" + service.srvLabel() + "._tcp." + domain).toCompletableFuture().join());
    }
    DomainRecords records =
        new DomainRecords(domain, services, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    Stream.concat(
            hosts.stream(),
            services.values().stream()
                .flatMap(answer -> answer.records().stream())
                .map(SrvRecord::target))
        .filter(DomainRecords::isHost)
        .distinct()
        .limit(MOST_HOSTS)
        .forEach(host -> records.lookUp(host, resolver));
    return records;
  }

  private void lookUp(String host, SecureResolver resolver) {
    ipv4.put(host, resolver.ipv4(host).toCompletableFuture().join());
    ipv6.put(host, resolver.ipv6(host).toCompletableFuture().join());
    for (MailService service : MailService.values()) {
      ports(service, host)
          .forEach(
              port -> {
                String name = "_" + port + "._tcp." + host;
                tlsa.computeIfAbsent(
                    name, asked -> resolver.tlsa(asked).toCompletableFuture().join());
              });
    }
  }

  /** Returns the ports of a service at a host: those of SRV records, and the registered one. */
  private Stream<Integer> ports(MailService service, String host) {
    return Stream.concat(published(service, host), Stream.of(service.defaultPort())).distinct();
  }

  /** Returns the SRV records of a service. */
  Answer<SrvRecord> srv(MailService service) {
    return Objects.requireNonNull(services.get(service));
  }

  private Stream<Integer> published(MailService service, String host) {
    return srv(service).records().stream()
        .filter(record -> record.target().equals(host) && record.port() > 0)
        .map(SrvRecord::port);
  }

  /** Returns the number of published hosts that were not looked up, because there are too many. */
  long omitted() {
    return services.values().stream()
        .flatMap(answer -> answer.records().stream())
        .map(SrvRecord::target)
        .filter(DomainRecords::isHost)
        .distinct()
        .filter(host -> !ipv4.containsKey(host))
        .count();
  }

  /** Returns all ports to examine. */
  List<AuditedEndpoint> endpoints() {
    List<AuditedEndpoint> endpoints = new ArrayList<>();
    for (String host : ipv4.keySet()) {
      for (InetAddress address : addresses(host)) {
        for (MailService service : MailService.values()) {
          List<Integer> named = published(service, host).toList();
          ports(service, host)
              .forEach(
                  port ->
                      endpoints.add(
                          new AuditedEndpoint(
                              service,
                              host,
                              address,
                              port,
                              Objects.requireNonNull(tlsa.get("_" + port + "._tcp." + host)),
                              named.contains(port) ? Origin.PUBLISHED : Origin.REGISTERED_PORT)));
        }
      }
    }
    return endpoints;
  }

  /** Returns the addresses of a host, at most eight. */
  List<InetAddress> addresses(String host) {
    return Stream.of(ipv6.get(host), ipv4.get(host))
        .flatMap(answer -> answer.records().stream())
        .limit(MOST_ADDRESSES)
        .toList();
  }

  private static boolean isHost(String target) {
    return Host.parse(target).flatMap(Host::name).isPresent();
  }
}
