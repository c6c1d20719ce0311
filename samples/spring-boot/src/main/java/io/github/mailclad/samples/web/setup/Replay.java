package io.github.mailclad.samples.web.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Probe;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.discovery.Decision;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.page.Lock;
import io.github.mailclad.samples.web.refusals.RefusalBook;
import io.github.mailclad.samples.web.refusals.RefusalView;
import io.github.mailclad.samples.web.setup.Step.ByHand;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.CleartextConfigAck;
import io.github.mailclad.setup.CleartextTestAck;
import io.github.mailclad.setup.CredentialCheck;
import io.github.mailclad.setup.DisableMinimumAck;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.PasswordPrompt;
import io.github.mailclad.setup.Person.Answer;
import io.github.mailclad.setup.PinDecision;
import io.github.mailclad.setup.PinOffer;
import io.github.mailclad.setup.ProbedService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plays a set-up once, with what the person said so far, up to what the person was not asked. */
final class Replay {
  private static final Set<String> NO_TLS = Set.of("plaintext-server", "starttls-unavailable");

  private final RefusalBook refusals;
  private final String address;
  private final @Nullable String agreedProposal;
  private final boolean byHand;
  private final TypedPassword password;
  private final GivenAnswers person;
  private final AccountSetup setup;

  Replay(
      MailAccounts accounts,
      RefusalBook refusals,
      String address,
      Map<String, Answer> given,
      @Nullable String agreedProposal,
      boolean byHand,
      TypedPassword password) {
    this.refusals = refusals;
    this.address = address;
    this.agreedProposal = agreedProposal;
    this.byHand = byHand;
    this.password = password;
    this.person = new GivenAnswers(given);
    this.setup = accounts.setUp(address, person);
  }

  Step play() throws AccountStoreException {
    Discovery found = setup.discover();
    if (!(found instanceof Discovery.Complete both)) {
      return refused(((Decision.Declined) found.accept()).refusal());
    }
    Proposed proposed = Proposed.of(both);
    if (!proposed.id().equals(agreedProposal)) {
      return new Step.Proposal(proposed);
    }
    if (setup.accept(found) instanceof Decision.Declined declined) {
      return open(List.of()).orElseGet(() -> refused(declined.refusal()));
    }
    List<ProbedService> probed = setup.probe();
    if (isAll(probed, Probe.Reached.class)) {
      return credentials();
    }
    List<Tried> tried = tried(probed);
    ByHand offered = offered(probed);
    if (offered == ByHand.NOTHING || !byHand) {
      return new Step.NotProved(tried, offered);
    }
    return offered == ByHand.CERTIFICATE ? acceptByHand(tried) : withoutTls(tried, probed);
  }

  /** What a person can do about it, where every server that fails offers the same. */
  private ByHand offered(List<ProbedService> probed) {
    List<Probe> failed =
        probed.stream()
            .map(ProbedService::outcome)
            .filter(p -> !(p instanceof Probe.Reached))
            .toList();
    if (failed.size() == setup.pinOffers().size()) {
      return ByHand.CERTIFICATE;
    }
    return failed.stream().allMatch(Replay::hasNoTls) ? ByHand.WITHOUT_TLS : ByHand.NOTHING;
  }

  private static boolean hasNoTls(Probe outcome) {
    return outcome instanceof Probe.Refused refused
        && refused.endpoint() != null
        && NO_TLS.contains(refused.refusal().code());
  }

  /** All questions come before anything is changed: who says no to the last one changed nothing. */
  private Step acceptByHand(List<Tried> tried) throws AccountStoreException {
    Optional<DisableMinimumAck> disabled = setup.warnOfDisabledMinimum();
    if (disabled.isEmpty()) {
      return open(tried).orElseGet(() -> new Step.NotProved(tried, ByHand.NOTHING));
    }
    List<PinDecision> decisions = new ArrayList<>();
    for (PinOffer offer : setup.pinOffers()) {
      Optional<PinDecision> decision = offer.decide(disabled.get());
      if (decision.isEmpty()) {
        return open(tried).orElseGet(() -> new Step.NotProved(tried, ByHand.NOTHING));
      }
      decisions.add(decision.get());
    }
    for (PinDecision decision : decisions) {
      setup.pin(decision);
    }
    List<ProbedService> again = setup.probe();
    return isAll(again, Probe.Reached.class)
        ? credentials()
        : new Step.NotProved(tried(again), ByHand.NOTHING);
  }

