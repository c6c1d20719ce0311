package io.github.mailclad.audit;

import io.github.mailclad.Host;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.audit.wire.Suites;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    EndpointObserver observer = new EndpointObserver(settings);
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
    }
    consistency(observations, findings);
    received(findings);
    unobservable(findings);
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

  /** Compares the addresses of each service of a host, and its two ways to start TLS. */
  private static void consistency(List<Observation> observations, FindingList findings) {
    Map<String, List<Observation>> groups =
        observations.stream()
            .filter(Observation::hasTls)
            .collect(
                Collectors.groupingBy(
                    each -> each.endpoint().host() + " " + each.endpoint().service().protocol(),
                    TreeMap::new,
                    Collectors.toList()));
    groups.forEach(
        (name, all) -> {
          Set<String> seen = new TreeSet<>();
          all.forEach(each -> seen.add(parameters(each)));
          if (all.size() > 1) {
            findings.add(
                Catalogue.CONSISTENCY,
                seen.size() == 1 ? Status.PASS : Status.WARN,
                all.get(0).where(),
                seen.size() == 1
                    ? "all addresses and ports of " + name + " agree"
                    : "addresses or ports of " + name + " differ: " + String.join(" / ", seen));
          }
        });
  }

  private static String parameters(Observation each) {
    Set<String> versions = new TreeSet<>();
    each.answers()
        .values()
        .forEach(
            answer -> {
              if (answer.agreed() != null) {
                versions.add(Suites.version(Objects.requireNonNull(answer.agreed()).version()));
              }
            });
    return String.join(", ", versions)
        + "; "
        + each.mechanisms().stream()
            .filter(mechanism -> !mechanism.contains(" "))
            .collect(Collectors.joining(" "));
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

  private static void unobservable(FindingList findings) {
    Map<Check, String> reasons =
        Map.of(
            Catalogue.EXTERNAL_LOGIN, "needs a client certificate that the operator issues",
            Catalogue.LOGIN_ORACLE, "needs a password in the clear, which an audit never sends",
            Catalogue.LOGGING, "only the operator sees the logs",
            Catalogue.PASSWORD_CHANGE, "only the operator knows the users",
            Catalogue.TRANSITION, "the operator decides on the way and on exceptions",
            Catalogue.ISSUANCE, "the authority decides what it issues",
            Catalogue.CONTENT_FILTERING, "needs a message with malware, which is never sent",
            Catalogue.PROVIDER_INTEGRITY, "TLS protects the way to a server, not its content",
            Catalogue.MX_SIGNED, "concerns mail between domains, which is not audited",
            Catalogue.OTHER_SERVICES, "only mail services are audited");
    reasons.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().id()))
        .forEach(
            entry -> findings.add(entry.getKey(), Status.NOT_OBSERVABLE, null, entry.getValue()));
  }
}
