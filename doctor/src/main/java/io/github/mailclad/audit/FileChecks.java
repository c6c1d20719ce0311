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
    String host = "ua-auto-config." + records.domain();
    String unclear = files.web().unclear().get(host);
    if (unclear != null) {
      add(Catalogue.PACC, Status.ERROR, "the configuration was not fetched: " + shown(unclear));
    } else if (refused.isPresent()) {
      refused(refused.get());
    } else if (!files.web().isConnected(host)) {
      add(Catalogue.PACC, Status.NOT_APPLICABLE, "no configuration has a digest in DNS");
    } else {
      compare(Catalogue.PACC, files.pacc());
    }
  }

  private void refused(Refusal refusal) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("code", refusal.code());
    evidence.put("details", String.join("; ", refusal.details()));
    if (refusal instanceof LookupRefusal.DiscoveryFailed failed) {
      // a look-up without an answer says nothing about the domain
      boolean isBogus = failed.status() == DnssecStatus.BOGUS;
      findings.add(
          Catalogue.PACC,
          isBogus ? Status.FAIL : Status.ERROR,
          null,
          "the look-up of the digest failed: " + failed.status(),
          evidence);
      return;
    }
    boolean differs = refusal instanceof LookupRefusal.ConfigurationMismatch;
    findings.add(
        Catalogue.PACC,
        Status.FAIL,
        null,
        "clients refuse the configuration: it "
            + (differs ? "is not the one whose digest is in DNS" : "cannot be fetched or read"),
        evidence);
  }

  private void autoconfig() {
    List<String> failed = files.autoconfig().attempts();
    String host = "autoconfig." + records.domain();
    // the second address is at the domain's web site, which may answer anything
    boolean isBroken =
        files.web().isConnected(host) && !failed.isEmpty() && !failed.get(0).endsWith(" 404");
    String unclear = files.web().unclear().get(host);
    if (unclear != null) {
      add(Catalogue.AUTOCONFIG, Status.ERROR, "the file was not fetched: " + shown(unclear));
    } else if (isBroken) {
      add(Catalogue.AUTOCONFIG, Status.WARN, "the file cannot be used: " + shown(failed.get(0)));
    }
    if (failed.size() < 2) {
      compare(Catalogue.AUTOCONFIG, files.autoconfig());
    } else if (!isBroken && unclear == null) {
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
      add(check, Status.PASS, "nothing contradicts the file");
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
    if (!srv.status().isAnswer()) {
      String label = "_" + service.srvLabel() + "._tcp";
      found.add(check, Status.ERROR, null, "not compared: the look-up of " + label + " failed");
    } else if (!agrees && !srv.records().isEmpty()) {
      found.add(
          check,
          Status.WARN,
          null,
          place(service, named) + " is in the file and not in the SRV records");
    }
  }

  private void againstServers(Check check, MailService service, Endpoint named, FindingList found) {
    String place = place(service, named);
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
      Answer<InetAddress> ipv4 = records.ipv4().get(named.host().text());
      Answer<InetAddress> ipv6 = records.ipv6().get(named.host().text());
      boolean failed = isFailed(ipv4) || isFailed(ipv6);
      boolean absent = isAbsent(ipv4) && isAbsent(ipv6);
      found.add(
          check,
          failed ? Status.ERROR : absent ? Status.FAIL : Status.INFO,
          null,
          place
              + (failed
                  ? ": the look-up of its addresses failed"
                  : absent ? " has no address" : " was not examined"));
      return;
    }
    boolean lacksTls =
        seen.stream()
            .anyMatch(each -> each.held().isClosed() || !each.held().clearGreeting().isEmpty());
    found.add(
        check,
        lacksTls ? Status.FAIL : Status.ERROR,
        null,
        lacksTls
            ? place + " is in the file, and has no TLS"
            : place + " could not be examined " + seen.get(0).held().problem());
  }

  private static boolean isFailed(@Nullable Answer<InetAddress> answer) {
    return answer != null && !answer.status().isAnswer();
  }

  private static boolean isAbsent(@Nullable Answer<InetAddress> answer) {
    return answer != null && answer.isAbsence();
  }

  private static String place(MailService service, Endpoint named) {
    return service.srvLabel() + " " + named;
  }

  private static String shown(String reason) {
    return Escaped.text(reason, 200);
  }

  private void add(Check check, Status status, String sentence) {
    findings.add(check, status, null, sentence);
  }
}
