package io.github.mailclad.audit;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.internal.text.Escaped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Explains the servers that a domain publishes as a decision: the proposal, the records that do not
 * count and why, and the question that a person would have to answer. Only DNS is asked, and the
 * web servers of {@link #withConfigurationFiles}. Immutable and thread-safe.
 */
public final class DiscoveryExplainer {
  private final SecureResolver resolver;
  private final Clock clock;
  private final MailDiscovery discovery;

  /** Creates an explainer that asks this resolver. */
  public DiscoveryExplainer(SecureResolver resolver, Clock clock) {
    this(resolver, clock, new MailDiscovery(resolver));
  }

  private DiscoveryExplainer(SecureResolver resolver, Clock clock, MailDiscovery discovery) {
    this.resolver = resolver;
    this.clock = clock;
    this.discovery = discovery;
  }

  /** Returns the same explainer, which also asks for configuration files. */
  public DiscoveryExplainer withConfigurationFiles(ConfigurationFiles files) {
    return new DiscoveryExplainer(resolver, clock, discovery.withConfigurationFiles(files));
  }

  /**
   * The explanation and the settings.
   *
   * @param report the explanation
   * @param accepted the settings of the services that need no confirmation
   */
  public record Explained(AuditReport report, List<ServerSettings> accepted) {
    public Explained {
      accepted = List.copyOf(accepted);
    }
  }

  /** Explains the servers of an address, for example {@code alice@example.org}. */
  public Explained explain(String address) {
    Discovery found = discovery.discover(address);
    FindingList findings = new FindingList();
    explain(Catalogue.DISCOVER_ACCESS, found.access(), findings);
    explain(Catalogue.DISCOVER_SUBMISSION, found.submission(), findings);
    lines(found).forEach(findings::add);
    AuditReport report =
        new AuditReport(
            Escaped.text(address), clock.instant(), Profile.RFC8314, findings.list(), List.of());
    List<ServerSettings> accepted =
        List.of(found.access(), found.submission()).stream()
            .filter(outcome -> outcome.refusal().isEmpty())
            .map(outcome -> outcome.get().accept())
            .filter(outcome -> outcome.refusal().isEmpty())
            .map(Outcome::get)
            .toList();
    return new Explained(report, accepted);
  }

  /** Returns what does not count, each once: both purposes may depend on the same file. */
  private static Set<Finding> lines(Discovery found) {
    Set<Finding> lines = new LinkedHashSet<>();
    List<Proposal> proposals =
        Stream.of(found.access(), found.submission())
            .filter(outcome -> outcome.refusal().isEmpty())
            .map(Outcome::get)
            .toList();
    proposals.stream()
        .flatMap(proposal -> proposal.ignored().stream())
        .forEach(line -> lines.add(line(Status.INFO, "does not count: " + line)));
    Stream.concat(
            proposals.stream().flatMap(proposal -> proposal.anomalies().stream()),
            found.anomalies().stream())
        .forEach(line -> lines.add(line(Status.WARN, "invalid: " + line)));
    return lines;
  }

  private static Finding line(Status status, String sentence) {
    return new Finding(Catalogue.DISCOVER_RECORDS, status, null, sentence);
  }

  private void explain(Check check, Outcome<Proposal> outcome, FindingList findings) {
    if (outcome.refusal().isPresent()) {
      Map<String, String> evidence = new LinkedHashMap<>();
      evidence.put("code", outcome.refusal().get().code());
      List<String> details = outcome.refusal().get().details();
      for (int i = 0; i < details.size(); i++) {
        evidence.put("detail " + (i + 1), details.get(i).strip());
      }
      evidence.put("remedy", outcome.refusal().get().remedy());
      // a failed look-up says nothing about the domain
      boolean failed = outcome.refusal().get().code().equals("discovery-failed");
      findings.add(
          check,
          failed ? Status.ERROR : Status.FAIL,
          null,
          outcome.refusal().get().summary(),
          evidence);
      return;
    }
    Proposal proposal = outcome.get();
    Optional<TargetQuestion> question = proposal.question();
    findings.add(
        check,
        question.isEmpty() ? Status.PASS : Status.WARN,
        null,
        proposal.service().srvLabel()
            + " is published"
            + (question.isEmpty()
                ? ""
                : ", and a person has to confirm: " + String.join(", ", question.get().targets())));
    proposal.targets().forEach(target -> explain(check, proposal, target, findings));
  }

  private void explain(Check check, Proposal proposal, Target target, FindingList findings) {
    Endpoint endpoint = target.endpoint();
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put(
        "may be used",
        target.approval() == null
            ? "after a confirmation"
            : switch (target.approval()) {
              case DNSSEC ->
                  proposal.sources().get(0) == DiscoverySource.PACC
                      ? "the digest of the configuration is signed"
                      : "the SRV record is signed";
              case SAME_DOMAIN -> "it is in the domain of the address";
              case PERSON -> "a person confirmed it";
            });
    if (!target.references().isEmpty()) {
      evidence.put(
          "certificate for one of",
          String.join(", ", target.references().stream().map(Object::toString).toList()));
    }
    evidence.put(
        "sources",
        String.join(", ", proposal.sources().stream().map(DiscoverySource::name).toList())
            + ", "
            + proposal.dnssecStatus());
    proposal.oauthIssuer().ifPresent(issuer -> evidence.put("issuer of tokens", issuer));
    evidence.put("tlsa", tlsa(endpoint, findings));
    findings.add(
        check,
        Status.INFO,
        new ServerAddress(
            endpoint.host().text(),
            /* address= */ null,
            endpoint.port(),
            proposal.service().srvLabel()),
        "proposed",
        evidence);
  }

  private String tlsa(Endpoint endpoint, FindingList findings) {
    if (endpoint.host().name().isEmpty()) {
      return "none for an address";
    }
    Answer<TlsaRecord> answer =
        resolver
            .tlsa("_" + endpoint.port() + "._tcp." + endpoint.host().text())
            .toCompletableFuture()
            .join();
    if (!answer.status().isAnswer()) {
      // a client does not connect then (RFC 7672, section 2.1.1)
      findings.add(
          Catalogue.DISCOVER_RECORDS,
          answer.status() == DnssecStatus.BOGUS ? Status.FAIL : Status.ERROR,
          null,
          "the look-up of TLSA records failed: " + Escaped.text(answer.name()));
    }
    String records =
        String.join("; ", answer.records().stream().map(TlsaRecord::toString).toList());
    return answer.status()
        + (records.isEmpty() ? ", no record" : ", " + Escaped.text(records, 400))
        + (answer.reason().isEmpty() ? "" : " (" + Escaped.text(answer.reason()) + ")");
  }
}
