package io.github.mailclad.setup;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Minimum;
import io.github.mailclad.Outcome;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step of an {@link AccountSetup}, to be shown to a person. Each step names the methods of {@link
 * AccountSetup} that take its answer. Immutable.
 */
public sealed interface SetupStep {

  /**
   * The step in which a person names the servers: {@link AccountSetup#enterServers}, or lets them
   * be looked up first: {@link AccountSetup#discover}.
   *
   * @param reason the reason why the domain of the address leads to no servers; null before the
   *     lookup
   */
  record ServerEntry(@Nullable Refusal reason) implements SetupStep {}

  /**
   * The step after the domain of the address published servers; none of them was contacted.
   * Continue with {@link AccountSetup#useProposal} or {@link AccountSetup#enterServers}.
   *
   * @param access the servers to read mail from
   * @param submission the servers to submit mail to
   */
  record ProposedServers(Proposal access, Proposal submission) implements SetupStep {
    /** Returns both proposals. */
    public List<Proposal> proposals() {
      return List.of(access, submission);
    }

    /** Returns the questions about the servers that a person has to confirm. */
    List<TargetQuestion> questions() {
      return proposals().stream().map(Proposal::question).flatMap(Optional::stream).toList();
    }

    Outcome<List<ServerSettings>> accept(Set<TargetQuestion> confirmed) {
      return new Discovery(Outcome.of(access), Outcome.of(submission), List.of()).accept(confirmed);
    }
  }

  /**
   * The step in which a person reads a warning: {@link AccountSetup#answer} or {@link
   * AccountSetup#decline}.
   *
   * @param question the question
   * @param further the warnings of the questions that follow a consent, in their order; a program
   *     may show all on one page, where a person agrees to each of them separately
   * @param probed the result for each server; empty if none was contacted
   */
  record Confirmation(Question question, List<Warning> further, List<ProbedService> probed)
      implements SetupStep {
    public Confirmation {
      further = List.copyOf(further);
      probed = List.copyOf(probed);
    }
  }

  /** The remedy that a person has for servers that are refused. */
  enum Remedy {
    /** No remedy except other servers. */
    NONE,
    /** Compare the certificates with the provider, and accept them. */
    CERTIFICATE,
    /** Use the servers without TLS. */
    NO_TLS
  }

  /**
   * The step after at least one server was refused or not reachable; no password is asked for.
   * Continue with {@link AccountSetup#considerRisks} if there is a remedy, or with {@link
   * AccountSetup#enterServers}.
   *
   * @param probed the result for each server
   * @param remedy the remedy that the person can agree to
   */
  record Unusable(List<ProbedService> probed, Remedy remedy) implements SetupStep {
    public Unusable {
      probed = List.copyOf(probed);
    }

    /** Returns the results without a connection, grouped by reason. */
    public List<List<ProbedService>> byReason() {
      Map<Object, List<ProbedService>> groups = new LinkedHashMap<>();
      for (ProbedService each : probed) {
        if (!(each.outcome() instanceof Probe.Reached)) {
          groups.computeIfAbsent(reason(each.outcome()), r -> new ArrayList<>()).add(each);
        }
      }
      return groups.values().stream().map(List::copyOf).toList();
    }

    private static Object reason(Probe outcome) {
      return outcome instanceof Probe.Refused refused
          ? List.of(
              refused.refusal().code(),
              refused.refusal().summary(),
              Optional.ofNullable(refused.certificate()))
          : outcome;
    }
  }

  /**
   * The step after every server met the account's requirements, or the person agreed to less: the
   * password may be asked for. Continue with {@link AccountSetup#password}.
   *
   * @param account the account
   * @param connections the security of the connection to each service; one that is {@link
   *     ConnectionSecurity.Unjudged} protects nothing
   * @param rejectedBy the service that rejected the last password; null if none did
   */
  record PasswordEntry(
      String account, List<ConnectionSecurity> connections, @Nullable MailService rejectedBy)
      implements SetupStep {
    public PasswordEntry {
      connections = List.copyOf(connections);
    }

    /** Returns the indicator for the protection of the password, that of the worst connection. */
    public SecurityIndicator indicator() {
      return SetupStep.worst(connections);
    }
  }

  private static SecurityIndicator worst(List<ConnectionSecurity> connections) {
    Minimum minimum = new Minimum(ConfidentialityLevel.AUTHENTICATED, Set.of());
    return SecurityIndicator.worst(
        connections.stream().map(c -> SecurityIndicator.of(c, minimum)).toList());
  }

  /**
   * The set-up ended with a refusal.
   *
   * @param refusal the refusal
   * @param text the refusal in words
   */
  record Refused(Refusal refusal, RefusalText text) implements SetupStep {
    Refused(Refusal refusal) {
      this(refusal, refusal.text());
    }
  }

  /**
   * The end of the set-up because a server could not be used.
   *
   * @param service the service
   * @param problem the problem, in words for people; escaped
   */
  record Failed(MailService service, String problem) implements SetupStep {
    public Failed {
      problem = new Probe.Unreachable(problem).problem();
    }
  }

  /**
   * The account is set up.
   *
   * @param account the account
   * @param connections the security of the connection to each service
   */
  record Done(MailAccount account, List<ConnectionSecurity> connections) implements SetupStep {
    public Done {
      connections = List.copyOf(connections);
    }

    /** Returns the indicator for the protection of the account, that of the worst connection. */
    public SecurityIndicator indicator() {
      return SetupStep.worst(connections);
    }
  }
}
