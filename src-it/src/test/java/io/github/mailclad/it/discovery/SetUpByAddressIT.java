package io.github.mailclad.it.discovery;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.it.discovery.AddressOnly.ELSEWHERE;
import static io.github.mailclad.it.discovery.AddressOnly.HOST;
import static io.github.mailclad.it.discovery.AddressOnly.srv;
import static io.github.mailclad.it.discovery.AddressOnly.tlsa;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.Probe;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.ProbedService;
import io.github.mailclad.setup.SetupStep;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Setting an account up by its address: the password is asked for where everything that the domain
 * publishes leads to servers that prove who they are, and nowhere else.
 */
class SetUpByAddressIT {
  private static final String OF_ANOTHER_KEY = "3 1 1 " + "ab".repeat(32);

  private final AddressOnly account = new AddressOnly();

  /** The records of the domain beside two good servers. */
  record Case(String what, String code, BiConsumer<AddressOnly, TlsFront> arrangement) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Case> failing() {
    return List.of(
        new Case(
            "Bogus SRV records",
            "discovery-failed",
            (account, imap) -> account.dns.fails(FakeDns.Type.SRV, srv("imaps"), BOGUS, "")),
        new Case(
            "SRV records that nobody could look up",
            "discovery-failed",
            (account, imap) ->
                account.dns.fails(FakeDns.Type.SRV, srv("submissions"), INDETERMINATE, "")),
        new Case(
            "no service",
            "no-acceptable-service",
            (account, imap) -> account.dns.srv(SECURE, srv("imaps"), "0 0 0 .")),
        new Case(
            "no records",
            "no-service-records",
            (account, imap) -> account.dns.srv(SECURE, srv("imaps"))),
        new Case(
            "a server elsewhere for which nobody signed",
            "target-not-confirmed",
            (account, imap) -> account.publishing(INSECURE, "imaps", ELSEWHERE, imap)),
        new Case(
            "Bogus addresses",
            "address-lookup-failed",
            (account, imap) ->
                account
                    .dns
                    .fails(FakeDns.Type.A, HOST, BOGUS, "")
                    .fails(FakeDns.Type.AAAA, HOST, BOGUS, "")),
        new Case(
            "TLSA records of another key",
            "dane-mismatch",
            (account, imap) -> account.dns.tlsa(SECURE, tlsa(imap, HOST), OF_ANOTHER_KEY)),
        new Case(
            "Bogus TLSA records",
            "dane-lookup-failed",
            (account, imap) -> account.dns.fails(FakeDns.Type.TLSA, tlsa(imap, HOST), BOGUS, "")),
        new Case(
            "TLSA records that nobody could look up",
            "dane-lookup-failed",
            (account, imap) ->
                account.dns.fails(FakeDns.Type.TLSA, tlsa(imap, HOST), INDETERMINATE, "")));
  }

  private AccountSetup setUp(TlsFront imap, TlsFront smtp) {
    account.publishing(SECURE, "imaps", HOST, imap).publishing(SECURE, "submissions", HOST, smtp);
    account.dns.tlsa(SECURE, tlsa(imap, HOST)).tlsa(SECURE, tlsa(smtp, HOST));
    Properties trusting = new Properties();
    trusting.put("mail.security.trust-anchors", account.world.root.certificate());
    return MailAccounts.rememberedIn(new InMemoryAccountStore())
        .properties(trusting)
        .resolver(account.dns)
        .build()
        .setUp(account.address);
  }

  /** The refusal that the set-up comes to; a proposal is used, and no question agreed to. */
  private static String outcome(AccountSetup setup) throws Exception {
    SetupStep step = setup.discover();
    if (step instanceof SetupStep.ProposedServers) {
      step = setup.useProposal();
    }
    if (step instanceof SetupStep.Confirmation) {
      step = setup.decline();
    }
    if (step instanceof SetupStep.ServerEntry entry) {
      return Objects.requireNonNull(entry.reason()).code();
    }
    if (step instanceof SetupStep.Refused refused) {
      return refused.refusal().code();
    }
    return assertInstanceOf(SetupStep.Unusable.class, step).probed().stream()
        .map(ProbedService::outcome)
        .filter(Probe.Refused.class::isInstance)
        .map(outcome -> ((Probe.Refused) outcome).refusal().code())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("failing")
  @Requirement(
      value = {"D-5.1-8", "D-5.1-3", "D-5.2-6"},
      heldBy = {"AccountSetup", "Trials"})
  void noPasswordIsAskedForIfTheDomainFails(Case failing) throws Exception {
    try (TlsFront imap = account.server("imaps");
        TlsFront smtp = account.server("smtps")) {
      AccountSetup setup = setUp(imap, smtp);
      failing.arrangement().accept(account, imap);

      assertEquals(failing.code(), outcome(setup));

      assertThrows(IllegalStateException.class, () -> setup.password("secret"));
      OnTheWire.assertNoSecret(account.world, imap);
      OnTheWire.assertNoSecret(account.world, smtp);
    }
  }

  @Test
  @Requirement(
      value = {"D-5.1-2", "D-5-7", "D-5.1-12"},
      heldBy = {"AccountSetup", "MailAccount"})
  void anAddressAndAPasswordAreEnough() throws Exception {
    try (TlsFront imap = account.server("imaps");
        TlsFront smtp = account.server("smtps")) {
      AccountSetup setup = setUp(imap, smtp);
      setup.discover();
      SetupStep.PasswordEntry entry =
          assertInstanceOf(SetupStep.PasswordEntry.class, setup.useProposal());
      assertEquals(SecurityIndicator.CONFIDENTIAL, entry.indicator());
      int lookUps = account.dns.queries(FakeDns.Type.SRV).size();

      Properties properties =
          assertInstanceOf(SetupStep.Done.class, setup.password(account.world.sentinels.password()))
              .account()
              .properties();
      account.connect("imaps", properties);
      account.connect("submissions", properties);

      assertEquals(
          lookUps,
          account.dns.queries(FakeDns.Type.SRV).size(),
          "what was accepted is used, and not looked up again");
    }
  }
}
