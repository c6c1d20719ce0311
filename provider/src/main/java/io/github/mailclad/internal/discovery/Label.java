package io.github.mailclad.internal.discovery;

import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SrvRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The records of a domain about one service, at that service's label (RFC 6186, section 3).
 * Immutable.
 */
public sealed interface Label {
  /**
   * The number of records that are kept at most, those of the best priority; more than any domain
   * needs.
   */
  int MOST_RECORDS = 64;

  /** Returns the service. */
  MailService service();

  /** Returns the DNSSEC status of the answer, or of the failed look-up. */
  DnssecStatus status();

  /** The look-up failed, so an attacker may be hiding the records. */
  record Unknown(MailService service, String name, DnssecStatus status, String reason)
      implements Label {}

  /** There are no records at the label. */
  record Absent(MailService service, DnssecStatus status) implements Label {}

  /**
   * There are records, but no server among them: the service is not offered, or the records make no
   * sense.
   */
  record Unusable(MailService service, DnssecStatus status, String why, List<String> anomalies)
      implements Label {
    public Unusable {
      anomalies = List.copyOf(anomalies);
    }
  }

  /** There are servers, one record for each host and port. */
  record Offered(
      MailService service, DnssecStatus status, List<SrvRecord> records, List<String> anomalies)
      implements Label {
    public Offered {
      records = List.copyOf(records);
      anomalies = List.copyOf(anomalies);
    }

    /** Returns the records whose targets may be connected to. */
    public List<SrvRecord> acceptable(String domain, Set<String> confirmed) {
      Gate gate = new Gate(domain, confirmed);
      return records.stream().filter(r -> gate.approval(r, status).isPresent()).toList();
    }

    /** Returns the best priority of all the records. */
    int priority() {
      return records.stream().mapToInt(SrvRecord::priority).min().orElse(Integer.MAX_VALUE);
    }
  }

  /**
   * Returns the name of the SRV records of a service, for example {@code _imaps._tcp.example.org}.
   */
  static String name(MailService service, String domain) {
    return text(service) + "." + domain;
  }

  /** Returns the label itself, for example {@code _imaps._tcp}. */
  static String text(MailService service) {
    return "_" + service.srvLabel() + "._tcp";
  }

  /** Returns the anomalies of the records. */
  default List<String> oddities() {
    if (this instanceof Unusable unusable) {
      return unusable.anomalies();
    }
    return this instanceof Offered offered ? offered.anomalies() : List.of();
  }

  /** Returns the label that an answer about a service describes. */
  static Label of(MailService service, String name, Answer<SrvRecord> answer) {
    if (!answer.status().isAnswer()) {
      return new Unknown(service, name, answer.status(), answer.reason());
    }
    if (answer.isAbsence()) {
      return new Absent(service, answer.status());
    }
    long servers = answer.records().stream().filter(r -> !isNoService(r)).count();
    if (servers < answer.records().size()) {
      return new Unusable(
          service,
          answer.status(),
          "says that there is no such service",
          servers == 0
              ? List.of()
              : List.of(text(service) + " names servers and says that there are none"));
    }
    return offered(service, answer);
  }

  private static boolean isNoService(SrvRecord record) {
    return record.target().equals(SrvRecord.NO_SERVICE);
  }

  private static Label offered(MailService service, Answer<SrvRecord> answer) {
    List<String> anomalies = new ArrayList<>();
    List<SrvRecord> records = new ArrayList<>();
    Set<String> known = new HashSet<>();
    // the best ones come first, and in the same order each time
    for (SrvRecord record :
        answer.records().stream()
            .sorted(Comparator.comparing(SrvRecord::priority).thenComparing(SrvRecord::toString))
            .toList()) {
      Optional<SrvRecord> sensible = sensible(record);
      if (records.size() == MOST_RECORDS) {
        anomalies.add(text(service) + " has more than " + MOST_RECORDS + " records; dropped");
        break;
      }
      if (sensible.isEmpty()) {
        note(anomalies, text(service) + " " + shown(record) + ": names no server; dropped");
      } else if (!known.add(sensible.get().target() + ":" + record.port())) {
        note(anomalies, text(service) + " " + shown(record) + ": is there twice; dropped");
      } else {
        records.add(sensible.get());
      }
    }
    return records.isEmpty()
        ? new Unusable(service, answer.status(), "names no server", anomalies)
        : new Offered(service, answer.status(), records, anomalies);
  }

  /**
   * Returns the record with its target as a host name; empty if the target is not a host or the
   * port is 0.
   */
  private static Optional<SrvRecord> sensible(SrvRecord record) {
    String target = record.target();
    // a U-label in a record is an error of the zone, not a name to be mapped
    if (record.port() == 0 || !target.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      return Optional.empty();
    }
    return Host.parse(target)
        .flatMap(Host::name)
        .map(host -> new SrvRecord(record.priority(), record.weight(), record.port(), host.name()));
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
