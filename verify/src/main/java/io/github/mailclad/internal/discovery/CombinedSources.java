package io.github.mailclad.internal.discovery;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.ServiceRecords.Offered;
import io.github.mailclad.internal.discovery.ServiceRecords.SrvTarget;
import io.github.mailclad.internal.text.Escaped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Combines the SRV records of a domain with its configuration files, for each purpose by itself.
 * Signed records decide alone, and a failed look-up of them is never made up for. Then a
 * configuration with a signed digest decides, then unsigned records, then unsigned files in the
 * order PACC, autoconfig, directory. For one use.
 */
final class CombinedSources {
  /** The priority of the first server of an unsigned file: any SRV record is preferred. */
  private static final int AFTER_RECORDS = 100_000;

  private final String user;
  private final String domain;
  private final Map<MailService, ServiceRecords> services = new EnumMap<>(MailService.class);
  private final List<String> attempts = new ArrayList<>();

  CombinedSources(String user, String domain, List<ServiceRecords> records) {
    this.user = user;
    this.domain = domain;
    records.forEach(r -> services.put(r.service(), r));
  }

  /**
   * Adds what the files name for purposes whose records are neither signed nor failed.
   *
   * @param purposes the protocols of each purpose
   */
  void add(List<List<MailProtocol>> purposes, WebSearch web, SecureResolver resolver) {
    List<List<MailProtocol>> open = purposes.stream().filter(this::isOpen).toList();
    if (open.isEmpty()) {
      return;
    }
    WebSearch.Fetch fetch = web.begin();
    Outcome<Optional<WebSearch.Proved>> pacc = fetch.pacc(domain, resolver);
    if (pacc.refusal().isPresent()) {
      of(open)
          .forEach(
              r ->
                  services.put(
                      r.service(),
                      new ServiceRecords.Unusable(r.service(), r.status(), pacc.refusal().get())));
      return;
    }
    pacc.get()
        .ifPresent(
            found ->
                open.forEach(
                    purpose ->
                        use(purpose, found.configuration(), found.status(), DiscoverySource.PACC)));
    if (web.kinds() == WebSearch.Kinds.ALL) {
      unsigned(open, DiscoverySource.AUTOCONFIG, () -> fetch.autoconfig(user, domain, attempts));
      unsigned(open, DiscoverySource.DIRECTORY, () -> fetch.directory(domain, attempts));
    }
  }

  /** Returns the records and servers, of each service once. */
  List<ServiceRecords> services() {
    return List.copyOf(services.values());
  }

  /** Returns the files that could not be used, a line each. */
  List<String> attempts() {
    return attempts;
  }

  /** Returns whether the records of a purpose are neither failed nor signed; signed absence is. */
  private boolean isOpen(List<MailProtocol> purpose) {
    return of(List.of(purpose)).stream()
        .allMatch(
            r ->
                r instanceof ServiceRecords.Absent
                    || (r.status() == DnssecStatus.INSECURE
                        && !(r instanceof ServiceRecords.LookupFailed)));
  }

  private List<ServiceRecords> of(List<List<MailProtocol>> purposes) {
    return services.values().stream()
        .filter(r -> purposes.stream().anyMatch(p -> p.contains(r.service().protocol())))
        .toList();
  }

  private boolean lacksServers(List<MailProtocol> purpose) {
    return of(List.of(purpose)).stream().noneMatch(Offered.class::isInstance);
  }

  private void unsigned(
      List<List<MailProtocol>> open,
      DiscoverySource source,
      Supplier<Optional<MailConfiguration>> file) {
    List<List<MailProtocol>> lacking = open.stream().filter(this::lacksServers).toList();
    if (!lacking.isEmpty()) {
      file.get()
          .ifPresent(
              found ->
                  lacking.forEach(purpose -> use(purpose, found, DnssecStatus.INSECURE, source)));
    }
  }

  /** Uses the servers of a file for a purpose, or compares them with those of the records. */
  private void use(
      List<MailProtocol> purpose,
      MailConfiguration file,
      DnssecStatus status,
      DiscoverySource source) {
    List<Offered> named = offered(purpose, file, status, source);
    List<Offered> recorded =
        of(List.of(purpose)).stream()
            .filter(Offered.class::isInstance)
            .map(Offered.class::cast)
            .toList();
    if (named.isEmpty()) {
      return;
    }
    boolean fileDecides = status == DnssecStatus.SECURE || recorded.isEmpty();
    List<Offered> deciding = fileDecides ? named : recorded;
    List<Offered> others = fileDecides ? recorded : named;
    if (fileDecides) {
      of(List.of(purpose))
          .forEach(r -> services.put(r.service(), new ServiceRecords.Absent(r.service(), status)));
    }
    deciding.forEach(d -> services.put(d.service(), compared(d, others)));
  }

  /** Returns a service with the sources that agree on it, and a line for one that does not. */
  private static Offered compared(Offered deciding, List<Offered> others) {
    List<DiscoverySource> sources = new ArrayList<>(deciding.sources());
    List<String> anomalies = new ArrayList<>(deciding.anomalies());
    String issuer = deciding.oauthIssuer();
    for (Offered other : others) {
      if (other.service() != deciding.service()) {
        continue;
      }
      if (other.endpoints().equals(deciding.endpoints())) {
        sources.addAll(other.sources());
        issuer = issuer == null ? other.oauthIssuer() : issuer;
      } else {
        anomalies.add(
            "contradiction: "
                + other.source()
                + " names "
                + other.endpoints()
                + ", and "
                + deciding.source()
                + " names "
                + deciding.endpoints());
      }
    }
    return new Offered(
        deciding.service(), deciding.status(), deciding.targets(), anomalies, sources, issuer);
  }

  private static List<Offered> offered(
      List<MailProtocol> purpose,
      MailConfiguration file,
      DnssecStatus status,
      DiscoverySource source) {
    Map<MailService, List<SrvTarget>> targets = new EnumMap<>(MailService.class);
    int priority = status == DnssecStatus.SECURE ? 0 : AFTER_RECORDS;
    for (MailConfiguration.Entry entry : file.servers()) {
      if (purpose.contains(entry.service().protocol())) {
        targets
            .computeIfAbsent(entry.service(), s -> new ArrayList<>())
            .add(new SrvTarget(priority++, /* weight= */ 0, entry.endpoint()));
      }
    }
    String issuer = file.oauthIssuer() == null ? null : Escaped.text(file.oauthIssuer());
    return targets.entrySet().stream()
        .map(
            e ->
                new Offered(
                    e.getKey(), status, e.getValue(), file.anomalies(), List.of(source), issuer))
        .toList();
  }
}
