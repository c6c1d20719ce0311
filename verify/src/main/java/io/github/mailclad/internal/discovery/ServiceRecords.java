package io.github.mailclad.internal.discovery;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Endpoint.Provenance;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.internal.discovery.Server.Publication;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a domain publishes for one service: by records at that service's label (RFC
 * 6186, section 3), or by a configuration file. Immutable.
 */
public sealed interface ServiceRecords {
  /**
   * The number of records that are kept at most, those of the best priority; more than any domain
   * needs.
   */
  int MOST_RECORDS = 64;

  /** Returns the service. */
  MailService service();

  /** Returns the DNSSEC status of the answer, or of the failed look-up. */
  DnssecStatus status();

  /** Returns the records that make no sense and were dropped, one line each. */
  default List<String> anomalies() {
    return List.of();
  }

  /** Returns the place of the records, for people: the label, or the kind of file. */
  default String source() {
    return label(service());
  }

  /** The look-up failed, so an attacker may be hiding the records. */
  record LookupFailed(MailService service, String name, DnssecStatus status, String reason)
      implements ServiceRecords {}

  /** There are no records at the label. */
  record Absent(MailService service, DnssecStatus status) implements ServiceRecords {}

  /**
   * There are records, but no server among them: the service is not offered, or the records make no
   * sense.
   */
  record NoServer(MailService service, DnssecStatus status, String why, List<String> anomalies)
      implements ServiceRecords {
    public NoServer {
      anomalies = List.copyOf(anomalies);
    }
  }

  /** What the domain publishes is unusable in a way that must not lead to other servers. */
  record Unusable(MailService service, DnssecStatus status, Refusal refusal)
      implements ServiceRecords {}

  /**
   * There are servers, one target for each host and port.
   *
   * @param sources the sources that name exactly these servers, the deciding one first
   * @param oauthIssuer the issuer that a configuration file names; null for none
   */
  record Offered(
      MailService service,
      DnssecStatus status,
      List<SrvTarget> targets,
      List<String> anomalies,
      List<DiscoverySource> sources,
      @Nullable String oauthIssuer)
      implements ServiceRecords {
    public Offered {
      targets = List.copyOf(targets);
      anomalies = List.copyOf(anomalies);
      sources = List.copyOf(sources);
    }

    /** Creates the servers of SRV records. */
    Offered(
        MailService service, DnssecStatus status, List<SrvTarget> targets, List<String> anomalies) {
      this(
          service,
          status,
          targets,
          anomalies,
          List.of(DiscoverySource.SRV),
          /* oauthIssuer= */ null);
    }

    @Override
    public String source() {
      return sources.get(0) == DiscoverySource.SRV
          ? label(service)
          : service.srvLabel() + " in the configuration (" + sources.get(0) + ")";
    }

    /** Returns the hosts and ports. */
    Set<Endpoint> endpoints() {
      return targets.stream()
          .map(t -> new Endpoint(t.endpoint().host(), t.endpoint().port(), Provenance.SRV))
          .collect(Collectors.toSet());
    }

    /** Returns the targets that may be connected to. */
    public List<SrvTarget> acceptable(String domain, Set<String> confirmed) {
      return targets.stream()
          .filter(target -> approval(target, domain, confirmed).isPresent())
          .toList();
    }

    /** Returns why a target may be connected to; empty if it may not. */
    Optional<Approval> approval(SrvTarget target, String domain, Set<String> confirmed) {
      return Publication.approval(target.endpoint().host(), domain, status, confirmed);
    }

    /** Returns the best priority of all the records. */
    int priority() {
      return targets.stream().mapToInt(SrvTarget::priority).min().orElse(Integer.MAX_VALUE);
    }
  }

  /**
   * A server that a record names, and the order in which to try it (RFC 2782).
   *
   * @param priority the lowest one is tried first
   * @param weight the relative share of connections within one priority
   * @param endpoint the server
   */
  record SrvTarget(int priority, int weight, Endpoint endpoint) {}

  /**
   * Returns the name of the SRV records of a service, for example {@code _imaps._tcp.example.org}.
   */
  static String name(MailService service, String domain) {
    return label(service) + "." + domain;
  }

  /** Returns the label of a service, for example {@code _imaps._tcp}. */
  static String label(MailService service) {
    return "_" + service.srvLabel() + "._tcp";
  }

  /** Returns the records of a service as an answer gives them. */
  static ServiceRecords of(MailService service, String name, Answer<SrvRecord> answer) {
    if (!answer.status().isAnswer()) {
      return new LookupFailed(service, name, answer.status(), answer.reason());
    }
    if (answer.isAbsence()) {
      return new Absent(service, answer.status());
    }
    long servers = answer.records().stream().filter(r -> !isNoService(r)).count();
    if (servers < answer.records().size()) {
      return new NoServer(
          service,
          answer.status(),
          "says that there is no such service",
          servers == 0
              ? List.of()
              : List.of(label(service) + " names servers and says that there are none"));
    }
    return offered(service, answer);
  }

  private static boolean isNoService(SrvRecord record) {
    return record.target().equals(SrvRecord.NO_SERVICE);
  }

  private static ServiceRecords offered(MailService service, Answer<SrvRecord> answer) {
    List<String> anomalies = new ArrayList<>();
    List<SrvTarget> targets = new ArrayList<>();
    Set<Endpoint> known = new HashSet<>();
    // the best ones come first, and in the same order each time
    for (SrvRecord record :
        answer.records().stream()
            .sorted(Comparator.comparing(SrvRecord::priority).thenComparing(SrvRecord::toString))
            .toList()) {
      Optional<Endpoint> server = server(record);
      if (targets.size() == MOST_RECORDS) {
        anomalies.add(label(service) + " has more than " + MOST_RECORDS + " records; dropped");
        break;
      }
      if (server.isEmpty()) {
        note(anomalies, label(service) + " " + shown(record) + ": names no server; dropped");
      } else if (!known.add(server.get())) {
        note(anomalies, label(service) + " " + shown(record) + ": is there twice; dropped");
      } else {
        targets.add(new SrvTarget(record.priority(), record.weight(), server.get()));
      }
    }
    return targets.isEmpty()
        ? new NoServer(service, answer.status(), "names no server", anomalies)
        : new Offered(service, answer.status(), targets, anomalies);
  }

  /** Returns the server of a record; empty if the target is not a host name or the port is 0. */
  private static Optional<Endpoint> server(SrvRecord record) {
    String target = record.target();
    // a U-label in a record is an error of the zone, not a name to be mapped
    if (record.port() == 0 || !target.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      return Optional.empty();
    }
    return Host.parse(target)
        .filter(host -> host.name().isPresent())
        .map(host -> new Endpoint(host, record.port(), Provenance.SRV));
  }

  private static void note(List<String> anomalies, String line) {
    if (anomalies.size() < MOST_RECORDS) {
      anomalies.add(line);
    }
  }

  private static String shown(SrvRecord record) {
    String text = record.toString().replaceAll("[^ -~]", "?");
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }
}
