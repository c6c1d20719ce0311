package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logins and mail under Mailclad against Dovecot, Postfix and Exim, by implicit TLS and by
 * STARTTLS. Which mechanism was used, and how it ended, is read in the server's own log.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealServersIT {
  private static final List<String> MECHANISMS =
      List.of("SCRAM-SHA-256", "PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2");

  private final World world = new World();
  private final Account account = new Account(world);
  private final String user = world.sentinels.user();
  private @Nullable MailHost started;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    started = MailHost.start(world, directory);
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private MailHost host() {
    if (started == null) {
      throw new IllegalStateException("the servers were not started");
    }
    return started;
  }

  Stream<Listener> listeners() {
    return host().listeners().stream();
  }

  Stream<Listener> submitting() {
    return listeners().filter(Listener::submits);
  }

  Stream<Arguments> logins() {
    return listeners()
        .flatMap(listener -> MECHANISMS.stream().map(name -> Arguments.of(listener, name)));
  }

  @ParameterizedTest
  @MethodSource("logins")
  @Requirement(
      value = {"P-SASL-4", "P-SASL-6"},
      heldBy = {"LoginChoice", "ScramExchange", "BearerExchange"})
  void theConfiguredMechanismLogsIn(Listener listener, String mechanism) throws Exception {
    Properties properties = account.properties(listener, mechanism);
    boolean token = mechanism.equals("OAUTHBEARER") || mechanism.equals("XOAUTH2");
    if (token) {
      OAuthTokenSupplier tokens = (user, endpoint) -> world.sentinels.token();
      properties.put(listener.key("security.token-supplier"), tokens);
    }
    assertLoggedIn(listener, properties, token ? null : world.sentinels.password(), mechanism);
  }

  @ParameterizedTest
  @MethodSource("listeners")
  @Requirement(value = "P-SASL-6", heldBy = "LoginChoice")
  void theStrongestMechanismOnOfferIsTheDefault(Listener listener) throws Exception {
    assertLoggedIn(
        listener, account.properties(listener), world.sentinels.password(), "SCRAM-SHA-256");
  }

  /** The servers of mail access with TLS from the first octet. */
  Stream<Arguments> earlyLogins() {
    return listeners()
        .filter(listener -> listener.protocol().matches("imaps|pop3s"))
        .flatMap(
            listener ->
                Stream.of("SCRAM-SHA-256", "PLAIN").map(name -> Arguments.of(listener, name)));
  }

  @ParameterizedTest
  @MethodSource("earlyLogins")
  void laterLoginsOfASessionAreTakenBeforeTheGreeting(Listener listener, String mechanism)
      throws Exception {
    Properties properties = account.properties(listener, mechanism);
    properties.setProperty(listener.key("security.early-login"), "known-servers");
    Session session = Session.getInstance(properties);
    for (int i = 0; i < 3; i++) {
      int before = host().process(listener).logLength();
      try (Store store = session.getStore(listener.protocol())) {
        store.connect(world.sentinels.user(), world.sentinels.password());
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
        inbox.close(false);
      }
      host().process(listener).awaitLog(before, succeeded(listener, mechanism));
    }
  }

  /** Those that know their users by certificate. */
  Stream<Listener> askingForCertificates() {
    return listeners().filter(listener -> listener.server().equals("Dovecot"));
  }

  @ParameterizedTest
  @MethodSource("askingForCertificates")
  @Requirement(
      value = {"D-5.5-5", "P-SASL-1", "P-SASL-5", "D-5.5-1"},
      heldBy = {"ExternalExchange", "DisclosingKeyManager"})
  void aClientCertificateLogsInByExternal(Listener listener) throws Exception {
    String password = "secret";
    Properties properties = account.properties(listener);
    properties.setProperty(listener.key("security.auth-mechanisms"), "EXTERNAL");
    properties.put(
        listener.key("security.client-certificate"),
        CertificateBuilder.client()
            .subject("CN=" + world.sentinels.user())
            .issuedBy(world.root)
            .keyStore(password));
    properties.setProperty(listener.key("security.client-certificate-password"), password);
    properties.setProperty(
        listener.key("security.client-certificate-for"),
        world.sentinels.user() + "@localhost:" + listener.port());
    properties.setProperty(listener.key("security.client-certificate-also-over"), "starttls");
    assertLoggedIn(listener, properties, null, "EXTERNAL");
  }

  /** However TLS starts, the login is the same. */
  Stream<Arguments> loginsByImplicitTls() {
    return listeners()
        .filter(listener -> listener.protocol().endsWith("s"))
        .flatMap(listener -> MECHANISMS.stream().map(name -> Arguments.of(listener, name)));
  }

  @ParameterizedTest
  @MethodSource("loginsByImplicitTls")
  void wrongCredentialsAreAFailedLoginAndTriedOnce(Listener listener, String mechanism) {
    Properties properties = account.properties(listener, mechanism);
    int before = host().process(listener).logLength();
    MessagingException failure =
        assertThrows(
            MessagingException.class, () -> account.connect(listener, properties, "wrong").close());
    assertInstanceOf(AuthenticationFailedException.class, failure);
    String logged = host().process(listener).awaitLog(before, failed(listener, mechanism));
    assertEquals(1, logged.lines().filter(l -> l.matches(failed(listener, mechanism))).count());
  }

  Stream<Arguments> tokenLogins() {
    return Extent.sampled(
        listeners()
            .flatMap(
                listener ->
                    Stream.of("OAUTHBEARER", "XOAUTH2").map(name -> Arguments.of(listener, name))),
        3);
  }

  @ParameterizedTest
  @MethodSource("tokenLogins")
  void aTokenAsPasswordLogsInUntilItExpires(Listener listener, String mechanism) throws Exception {
    Properties properties = account.properties(listener, mechanism);
    assertLoggedIn(listener, properties, world.sentinels.token(), mechanism);

    MessagingException failure =
        assertThrows(
            AuthenticationFailedException.class,
            () -> account.connect(listener, properties, "expired").close());
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("scope of the OAuth token"), message);
  }

  @ParameterizedTest
  @MethodSource("listeners")
  @Requirement(
      value = {"P-SASL-4", "D-5.2-7"},
      heldBy = "LoginChoice")
  void aMechanismThatIsNotOnOfferIsNotReplaced(Listener listener) {
    Properties properties = account.properties(listener);
    properties.setProperty(listener.key("security.auth-mechanisms"), "SCRAM-SHA-256-PLUS");
    assertRefused("mechanism-unavailable", listener, properties);
  }

  @ParameterizedTest
  @MethodSource("listeners")
  @Requirement(value = "D-5.2-6", heldBy = "PeerVerifier")
  void aServerOfAnUnknownAuthorityGetsNoLogin(Listener listener) {
    assertRefused("untrusted-issuer", listener, listener.properties());
  }

  @ParameterizedTest
  @MethodSource("submitting")
  void whatIsSubmittedIsFetchedByEachProtocol(Listener listener) throws Exception {
    String subject = listener + " " + world.sentinels.body();
    send(listener, account.properties(listener), world.sentinels.password(), subject);
    for (Listener reading : listeners().filter(each -> !each.submits()).toList()) {
      assertEquals(
          world.sentinels.body() + "\r\n",
          account.fetched(reading, account.properties(reading), subject),
          () -> reading + " fetches");
    }
  }

  private void assertLoggedIn(
      Listener listener, Properties properties, @Nullable String password, String mechanism)
      throws Exception {
    int before = host().process(listener).logLength();
    if (listener.submits()) {
      send(listener, properties, password, "A login");
    } else {
      try (Service service = account.connect(listener, properties, password)) {
        Account.assertAuthenticated(service);
      }
    }
    host().process(listener).awaitLog(before, succeeded(listener, mechanism));
  }

  private void assertRefused(String code, Listener listener, Properties properties) {
    int before = host().process(listener).logLength();
    MessagingException failure =
        assertThrows(
            MessagingException.class,
            () -> account.connect(listener, properties, world.sentinels.password()).close());
    assertEquals(code, Refusal.in(failure).map(Refusal::code).orElse(""), failure::toString);
    assertFalse(failure instanceof AuthenticationFailedException);
    String logged = host().process(listener).logAfter(before);
    assertFalse(logged.contains(user), logged);
  }

  private void send(
      Listener listener, Properties properties, @Nullable String password, String subject)
      throws Exception {
    ServerProcess delivering = host().delivering();
    int before = delivering.logLength();
    MimeMessage message = account.message(subject);
    try (Transport transport = (Transport) account.connect(listener, properties, password)) {
      Account.assertAuthenticated(transport);
      transport.sendMessage(message, message.getAllRecipients());
    }
    delivering.awaitLog(before, "status=sent \\(delivered to maildir\\)");
  }

  /** Returns the pattern of a successful login in the server's log. */
  private String succeeded(Listener listener, String mechanism) {
    return switch (listener.server()) {
      case "Dovecot" ->
          "%s-login: Info: Login: user=<%s>, method=%s, .* TLS, .*"
              .formatted(listener.service(), user, inDovecot(listener, mechanism));
      case "Postfix" -> "smtpd.* sasl_method=%s, sasl_username=%s".formatted(mechanism, user);
      default -> " <= .* A=%s:%s .*".formatted(Exim.authenticator(mechanism), user);
    };
  }

  /** Returns the pattern of a failed login in the server's log. */
  private String failed(Listener listener, String mechanism) {
    return switch (listener.server()) {
      case "Dovecot" ->
          ".*%s-login: .*auth failed, 1 attempts.* method=%s, .* TLS.*"
              .formatted(listener.service(), inDovecot(listener, mechanism));
      case "Postfix" -> ".*smtpd.* SASL %s authentication failed.*".formatted(mechanism);
      default -> ".* %s authenticator failed .*".formatted(Exim.authenticator(mechanism));
    };
  }

  /** Dovecot takes the IMAP command LOGIN, and USER with PASS, for PLAIN. */
  private static String inDovecot(Listener listener, String mechanism) {
    return mechanism.equals("LOGIN") && !listener.submits() ? "PLAIN" : mechanism;
  }
}
