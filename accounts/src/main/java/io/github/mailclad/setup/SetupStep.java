package io.github.mailclad.setup;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Minimum;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.discovery.Decision;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.Proposal;
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
 * A step of an {@link AccountSetup}: what to show to a person now. Each step names the methods of
 * {@link AccountSetup} that take its answer. Immutable.
 */
public sealed interface SetupStep {

  /**
   * The servers have to be named: {@link AccountSetup#enterServers}, or looked up first: {@link
   * AccountSetup#discover}.
   *
   * @param reason why the domain of the address leads to no servers; null before it was asked
   */
  record ServerEntry(@Nullable Refusal reason) implements SetupStep {}

  /**
   * The domain of the address publishes servers; none of them was contacted. Continue with {@link
   * AccountSetup#useProposal} or {@link AccountSetup#enterServers}.
   *
   * @param access the servers to read mail from
   * @param submission the servers to submit mail to
   */
  record ProposedServers(Proposal access, Proposal submission) implements SetupStep {
    /** Both proposals. */
    public List<Proposal> proposals() {
      return List.of(access, submission);
    }

    /** What a person has to confirm about the servers. */
    List<TargetQuestion> questions() {
      return proposals().stream().map(Proposal::question).flatMap(Optional::stream).toList();
    }

    Decision accept(Set<TargetQuestion> confirmed) {
      return new Discovery.Complete(access, submission).accept(confirmed);
    }
  }

  /**
   * The person has to be warned first: {@link AccountSetup#answer} or {@link AccountSetup#decline}.
   *
   * @param question the question
   * @param probed the result for each server; empty if none was contacted
   */
  record Confirmation(Question question, List<ProbedService> probed) implements SetupStep {
    public Confirmation {
      probed = List.copyOf(probed);
    }
  }

  /** What a person can do about servers that are refused. */
  enum Remedy {
    /** Nothing: other servers, or none. */
    NONE,
    /** Compare the certificates with the provider, and accept them. */
    CERTIFICATE,
    /** Use the servers without TLS. */
    NO_TLS
  }

  /**
   * At least one server is refused or not reachable; no password is asked for. Continue with {@link
   * AccountSetup#considerRisks} if there is a remedy, or with {@link AccountSetup#enterServers}.
   *
   * @param probed the result for each server
   * @param remedy what the person can agree to
   */
  record Unusable(List<ProbedService> probed, Remedy remedy) implements SetupStep {
    public Unusable {
      probed = List.copyOf(probed);
    }

    /** The results that are no connection; those with the same reason are together. */
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
   * Every server met what the account requires, or the person agreed to less: the password may be
   * asked for. Continue with {@link AccountSetup#password}.
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

    /** How well the password is protected: as on the worst of the connections. */
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
   * The set-up ended because a server could not be used.
   *
   * @param service the service
   * @param problem what went wrong, in words for people; escaped
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

    /** How well the account is protected: as on the worst of the connections. */
    public SecurityIndicator indicator() {
      return SetupStep.worst(connections);
    }
  }
}
