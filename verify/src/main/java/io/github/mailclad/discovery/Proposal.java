package io.github.mailclad.discovery;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.Server.Publication;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The servers that are proposed for reading mail or for submitting it. Nothing is contacted before
 * it is accepted. Immutable and thread-safe.
 */
public final class Proposal {
  private final String user;
  private final Choice found;
  private final List<String> anomalies;
  private final Set<String> unconfirmed;

  /**
   * Creates a proposal.
   *
   * @param anomalies the records that make no sense and were dropped, one line each
   * @param unconfirmed the targets that a person has to confirm; the search assumed that the person
   *     does
   */
  Proposal(String user, Choice found, List<String> anomalies, Set<String> unconfirmed) {
    this.user = user;
    this.found = found;
    this.anomalies = List.copyOf(anomalies);
    this.unconfirmed = Set.copyOf(unconfirmed);
  }

  /** Returns the domain of the records, in A-labels. */
  public String domain() {
    return publication(first()).domain();
  }

  /** Returns the service, TLS start included. */
  public MailService service() {
    return first().service();
  }

  /** Returns the servers, in the order in which to try them. */
  public List<Target> targets() {
    return found.inOrder().stream()
        .map(
            c ->
                unconfirmed.contains(c.endpoint().host().text())
                    ? new Target(c.endpoint(), /* approval= */ null, List.of())
                    : target(c))
        .toList();
  }

  /** Returns the sources that name exactly these servers, the deciding one first. */
  public List<DiscoverySource> sources() {
    return found.sources();
  }

  /**
   * Returns the issuer of OAuth tokens that a configuration file names (RFC 8414), escaped. It is
   * information: no secret may be sent there unless a person or the application trusts it.
   */
  public Optional<String> oauthIssuer() {
    return Optional.ofNullable(found.oauthIssuer());
  }

  /** Returns the DNSSEC status of the records, or of the digest of the configuration. */
  public DnssecStatus dnssecStatus() {
    return publication(first()).status();
  }

  /** Returns whether a person has to confirm the servers before any of them may be contacted. */
  public boolean needsConfirmation() {
    return !unconfirmed.isEmpty();
  }

  /**
   * Returns the question that a person has to answer before the proposal can be accepted; empty if
   * there is none.
   */
  public Optional<TargetQuestion> question() {
    return question(List.copyOf(unconfirmed));
  }

  /**
   * Returns the question that a person has to answer before the servers' own names count. It covers
   * all servers whose records are not signed, inside the domain or not.
   */
  public Optional<TargetQuestion> questionByName() {
    return question(
        found.inOrder().stream()
            .filter(c -> publication(c).approval() != Approval.DNSSEC)
            .map(c -> c.endpoint().host().text())
            .toList());
  }

  private Optional<TargetQuestion> question(List<String> targets) {
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(new TargetQuestion(domain(), service(), targets));
  }

  /**
   * Returns whether the records promise TLS. Those of a STARTTLS service do not say whether the
   * server supports it. TLS is required all the same, and a server without it is refused when it is
   * connected to.
   */
  public boolean promisesTls() {
    return service().tlsStart() == TlsStart.IMPLICIT;
  }

  /**
   * Returns the other published servers, and the autoconfig files that were asked for before the
   * one that decides, with the reasons why they do not count, a line each.
   */
  public List<String> ignored() {
    return found.ignored();
  }

  /** Returns the invalid records that were dropped, a line each. */
  public List<String> anomalies() {
    return anomalies;
  }

  /** Accepts the servers; they are refused if a {@linkplain #question() question} is open. */
  public Outcome<ServerSettings> accept() {
    return accept(Set.of());
  }

  /**
   * Accepts the servers.
   *
   * @param confirmed the questions whose servers a person confirmed; the servers are refused if
   *     their {@linkplain #question() question} is not among them
   */
  public Outcome<ServerSettings> accept(Set<TargetQuestion> confirmed) {
    return decide(question(), confirmed);
  }

  /**
   * Accepts the servers with their own names: a certificate for the name of a confirmed server
   * counts.
   *
   * @param confirmed the questions whose servers a person confirmed; the servers are refused if
   *     their {@linkplain #questionByName() question} is not among them
   */
  public Outcome<ServerSettings> acceptByName(Set<TargetQuestion> confirmed) {
    return decide(questionByName(), confirmed);
  }

  private Outcome<ServerSettings> decide(
      Optional<TargetQuestion> asked, Set<TargetQuestion> confirmed) {
    if (asked.isEmpty()) {
      return Outcome.of(accepted(Set.of()));
    }
    TargetQuestion question = asked.get();
    return confirmed.contains(question)
        ? Outcome.of(accepted(Set.copyOf(question.targets())))
        : Outcome.refused(question.refusal());
  }

  private ServerSettings accepted(Set<String> confirmed) {
    List<Target> targets =
        found.inOrder().stream()
            .map(c -> confirmed.contains(c.endpoint().host().text()) ? confirmed(c) : c)
            .map(Proposal::target)
            .toList();
    return new ServerSettings(user, service(), targets);
  }

  private static Server confirmed(Server c) {
    Publication published = publication(c);
    return new Server(
        c.service(),
        c.endpoint(),
        new Publication(published.domain(), published.status(), Approval.PERSON));
  }

  private static Target target(Server c) {
    return new Target(c.endpoint(), publication(c).approval(), c.references());
  }

  private Server first() {
    return found.inOrder().get(0);
  }

  private static Publication publication(Server found) {
    return Objects.requireNonNull(found.publication());
  }
}
