package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.PASSWORD;
import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.spring.ConfiguredAccounts;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mock.env.MockEnvironment;

/** Applications that are configured by {@code mailclad.accounts}. */
class AccountsTest {
  private final Applications applications = new Applications();

  private TlsFront server(MailDialogue dialogue) {
    return TlsFront.builder().certificate(applications.certificate).dialogue(dialogue).start();
  }

  private List<String> account(String name, String address, String... properties) {
    String prefix = "mailclad.accounts." + name + ".";
    List<String> all = new ArrayList<>();
    all.add(prefix + "address=" + address);
    all.add(prefix + "password=" + PASSWORD);
    for (String property : properties) {
      all.add(prefix + property);
    }
    return all;
  }

  private String[] at(TlsFront submission, TlsFront access, String protocol) {
    return new String[] {
      "submission.host=localhost",
      "submission.port=" + submission.port(),
      "access.protocol=" + protocol,
      "access.host=localhost",
      "access.port=" + access.port(),
      "ssl.bundle=ours"
    };
  }

  @ParameterizedTest
  @CsvSource({"imap, imaps", "pop3, pop3s"})
  void anAccountSubmitsAndReadsMailUnderPolicy(String protocol, String name) {
    SmtpDialogue outbox = new SmtpDialogue().requiringLogin();
    MailDialogue mailbox = protocol.equals("imap") ? new ImapDialogue() : new Pop3Dialogue();
    try (TlsFront submission = server(outbox);
        TlsFront access = server(mailbox)) {
      applications
          .with(
              all(
                  account("work", "alice@example.org", at(submission, access, protocol)),
                  bundle("ours", applications.root)))
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    assertEquals(1, outbox.messages().size());
                    ConfiguredAccounts accounts = context.getBean(ConfiguredAccounts.class);
                    try (Store store = accounts.openStore("work")) {
                      assertTrue(store.isConnected());
                      assertEquals(name, store.getURLName().getProtocol());
                      assertEquals(
                          SecurityIndicator.CONFIDENTIAL,
                          assertInstanceOf(SecuredService.class, store).indicator());
                    }
                    assertSame(accounts.session("work"), context.getBean(Session.class));
                    assertTrue(submission.recorder().onlyConnection().rawStartsWithTls());
                  }));
    }
  }

  @Test
  void aServerWithoutTrustGetsNothing() {
    SmtpDialogue outbox = new SmtpDialogue();
    try (TlsFront submission = server(outbox)) {
      applications
          .with(
              account(
                      "work",
                      "alice@example.org",
                      "submission.host=localhost",
                      "submission.port=" + submission.port(),
                      "access.host=localhost")
                  .toArray(String[]::new))
          .run(
              started(
                  context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    assertThrows(MailSendException.class, () -> sender.send(message()));
                    assertEquals(0, submission.recorder().clientPlain().length);
                  }));
    }
  }

  /** An application that injects its mail beans. */
  @Configuration(proxyBeanMethods = false)
  static class Injected {
    @Autowired(required = false)
    JavaMailSender plain;

    @Autowired(required = false)
    Session plainSession;

    @Autowired
    @Qualifier("work")
    JavaMailSender work;

    @Autowired
    @Qualifier("work")
    Session workSession;

    @Autowired
    @Qualifier("home")
    JavaMailSender home;
  }

  private String[] two(String... more) {
    return all(
        account("work", "alice@example.org", "submission.host=localhost", "access.host=localhost"),
        account("home", "alice@home.example", "submission.host=localhost", "access.host=localhost"),
        more);
  }

  @Test
  void eachAccountIsInjectedByItsNameAndThePrimaryOnePlainly() {
    applications
        .with(two("mailclad.primary=home"))
        .withUserConfiguration(Injected.class)
        .run(
            started(
                context -> {
                  Injected injected = context.getBean(Injected.class);
                  assertSame(injected.home, injected.plain);
                  assertNotSame(injected.home, injected.work);
                  ConfiguredAccounts accounts = context.getBean(ConfiguredAccounts.class);
                  assertSame(accounts.sender("work"), injected.work);
                  assertSame(accounts.session("work"), injected.workSession);
                  assertSame(accounts.session("home"), injected.plainSession);
                  assertSame(injected.work, context.getBean("workMailSender"));
                  assertSame(injected.workSession, context.getBean("workMailSession"));
                }));
  }

  @Test
  void withoutAPrimaryOneSeveralAccountsAreInjectedByNameOnly() {
    applications
        .with(two())
        .withUserConfiguration(Injected.class)
        .run(
            started(
                context -> {
                  assertNull(context.getBean(Injected.class).plain);
                  assertNull(context.getBean(Injected.class).plainSession);
                }));
  }

  /** An application that needs a sender, whichever. */
  @Configuration(proxyBeanMethods = false)
  static class Needy {
    Needy(JavaMailSender sender) {}
  }

  @Test
  void aMissingPrimaryAccountIsReported() {
    MockEnvironment configured = new MockEnvironment();
    for (String property : two()) {
      configured.setProperty(property.split("=", 2)[0], property.split("=", 2)[1]);
    }
    applications
        .with(two())
        .withUserConfiguration(Needy.class)
        .run(
            context -> {
              Throwable failure = Objects.requireNonNull(context.getStartupFailure());
              FailureAnalysis analysis =
                  new MissingMailBeanFailureAnalyzer(configured).analyze(failure);
              String action = Objects.requireNonNull(analysis).getAction();
              assertTrue(action.contains("mailclad.primary"), action);
              assertTrue(action.contains("@Qualifier(\"home\")"), action);
              assertNull(
                  new MissingMailBeanFailureAnalyzer(new MockEnvironment()).analyze(failure));
            });
  }

  @Test
  void nothingOfTheConfigurationShowsAPassword() {
    applications
        .with(two("mailclad.properties.mail.security.trust-anchors-password=" + PASSWORD))
        .run(
            context -> {
              String all =
                  context.getBean(MailcladProperties.class)
                      + " "
                      + context.getBean(MailcladProperties.class).accounts()
                      + " "
                      + context.getBeansOfType(JavaMailSender.class)
                      + " "
                      + context.getBean(MailInventory.class).entries();
              assertFalse(all.contains(PASSWORD), all);
            });
  }

  @Test
  void anAccountBesideBootsOwnSenderMakesNothingAmbiguous() {
    applications
        .with(all(List.of("spring.mail.host=localhost"), List.of(two())))
        .withUserConfiguration(Injected.class)
        .run(
            started(
                context -> {
                  assertSame(context.getBean("mailSender"), context.getBean(Injected.class).plain);
                  assertEquals(
                      List.of("home", "mailSender", "work"),
                      context.getBean(MailInventory.class).entries().stream()
                          .map(MailEntry::name)
                          .toList());
                }));
    applications
        .with(
            all(
                List.of("spring.mail.host=localhost"),
                account(
                    "work", "a@example.org", "submission.host=localhost", "access.host=localhost")))
        .run(
            started(
                context -> {
                  assertSame(context.getBean("mailSender"), context.getBean(JavaMailSender.class));
                }));
  }

  @Test
  void bootsHealthCheckDoesNotFindSendersToLogInAt() {
    applications
        .with(two())
        .run(
            started(
                context -> assertTrue(context.getBeansOfType(JavaMailSenderImpl.class).isEmpty())));
  }

  @Test
  void theSettingsOfAnAccountBecomeItsSession() {
    OAuthTokenSupplier tokens = (user, endpoint) -> "token";
    applications
        .with(
            all(
                account(
                    "work",
                    "alice@example.org",
                    "username=alice",
                    "token-supplier=tokens",
                    "properties.mail.security.auth-mechanisms=OAUTHBEARER PLAIN",
                    "dane=require",
                    "pins[0]=sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                    "submission.host=smtp.example.org",
                    "submission.tls-start=starttls",
                    "access.host=imap.example.org",
                    "access.port=1993",
                    "properties.mail.security.revocation=hard"),
                List.of(
                    "mailclad.properties.mail.imaps.timeout=4321",
                    "mailclad.store.folder=target/accounts-test")))
        .withBean("tokens", OAuthTokenSupplier.class, () -> tokens)
        .run(
            started(
                context -> {
                  Session session = context.getBean(Session.class);
                  Map<String, Object> expected =
                      Map.ofEntries(
                          Map.entry("mail.transport.protocol", "submission"),
                          Map.entry("mail.transport.protocol.rfc822", "submission"),
                          Map.entry("mail.store.protocol", "imaps"),
                          Map.entry("mail.from", "alice@example.org"),
                          Map.entry("mail.submission.host", "smtp.example.org"),
                          Map.entry("mail.submission.user", "alice"),
                          Map.entry("mail.submission.auth", "true"),
                          Map.entry("mail.submission.security.tls-start", TlsStart.STARTTLS),
                          Map.entry("mail.imaps.host", "imap.example.org"),
                          Map.entry("mail.imaps.port", "1993"),
                          Map.entry("mail.imaps.user", "alice"),
                          Map.entry("mail.imaps.timeout", "4321"),
                          Map.entry("mail.security.dane", DanePolicy.Mode.REQUIRE),
                          Map.entry("mail.security.revocation", "hard"));
                  expected.forEach(
                      (key, value) -> assertEquals(value, session.getProperties().get(key), key));
                  assertSame(tokens, session.getProperties().get("mail.security.token-supplier"));
                  assertFalse(session.getProperties().toString().contains(PASSWORD));
                }));
  }

  @ParameterizedTest
  @CsvSource({
    "imap, IMPLICIT, imaps, 993",
    "imap, STARTTLS, imap, 143",
    "pop3, IMPLICIT, pop3s, 995",
    "pop3, STARTTLS, pop3, 110"
  })
  void howTlsStartsIsSaidForTheMailboxByItself(
      String protocol, TlsStart start, String name, int port) {
    applications
        .with(
            account(
                    "work",
                    "alice@example.org",
                    "submission.host=localhost",
                    "access.host=localhost",
                    "access.protocol=" + protocol,
                    "access.port=" + port,
                    "access.tls-start=" + start)
                .toArray(String[]::new))
        .run(
            started(
                context -> {
                  Session session = context.getBean(Session.class);
                  assertEquals(name, session.getProperty("mail.store.protocol"));
                  assertEquals(
                      start, session.getProperties().get("mail." + name + ".security.tls-start"));
                  assertEquals("submissions", session.getProperty("mail.transport.protocol"));
                }));
  }

  @Test
  void anAccountMayOnlySubmitOrOnlyRead() {
    applications
        .with(
            all(
                account("out", "a@example.org", "username=key", "submission.host=localhost"),
                account("in", "b@example.org", "username=bob", "access.host=localhost")))
        .run(
            started(
                context -> {
                  ConfiguredAccounts accounts = context.getBean(ConfiguredAccounts.class);
                  assertSame(accounts.sender("out"), context.getBean("outMailSender"));
                  assertFalse(context.containsBean("inMailSender"));
                  assertTrue(
                      assertThrows(IllegalArgumentException.class, () -> accounts.openStore("out"))
                          .toString()
                          .contains("mailclad.accounts.out.access.host"));
                  assertTrue(
                      assertThrows(IllegalArgumentException.class, () -> accounts.sender("in"))
                          .toString()
                          .contains("mailclad.accounts.in.submission.host"));
                }));
  }

  @Test
  void lowerLevelsAreOfTheAccountThatSaysSo() {
    String pin = "certificate-sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    applications
        .with(
            all(
                account(
                    "pinned",
                    "alice@example.org",
                    "minimum-level=encrypted",
                    "submission.host=localhost",
                    "submission.account-pin=" + pin,
                    "access.host=localhost",
                    "access.account-pin=" + pin),
                account(
                    "open",
                    "bob@example.org",
                    "minimum-level=none",
                    "submission.host=localhost",
                    "access.host=localhost")))
        .run(
            started(
                context -> {
                  ConfiguredAccounts accounts = context.getBean(ConfiguredAccounts.class);
                  Session pinned = accounts.session("pinned");
                  assertEquals(
                      ConfidentialityLevel.ENCRYPTED,
                      pinned.getProperties().get("mail.submissions.security.minimum-level"));
                  assertEquals(pin, pinned.getProperty("mail.imaps.security.account-pin"));
                  assertEquals(
                      ConfidentialityLevel.NONE,
                      accounts
                          .session("open")
                          .getProperties()
                          .get("mail.imaps.security.minimum-level"));
                  assertEquals(Set.of("pinned", "open"), accounts.names());
                  assertThrows(IllegalArgumentException.class, () -> accounts.sender("nobody"));
                }));
  }

  @Test
  void thePasswordIsGivenToTheAccountsOwnServicesOnly() {
    applications
        .with(
            account(
                    "work",
                    "alice@example.org",
                    "submission.host=localhost",
                    "access.host=localhost")
                .toArray(String[]::new))
        .run(
            started(
                context -> {
                  Session session = context.getBean(Session.class);
                  PasswordAuthentication known =
                      session.requestPasswordAuthentication(null, 993, "imaps", null, null);
                  assertEquals("alice@example.org", known.getUserName());
                  assertEquals(PASSWORD, known.getPassword());
                  assertNull(session.requestPasswordAuthentication(null, 995, "pop3s", null, null));
                }));
  }

  @Test
  void anAddressAloneIsDiscoveredByTheApplicationsResolver() {
    SmtpDialogue outbox = new SmtpDialogue();
    try (TlsFront submission = server(outbox)) {
      applications
          .with(
              all(
                  account("work", "alice@example.org", "ssl.bundle=ours"),
                  bundle("ours", applications.root)))
          .withBean(SecureResolver.class, () -> new OneServer(submission.port()))
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    assertEquals(1, outbox.messages().size());
                    assertThrows(
                        MessagingException.class,
                        () -> context.getBean(ConfiguredAccounts.class).openStore("work"));
                  }));
    }
  }

  @Test
  void peopleSetAccountsUpWithWhatIsConfigured() {
    applications
        .with(all(bundle("ours", applications.root), List.of("mailclad.ssl.bundle=ours")))
        .withBean(SecureResolver.class, () -> new OneServer(1))
        .run(
            started(
                context -> {
                  MailAccounts accounts = context.getBean(MailAccounts.class);
                  assertTrue(accounts.open("alice@example.org").isEmpty());
                  assertThrows(
                      NoSuchBeanDefinitionException.class,
                      () -> context.getBean(JavaMailSender.class));
                }));
  }

  @Test
  void theBeansOfTheApplicationAreUsed() {
    MailInventory own = new MailInventory();
    applications
        .runner()
        .withBean(MailInventory.class, () -> own)
        .run(
            started(
                context ->
                    assertSame(own, ((ApplicationContext) context).getBean(MailInventory.class))));
  }

  /** An application's own accounts. */
  @Configuration(proxyBeanMethods = false)
  static class OwnStore {
    @Bean
    AccountStore store() {
      return new InMemoryAccountStore();
    }
  }

  @Test
  void theApplicationsOwnAccountStoreIsUsed() {
    applications
        .with(two())
        .withUserConfiguration(OwnStore.class)
        .run(
            started(
                context -> {
                  Object store = context.getBean("store");
                  assertSame(
                      store,
                      context
                          .getBean(ConfiguredAccounts.class)
                          .session("work")
                          .getProperties()
                          .get("mail.security.account-store"));
                }));
  }
}
