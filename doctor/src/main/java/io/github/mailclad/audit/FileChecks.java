package io.github.mailclad.audit;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.internal.discovery.PublishedServices;
import io.github.mailclad.internal.discovery.ServiceRecords.Offered;
import io.github.mailclad.internal.discovery.ServiceRecords.SrvTarget;
import io.github.mailclad.internal.discovery.ServiceRecords.Unusable;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.Refusal;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checks of the configuration files of a domain, against its records and its servers. */
final class FileChecks {
  private final DomainFiles files;
  private final DomainRecords records;
  private final List<Observation> observations;
  private final FindingList findings;

  FileChecks(
      DomainFiles files,
      DomainRecords records,
      List<Observation> observations,
      FindingList findings) {
    this.files = files;
    this.records = records;
    this.observations = observations;
    this.findings = findings;
  }

  void run() {
    pacc();
    autoconfig();
  }

  private void pacc() {
    Optional<Refusal> refused =
        Stream.of(MailService.values())
            .flatMap(service -> files.pacc().records(service).stream())
            .filter(Unusable.class::isInstance)
            .map(found -> ((Unusable) found).refusal())
            .findFirst();
    if (refused.isPresent()) {
      refused(refused.get());
    } else if (!files.webServers().contains("ua-auto-config." + records.domain())) {
      add(Catalogue.PACC, Status.NOT_APPLICABLE, "no configuration has a digest in DNS");
    } else {
      compare(Catalogue.PACC, files.pacc());
    }
  }

  private void refused(Refusal refusal) {
    // a failed look-up says nothing about the domain
    boolean failed = refusal instanceof LookupRefusal.DiscoveryFailed;
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("code", refusal.code());
    evidence.put("details", String.join("; ", refusal.details()));
    boolean differs = refusal instanceof LookupRefusal.ConfigurationMismatch;
    findings.add(
        Catalogue.PACC,
        failed ? Status.ERROR : Status.FAIL,
        null,
        failed
            ? "the look-up of the digest failed"
            : "clients refuse the configuration: it "
                + (differs ? "is not the one whose digest is in DNS" : "cannot be fetched or read"),
        evidence);
  }

  private void autoconfig() {
    List<String> failed = files.autoconfig().attempts();
    // the other address is at the domain's web site, which may answer anything
    boolean isBroken =
        files.webServers().contains("autoconfig." + records.domain())
            && !failed.isEmpty()
            && !failed.get(0).endsWith(" 404");
    if (isBroken) {
      add(
          Catalogue.AUTOCONFIG,
          Status.WARN,
          "the file cannot be used: " + Escaped.text(failed.get(0)));
    }
    if (failed.size() < 2) {
      compare(Catalogue.AUTOCONFIG, files.autoconfig());
    } else if (!isBroken) {
      add(Catalogue.AUTOCONFIG, Status.NOT_APPLICABLE, "the domain has no autoconfig file");
    }
  }

  private void compare(Check check, PublishedServices published) {
    List<Offered> offered = DomainFiles.offered(published);
    if (offered.isEmpty()) {
      add(check, Status.FAIL, "the file names no server with TLS");
      return;
    }
    FindingList found = new FindingList();
    if (check.equals(Catalogue.PACC) && offered.get(0).status() != DnssecStatus.SECURE) {
      found.add(check, Status.WARN, null, "the digest of the configuration is not signed");
    }
    offered.stream()
        .flatMap(service -> service.anomalies().stream())
        .distinct()
        .forEach(line -> found.add(check, anomaly(line), null, "the file: " + line));
    for (Offered service : offered) {
      for (SrvTarget target : service.targets()) {
        againstRecords(check, service.service(), target.endpoint(), found);
        againstServers(check, service.service(), target.endpoint(), found);
      }
    }
    found.list().forEach(findings::add);
    if (found.list().stream().allMatch(each -> each.status() == Status.INFO)) {
      add(check, Status.PASS, "the file agrees with the SRV records and the servers");
    }
  }

  /** Returns the result for an entry that clients with TLS drop, or read in another way. */
  private static Status anomaly(String line) {
    return line.contains("has no TLS") ? Status.FAIL : Status.INFO;
  }

  private void againstRecords(Check check, MailService service, Endpoint named, FindingList found) {
    Answer<SrvRecord> srv = records.srv(service);
    boolean agrees =
        srv.records().stream()
            .anyMatch(
                record ->
                    record.port() == named.port()
                        && Ascii.equalsIgnoringCase(record.target(), named.host().text()));
    if (!agrees && !srv.records().isEmpty()) {
      found.add(
          check,
          Status.WARN,
          null,
          place(service, named) + " is in the file and not in the SRV records");
    }
  }

  private void againstServers(Check check, MailService service, Endpoint named, FindingList found) {
    List<Observation> seen =
        observations.stream()
            .filter(
                each ->
                    each.endpoint().service() == service
                        && each.endpoint().port() == named.port()
                        && Ascii.equalsIgnoringCase(each.endpoint().host(), named.host().text()))
            .toList();
    if (seen.stream().anyMatch(Observation::hasTls)) {
      return;
    }
    if (seen.isEmpty()) {
      boolean absent =
          isAbsent(records.ipv4().get(named.host().text()))
              && isAbsent(records.ipv6().get(named.host().text()));
      found.add(
          check,
          absent ? Status.FAIL : Status.INFO,
          null,
          place(service, named) + (absent ? " has no address" : " was not examined"));
      return;
    }
    boolean turnedAway = seen.stream().anyMatch(each -> each.held().isTurnedAway());
    found.add(
        check,
        turnedAway ? Status.ERROR : Status.FAIL,
        null,
        place(service, named)
            + (turnedAway ? " turned the audit away" : " is in the file, and has no TLS"));
  }

  private static boolean isAbsent(@Nullable Answer<InetAddress> answer) {
    return answer != null && answer.isAbsence();
  }

  private static String place(MailService service, Endpoint named) {
    return service.srvLabel() + " " + named;
  }

  private void add(Check check, Status status, String sentence) {
    findings.add(check, status, null, sentence);
  }
}
