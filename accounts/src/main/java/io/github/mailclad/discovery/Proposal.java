package io.github.mailclad.discovery;

import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.TargetConfirmation.Answer;
import io.github.mailclad.discovery.TargetConfirmation.Question;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.internal.discovery.Search;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.Server.Publication;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
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
  private final Search.Found found;
  private final Set<String> unconfirmed;
  private final RememberedAnswers answers;

  /**
   * Takes what was found.
   *
   * @param unconfirmed the targets for which nobody vouches yet; what was found is what there is
   *     once they are confirmed
   */
  Proposal(String user, Search.Found found, Set<String> unconfirmed, RememberedAnswers answers) {
    this.user = user;
    this.found = found;
    this.unconfirmed = Set.copyOf(unconfirmed);
    this.answers = answers;
  }

  /** The domain whose records these are, in A-labels. */
  public String domain() {
    return publication(first()).domain();
  }

  /** The service, TLS start included. */
  public MailService service() {
    return first().service();
  }

  /** The servers, in the order in which to try them. */
  public List<Target> targets() {
    return found.inOrder().stream()
        .map(
            c ->
                unconfirmed.contains(c.endpoint().host().text())
                    ? new Target(c.endpoint(), /* approval= */ null, List.of())
                    : target(c))
        .toList();
  }

  /** How far DNSSEC vouches for the records. */
  public DnssecStatus dnssecStatus() {
    return publication(first()).status();
  }

  /** Whether a person has to confirm the servers before any of them may be contacted. */
  public boolean needsConfirmation() {
    return !unconfirmed.isEmpty();
  }

  /**
   * Returns what a person has to confirm before the proposal can be accepted; empty for nothing.
   */
  public Optional<Question> question() {
    return needsConfirmation()
        ? Optional.of(new Question(domain(), service(), List.copyOf(unconfirmed)))
        : Optional.empty();
  }

  /**
   * Whether the records promise TLS. Those of a STARTTLS service do not say whether the server can
   * do it: it is required all the same, and a server without it is refused when it is connected to.
   */
  public boolean promisesTls() {
    return service().tlsStart() == TlsStart.IMPLICIT;
  }

  /** What else is published and why it does not count, a line each. */
  public List<String> ignored() {
    return found.ignored();
  }

  /** What makes no sense in the records and was dropped, a line each. */
  public List<String> anomalies() {
    return found.anomalies();
  }

  /** Accepts it; a person is asked only if {@linkplain #needsConfirmation() that is needed}. */
  public Decision accept() {
    return decide(List.copyOf(unconfirmed));
  }

  /**
   * Accepts it with the servers' own names: a person is asked about all servers that nobody signed
   * for, in the domain or not, and a certificate for the name of a confirmed one counts.
   */
  public Decision acceptByName() {
    return decide(
        found.inOrder().stream()
            .filter(c -> publication(c).approval() != Approval.DNSSEC)
            .map(c -> c.endpoint().host().text())
            .toList());
  }

  private Decision decide(List<String> inQuestion) {
    if (inQuestion.isEmpty()) {
      return accepted(Set.of());
    }
    Question question = new Question(domain(), service(), inQuestion);
    return answers.to(question) == Answer.CONFIRMED
        ? accepted(Set.copyOf(inQuestion))
        : new Decision.Declined(
            new LookupRefusal.TargetNotConfirmed(
                PeerText.of(domain()), service(), PeerText.listOf(question.targets())));
  }

  private Decision accepted(Set<String> confirmed) {
    List<Target> targets =
        found.inOrder().stream()
            .map(c -> confirmed.contains(c.endpoint().host().text()) ? confirmed(c) : c)
            .map(Proposal::target)
            .toList();
    return new Decision.Accepted(List.of(new ServerSettings(user, service(), targets)));
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
