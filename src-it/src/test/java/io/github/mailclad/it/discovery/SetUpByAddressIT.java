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

import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.discovery.Decision;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.CredentialCheck;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.Person;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger prompts = new AtomicInteger();

  /** What the domain publishes beside two good servers. */
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
        .setUp(account.address, Person.nobody());
  }

  private CredentialCheck verify(AccountSetup setup) throws Exception {
    return setup.verifyCredentials(
        context -> {
          prompts.incrementAndGet();
          assertEquals(SecurityIndicator.CONFIDENTIAL, context.indicator());
          return Optional.of(account.world.sentinels.password());
        });
  }

  private String outcome(AccountSetup setup) throws Exception {
    return setup.accept(setup.discover()) instanceof Decision.Declined declined
        ? declined.refusal().code()
        : assertInstanceOf(CredentialCheck.Refused.class, verify(setup)).refusal().code();
  }

  @ParameterizedTest
  @MethodSource("failing")
  @Requirement(
      value = {"D-5.1-8", "D-5.1-3", "D-5.2-6"},
      heldBy = {"AccountSetup", "Trials"})
  void nobodyIsAskedForAPasswordWhereTheDomainFails(Case failing) throws Exception {
    try (TlsFront imap = account.server("imaps");
        TlsFront smtp = account.server("smtps")) {
      AccountSetup setup = setUp(imap, smtp);
      failing.arrangement().accept(account, imap);

      assertEquals(failing.code(), outcome(setup));

      assertEquals(0, prompts.get());
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
      assertInstanceOf(Decision.Accepted.class, setup.accept(setup.discover()));
      int lookUps = account.dns.queries(FakeDns.Type.SRV).size();

      assertInstanceOf(CredentialCheck.Accepted.class, verify(setup));
      Properties properties = setup.finish().properties();
      account.connect("imaps", properties);
      account.connect("submissions", properties);

      assertEquals(1, prompts.get());
      assertEquals(
          lookUps,
          account.dns.queries(FakeDns.Type.SRV).size(),
          "what was accepted is used, and not looked up again");
    }
  }
}
