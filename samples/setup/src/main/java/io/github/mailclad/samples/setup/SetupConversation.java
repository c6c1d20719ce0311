package io.github.mailclad.samples.setup;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedProviders;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.MailServer;
import io.github.mailclad.setup.ProbedService;
import io.github.mailclad.setup.SetupStep;
import io.github.mailclad.setup.SetupStep.Remedy;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sets up mail accounts from their addresses: proposal, probe without a password, questions,
 * password, indicator. With the argument {@code ask} a person types the answers. Without it the
 * answers are prepared, for three providers of which one does everything right, and the sample ends
 * with an error unless every result is the expected one. A line that begins with {@code INDICATOR}
 * or {@code REFUSED} ends each account. Log lines are off unless {@code
 * java.util.logging.config.file} names a configuration of them.
 */
public final class SetupConversation {
  /** Off by default, so that log lines do not break into the conversation. */
  private static final Logger LOG = Logger.getLogger("io.github.mailclad");

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
    if (System.getProperty("java.util.logging.config.file") == null) {
      LOG.setLevel(Level.OFF);
    }
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
        terminal.say("Addresses to try:");
        for (EmbeddedProvider provider : PROVIDERS) {
          terminal.say("  " + provider.address());
        }
        terminal.say("The password of each address is " + EmbeddedServer.PASSWORD);
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
                accounts, Terminal.answering(EmbeddedProvider.MISNAMED.address(), "n"))
            .run());
    expect(
        "pinned-not-confidential",
        new SetupConversation(
                accounts,
                Terminal.answering(EmbeddedProvider.SELF_SIGNED.address(), "y", "y", "y", password))
            .run());
    System.out.println("\nEvery result is the expected one.");
  }

  /** Runs one set-up, and returns the code of the indicator or of the refusal at its end. */
  private String run() throws AccountStoreException {
    AccountSetup setup = accounts.setUp(terminal.ask("\nYour address:").orElse(""));
    SetupStep step = setup.discover();
    while (true) {
      if (step instanceof SetupStep.ProposedServers proposed) {
        proposed.proposals().forEach(this::show);
        terminal.say("  Trying the servers, without a password:");
        step = setup.useProposal();
      } else if (step instanceof SetupStep.Confirmation open) {
        step =
            terminal.agreesTo(open.question().warning())
                ? setup.answer(open.question().agree())
                : setup.decline();
      } else if (step instanceof SetupStep.Unusable unusable) {
        unusable.probed().forEach(this::show);
        if (unusable.remedy() == Remedy.NONE) {
          return refused(setup.account(), unusable);
        }
        step = setup.considerRisks();
      } else if (step instanceof SetupStep.PasswordEntry entry) {
        entry.connections().forEach(connection -> terminal.say("    " + connection));
        String password =
            terminal.askForSecret("  Password of " + setup.account() + ":").orElse("");
        if (password.isEmpty()) {
          return refused(setup.account(), "no password was given", "credentials");
        }
        step = setup.password(password);
        if (step instanceof SetupStep.PasswordEntry) {
          return refused(setup.account(), "the server does not accept it", "credentials");
        }
      } else if (step instanceof SetupStep.Done done) {
        SecurityIndicator indicator = done.account().indicator();
        terminal.say("INDICATOR " + indicator.code() + ": " + indicator.text());
        return indicator.code();
      } else if (step instanceof SetupStep.ServerEntry entry) {
        step = enterServers(setup, Objects.requireNonNull(entry.reason()));
      } else if (step instanceof SetupStep.Refused refused) {
        return refused(
            setup.account(), refused.text().explain(setup.account()), refused.refusal().code());
      } else {
        return refused(setup.account(), step.toString(), "failed");
      }
    }
  }

  private void show(Proposal proposal) {
    Target first = proposal.targets().get(0);
    terminal.say(
        "  To %s mail: %s at %s, %s"
            .formatted(
                proposal.service().protocol() == MailProtocol.SUBMISSION ? "submit" : "read",
                proposal.service().srvLabel(),
                first.endpoint(),
                first.approval() == null ? "which you have to confirm" : first.approval()));
    terminal.say(
        "    found in %s, %s"
            .formatted(
                proposal.sources(),
                proposal.dnssecStatus() == DnssecStatus.SECURE ? "signed" : "not signed"));
    proposal.anomalies().forEach(line -> terminal.say("    " + line));
  }

  private void show(ProbedService probed) {
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
    } else {
      terminal.say(
          "    " + probed.service().srvLabel() + ": " + ((Probe.Unreachable) outcome).problem());
    }
  }

  private SetupStep enterServers(AccountSetup setup, Refusal reason) throws AccountStoreException {
    terminal.say("  " + reason.summary());
    String imap = terminal.ask("  Host of the IMAP server (TLS, port 993):").orElse("");
    String smtp = terminal.ask("  Host of the submission server (TLS, port 465):").orElse("");
    try {
      return setup.enterServers(
          List.of(
              MailServer.of(MailService.IMAPS, imap, 993),
              MailServer.of(MailService.SUBMISSIONS, smtp, 465)));
    } catch (IllegalArgumentException e) {
      terminal.say("  " + e.getMessage());
      return new SetupStep.Refused(reason, reason.text());
    }
  }

  private String refused(String address, SetupStep.Unusable unusable) {
    for (List<ProbedService> group : unusable.byReason()) {
      if (group.get(0).outcome() instanceof Probe.Refused refused) {
        return refused(
            address,
            refused.text().explain(String.valueOf(refused.endpoint())),
            refused.refusal().code());
      }
    }
    return refused(address, "a server cannot be reached", "unreachable");
  }

  private String refused(String address, String explanation, String code) {
    terminal.say("  " + explanation.replace("\n", "\n  "));
    terminal.say("REFUSED [" + code + "] " + address + ": no credentials and no mail were sent");
    return code;
  }

  private static void expect(String wanted, String got) {
    if (!wanted.equals(got)) {
      throw new IllegalStateException("expected " + wanted + ", but it ended with " + got);
    }
  }
}
