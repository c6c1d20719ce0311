package io.github.mailclad.audit;

import io.github.mailclad.Host;
import io.github.mailclad.MailProtocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Audits the mail services of a domain. Only hosts that the domain publishes in records or
 * configuration files, or that the settings name, are contacted: at the ports of the SRV records,
 * at the registered ports, and at port 25 of hosts for submission; and the web servers of these
 * files. No credentials are sent. One connection at a time, at the {@link Pace} of the settings.
 * Immutable; an audit is for one thread.
 */
public final class Audit {
  private final AuditSettings settings;

  /** Creates an audit. */
  public Audit(AuditSettings settings) {
    this.settings = settings;
  }

  /**
   * Audits a domain.
   *
   * @param domain for example {@code example.org}
   * @throws IllegalArgumentException if it is not a domain name
   */
  public AuditReport of(String domain) {
    return judge(observe(domain));
  }

  /**
   * Everything that an audit observed.
   *
   * @param portTwentyFive the capabilities of port 25, by a submission port of the same address
   */
  record Observed(
      String domain,
      DomainFiles files,
      DomainRecords records,
      List<Observation> observations,
      Map<AuditedEndpoint, List<String>> portTwentyFive) {}

  /** Asks DNS and the servers. */
  Observed observe(String domain) {
    String name =
        Host.of(domain)
            .name()
            .orElseThrow(() -> new IllegalArgumentException("an address is no domain"))
            .name();
    settings.progress().accept("asking DNS about " + name);
    DomainFiles files = DomainFiles.of(name, settings);
    List<String> hosts = Stream.concat(settings.hosts().stream(), files.hosts()).toList();
    DomainRecords records = DomainRecords.of(name, hosts, settings.resolver());
    EndpointObserver observer = new EndpointObserver(settings, name);
    List<Observation> observations = records.endpoints().stream().map(observer::observe).toList();
    Map<AuditedEndpoint, List<String>> portTwentyFive = new LinkedHashMap<>();
    Set<InetAddress> asked = new HashSet<>();
    for (Observation each : observations) {
      AuditedEndpoint endpoint = each.endpoint();
      boolean submits = endpoint.service().protocol() == MailProtocol.SUBMISSION && each.isOpen();
      if (submits && asked.add(endpoint.address())) {
        portTwentyFive.put(endpoint, observer.portTwentyFive(endpoint.address()));
      }
    }
    return new Observed(name, files, records, observations, portTwentyFive);
  }

  /** Judges what was observed; asks nothing. */
  AuditReport judge(Observed seen) {
    FindingList findings = new FindingList();
    List<Observation> observations = seen.observations();
    new DnsChecks(seen.records(), findings).run();
    new FileChecks(seen.files(), seen.records(), observations, findings).run();
    new ServiceChecks(findings).run(observations);
    portTwentyFive(seen.portTwentyFive(), findings);
    for (Observation each : observations) {
      new TlsChecks(each, findings).run();
      new CertificateChecks(each, seen.records(), settings.anchors(), settings.now(), findings)
          .run();
      new ServerNameChecks(each, settings.anchors(), settings.now(), findings).run();
    }
    new ConsistencyCheck(settings.anchors(), settings.now(), findings).run(observations);
    received(findings);
    Questionnaire.questions()
        .forEach(
            question ->
                findings.add(question.check(), Status.NOT_OBSERVABLE, null, question.reason()));
    List<Finding> ordered = new ArrayList<>(findings.list());
    ordered.sort(Comparator.comparing(finding -> order(finding.status())));
    return new AuditReport(
        seen.domain(),
        settings.now(),
        settings.profile(),
        ordered,
        Stream.concat(
                observations.stream().map(Observation::where),
                seen.files().web().inOrder().stream())
            .toList());
  }

  /** Deviations first, then what could not be said, then the rest. */
  private static int order(Status status) {
    return List.of(
            Status.FAIL,
            Status.WARN,
            Status.ERROR,
            Status.INFO,
            Status.PASS,
            Status.NOT_APPLICABLE,
            Status.NOT_OBSERVABLE)
        .indexOf(status);
  }

  private static void portTwentyFive(
      Map<AuditedEndpoint, List<String>> asked, FindingList findings) {
    asked.forEach(
        (endpoint, capabilities) -> {
          Set<String> logins = Mechanisms.in(MailProtocol.SUBMISSION, capabilities);
          findings.add(
              Catalogue.PORT_25_LOGIN,
              capabilities.isEmpty()
                  ? Status.NOT_APPLICABLE
                  : logins.isEmpty() ? Status.PASS : Status.WARN,
              new ServerAddress(endpoint.host(), endpoint.address().getHostAddress(), 25, "smtp"),
              capabilities.isEmpty()
                  ? "port 25 does not answer"
                  : logins.isEmpty()
                      ? "port 25 offers no login before TLS"
                      : "port 25 offers before TLS: " + String.join(", ", logins));
        });
  }

  /** Reads the newest field that has a clause: the one of the server that took the message. */
  private void received(FindingList findings) {
    if (settings.received().isEmpty()) {
      findings.add(
          Catalogue.RECEIVED,
          Status.NOT_OBSERVABLE,
          null,
          "needs a message that was submitted through the provider");
      return;
    }
    ReceivedTls read =
        settings.received().stream()
            .map(ReceivedTls::parse)
            .filter(each -> each.form() != ReceivedTls.Form.ABSENT)
            .findFirst()
            .orElseGet(() -> ReceivedTls.parse(""));
    findings.add(
        Catalogue.RECEIVED,
        read.conforms() ? Status.PASS : Status.WARN,
        null,
        read.form() == ReceivedTls.Form.ABSENT
            ? "no Received field records the cipher suite"
            : "a Received field records "
                + read.cipher()
                + (read.conforms() ? "" : ", which is neither a registered name nor a number"));
  }
}