  /**
   * As {@link #acceptByHand}; the agreement to the test is good for one password, so it is asked
   * for anew after each.
   */
  private Step withoutTls(List<Tried> tried, List<ProbedService> probed)
      throws AccountStoreException {
    Optional<DisableMinimumAck> disabled = setup.warnOfDisabledMinimum();
    List<CleartextConfigAck> used = new ArrayList<>();
    List<CleartextTestAck> tests = new ArrayList<>();
    for (ProbedService each : probed) {
      Endpoint server = each.outcome() instanceof Probe.Refused r ? r.endpoint() : null;
      if (disabled.isPresent() && server != null) {
        setup
            .warnOfCleartext(each.service(), server.host().text(), server.port())
            .ifPresent(used::add);
        setup
            .warnOfCleartextTest(each.service(), server.host().text(), server.port())
            .ifPresent(tests::add);
      }
    }
    if (person.declined()) {
      return new Step.NotProved(tried, ByHand.NOTHING);
    }
    Optional<Step> question = open(tried);
    if (question.isPresent()) {
      return question.get();
    }
    setup.disableMinimum(disabled.orElseThrow());
    for (CleartextConfigAck each : used) {
      setup.useWithoutTls(each);
    }
    return credentials(tests.toArray(CleartextTestAck[]::new));
  }

  /** Nobody is asked but by the prompt, which is not called before all is proved. */
  private Step credentials(CleartextTestAck... tests) throws AccountStoreException {
    CredentialCheck check = setup.verifyCredentials(password, tests);
    if (check instanceof CredentialCheck.Accepted accepted) {
      return new Step.Done(
          Lock.of(setup.finish().indicator()),
          accepted.connections().stream().map(Connection::of).toList());
    }
    if (check instanceof CredentialCheck.NotGiven) {
      return prompt(/* problem= */ null);
    }
    if (check instanceof CredentialCheck.Rejected rejected) {
      return prompt(
          Connection.purpose(rejected.service())
              + ": the server does not take this password. Nothing was set up yet.");
    }
    if (check instanceof CredentialCheck.Refused refused) {
      return refused(refused.refusal());
    }
    if (check instanceof CredentialCheck.Failed failed) {
      return new Step.Ended(/* refusal= */ null, failed.problem());
    }
    return new Step.Ended(
        /* refusal= */ null, ((CredentialCheck.NotWarned) check).warning().text());
  }

  private Step prompt(@Nullable String problem) {
    PasswordPrompt.Context context =
        password.asked().orElseThrow(() -> new IllegalStateException("nobody was asked"));
    return new Step.Password(
        TypedPassword.id(context),
        Lock.of(context.indicator()),
        context.connections().stream().map(Connection::of).toList(),
        problem);
  }

  /** The questions whose answers are good for one password, by their ids. */
  Set<String> once() {
    return person.once();
  }

  private Optional<Step> open(List<Tried> tried) {
    return person.open().map(question -> new Step.Open(question, tried));
  }

  /** What is refused here had no connection of which the book was told. */
  private Step refused(Refusal refusal) {
    refusals.refused(address, refusal);
    return new Step.Ended(RefusalView.of(address, refusal), /* problem= */ null);
  }

  private static List<Tried> tried(List<ProbedService> probed) {
    return probed.stream().map(Tried::of).toList();
  }

  private static boolean isAll(List<ProbedService> probed, Class<? extends Probe> outcome) {
    return probed.stream().allMatch(p -> outcome.isInstance(p.outcome()));
  }
}
