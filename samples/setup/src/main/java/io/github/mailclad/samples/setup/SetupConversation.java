package io.github.mailclad.samples.setup;

import io.github.mailclad.Probe;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.discovery.Decision;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedProviders;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.CredentialCheck;
import io.github.mailclad.setup.DisableMinimumAck;
import io.github.mailclad.setup.MailAccount;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.PinDecision;
import io.github.mailclad.setup.PinOffer;
import io.github.mailclad.setup.ProbedService;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Sets mail accounts up by their address: proposal, probe without a password, questions, password,
 * indicator. With the argument {@code ask} it is led by whoever types; without, it is led by
 * prepared answers, for three providers of which one does everything right, and ends with an error
 * unless all went as told. A line that begins with {@code INDICATOR} or {@code REFUSED} ends each
 * account.
 */
public final class SetupConversation {
  private static final EmbeddedProvider[] PROVIDERS = {
    EmbeddedProvider.GOOD, EmbeddedProvider.MISNAMED, EmbeddedProvider.SELF_SIGNED
  };

  private final MailAccounts accounts;
  private final Terminal terminal;

  private SetupConversation(MailAccounts accounts, Terminal terminal) {
    this.accounts = accounts;
    this.terminal = terminal;
  }

  /** Runs on embedded servers. */
  public static void main(String[] arguments) throws AccountStoreException {
    try (EmbeddedProviders providers = new EmbeddedProviders(PROVIDERS)) {
      Properties ours = new Properties();
      ours.put("mail.security.trust-anchors", providers.authorities());
      MailAccounts accounts =
          MailAccounts.rememberedIn(new InMemoryAccountStore())
              .resolver(providers.zones())
              .properties(ours)
              .build();
      if (List.of(arguments).contains("ask")) {
        Terminal terminal = Terminal.typing();
        terminal.say(
            "Addresses to try: %s; the password of each is %s"
                .formatted(
                    Stream.of(PROVIDERS).map(EmbeddedProvider::address).toList(),
                    EmbeddedServer.PASSWORD));
        new SetupConversation(accounts, terminal).run();
      } else {
        showAll(accounts);
      }
    }
  }

  private static void showAll(MailAccounts accounts) throws AccountStoreException {
    String password = EmbeddedServer.PASSWORD;
    expect(
        "confidential",
        new SetupConversation(
                accounts, Terminal.answering(EmbeddedProvider.GOOD.address(), password))
            .run());
    expect(
        "identity-mismatch",
        new SetupConversation(
                accounts, Terminal.answering(EmbeddedProvider.MISNAMED.address(), "no"))
            .run());
    expect(
        "pinned-not-confidential",
        new SetupConversation(
                accounts,
                Terminal.answering(
                    EmbeddedProvider.SELF_SIGNED.address(), "yes", "yes", "yes", password))
            .run());
    System.out.println("\nAll went as told.");
  }

  /** The code of the indicator, or of the refusal, with which it ended. */
  private String run() throws AccountStoreException {
    String address = terminal.ask("\nYour address:").orElse("");
    AccountSetup setup = accounts.setUp(address, terminal);
    Discovery found = setup.discover();
    if (found instanceof Discovery.Complete both) {
      propose("read mail", both.access());
      propose("submit mail", both.submission());
    }
    if (setup.accept(found) instanceof Decision.Declined declined) {
      return refused(address, declined.refusal().explain(address), declined.refusal().code());
    }
    terminal.say("  Trying the servers, without a password:");
    Optional<Probe.Refused> refused = probe(setup);
    if (refused.isPresent() && !acceptsByHand(setup)) {
      return refused(
          address,
          refused.get().refusal().explain(String.valueOf(refused.get().endpoint())),
          refused.get().refusal().code());
    }
    CredentialCheck check =
        setup.verifyCredentials(context -> terminal.askForSecret("  Password of " + address + ":"));
    if (!(check instanceof CredentialCheck.Accepted)) {
      return refused(address, check.toString(), "credentials");
    }
    MailAccount account = setup.finish();
    SecurityIndicator indicator = account.indicator();
    terminal.say("INDICATOR " + indicator.code() + ": " + indicator.text());
    return indicator.code();
  }

  private void propose(String purpose, Proposal proposal) {
    Target first = proposal.targets().get(0);
    terminal.say(
        "  To %s: %s at %s, vouched for by %s"
            .formatted(purpose, proposal.service().srvLabel(), first.endpoint(), first.approval()));
  }

  private Optional<Probe.Refused> probe(AccountSetup setup) throws AccountStoreException {
    Optional<Probe.Refused> first = Optional.empty();
    for (ProbedService probed : setup.probe()) {
      Probe outcome = probed.outcome();
      if (outcome instanceof Probe.Reached reached) {
        terminal.say("    " + reached.security());
      } else if (outcome instanceof Probe.Refused refused) {
        terminal.say(
            "    %s: %s [%s]"
                .formatted(
                    probed.service().srvLabel(),
                    refused.refusal().summary(),
                    refused.refusal().code()));
        first = first.or(() -> Optional.of(refused));
      } else {
        terminal.say("    " + probed.service().srvLabel() + ": " + outcome);
      }
    }
    return first;
  }

  /** Only a new account may do that, and only by giving its minimum level up. */
  private boolean acceptsByHand(AccountSetup setup) throws AccountStoreException {
    if (setup.pinOffers().isEmpty()) {
      return false;
    }
    Optional<DisableMinimumAck> disabled = setup.warnOfDisabledMinimum();
    if (disabled.isEmpty()) {
      return false;
    }
    for (PinOffer offer : setup.pinOffers()) {
      Optional<PinDecision> decision = offer.decide(disabled.get());
      if (decision.isEmpty()) {
        return false;
      }
      setup.pin(decision.get());
    }
    return true;
  }

  private String refused(String address, String explanation, String code) {
    terminal.say("  " + explanation.replace("\n", "\n  "));
    terminal.say("REFUSED [" + code + "] " + address + ": nothing of the account's was sent");
    return code;
  }

  private static void expect(String wanted, String got) {
    if (!wanted.equals(got)) {
      throw new IllegalStateException("expected " + wanted + ", but it ended with " + got);
    }
  }
}
