package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.springMail;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder.Handshake;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.setup.AccountSetup;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.setup.MailServer;
import io.github.mailclad.setup.SetupStep;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;

/** Tests of SSL bundles. The wire decides. */
class BundleTest {
  private static final String KEY_PASSWORD = "changeit";
  private static final int TLS_1_2 = 0x0303;
  private static final int TLS_1_3 = 0x0304;

  private final Applications applications = new Applications();
  private final Issued otherRoot = CertificateBuilder.root("Other Root");
  private final SmtpDialogue outbox = new SmtpDialogue();

  private TlsFront server(Issued certificate) {
    return TlsFront.builder().certificate(certificate).dialogue(outbox).start();
  }

  /** The two ways to say which bundle holds: of Boot's sender, and of an account. */
  private static Stream<String> properties(String kind, TlsFront server) {
    return kind.equals("spring.mail")
        ? Stream.concat(springMail(server).stream(), Stream.of("spring.mail.ssl.bundle=ours"))
        : Stream.of(
            "mailclad.accounts.work.address=alice@example.org",
            "mailclad.accounts.work.password=" + Applications.PASSWORD,
            "mailclad.accounts.work.submission.host=localhost",
            "mailclad.accounts.work.submission.port=" + server.port(),
            "mailclad.accounts.work.access.host=localhost",
            "mailclad.accounts.work.ssl.bundle=ours");
  }

  private ApplicationContextRunner with(String kind, TlsFront server, String... more) {
    return applications.with(
        all(properties(kind, server).toList(), bundle("ours", applications.root), more));
  }

  /** The same with bundles that the test itself replaces. */
  private ApplicationContextRunner with(
      String kind, TlsFront server, DefaultSslBundleRegistry bundles) {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                MailSenderAutoConfiguration.class, MailcladAutoConfiguration.class))
        .withBean(SslBundles.class, () -> bundles)
        .withPropertyValues(properties(kind, server).toArray(String[]::new));
  }

  private static SslBundle trusting(Issued authority, @Nullable Issued key) {
    return SslBundle.of(
        SslStoreBundle.of(
            key == null ? null : key.keyStore(KEY_PASSWORD),
            KEY_PASSWORD,
            authority.keyStoreTrusting()),
        key == null ? SslBundleKey.NONE : SslBundleKey.of(KEY_PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spring.mail", "account"})
  void onlyTheBundlesAuthorityIsTrusted(String kind) {
    Issued trusted = CertificateBuilder.server().dns("localhost").issuedBy(applications.root);
    Issued other = CertificateBuilder.server().dns("localhost").issuedBy(otherRoot);
    try (TlsFront server = server(trusted)) {
      with(kind, server)
          .run(started(context -> context.getBean(JavaMailSender.class).send(message())));
      assertEquals(1, outbox.messages().size());
    }
    try (TlsFront server = server(other)) {
      with(kind, server)
          .run(
              started(
                  context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    MailSendException refused =
                        assertThrows(MailSendException.class, () -> sender.send(message()));
                    assertEquals("untrusted-issuer", Refusal.in(refused).orElseThrow().code());
                  }));
      // one attempt, nothing but TLS in it, and no second one with the trust of the JVM
      assertEquals(1, server.recorder().connections().size());
      assertEquals(0, server.recorder().clientPlain().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spring.mail", "account"})
  void protocolsAndCiphersAreOnTheWire(String kind) {
    try (TlsFront server = server(applications.certificate)) {
      with(
              kind,
              server,
              "spring.ssl.bundle.pem.ours.options.enabled-protocols=TLSv1.2",
              "spring.ssl.bundle.pem.ours.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
          .run(started(context -> context.getBean(JavaMailSender.class).send(message())));
      ClientHello hello = server.recorder().onlyConnection().clientHello().orElseThrow();
      assertEquals(List.of(TLS_1_2), hello.supportedVersions());
      assertEquals(List.of(0xc02c), suites(hello));
    }
  }

  @Test
  void theProtocolOfABundleIsItsNewestVersion() {
    try (TlsFront server = server(applications.certificate)) {
      with("spring.mail", server, "spring.ssl.bundle.pem.ours.protocol=TLSv1.2")
          .run(started(context -> context.getBean(JavaMailSender.class).send(message())));
      ClientHello hello = server.recorder().onlyConnection().clientHello().orElseThrow();
      assertEquals(List.of(TLS_1_2), hello.supportedVersions());
    }
    try (TlsFront server = server(applications.certificate)) {
      with("spring.mail", server)
          .run(started(context -> context.getBean(JavaMailSender.class).send(message())));
      ClientHello hello = server.recorder().onlyConnection().clientHello().orElseThrow();
      assertEquals(List.of(TLS_1_3, TLS_1_2), hello.supportedVersions());
    }
  }

  @Test
  void theSettingsOfTheApplicationNarrowABundle() {
    try (TlsFront server = server(applications.certificate)) {
      with(
              "spring.mail",
              server,
              "spring.ssl.bundle.pem.ours.options.enabled-protocols=TLSv1.2,TLSv1.3",
              "spring.mail.properties.mail.smtp.ssl.protocols=TLSv1.3")
          .run(started(context -> context.getBean(JavaMailSender.class).send(message())));
      assertEquals(
          List.of(TLS_1_3),
          server.recorder().onlyConnection().clientHello().orElseThrow().supportedVersions());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spring.ssl.bundle.pem.ours.options.enabled-protocols=TLSv1.1",
        "spring.ssl.bundle.pem.ours.protocol=TLSv1.1",
        "spring.ssl.bundle.pem.ours.options.ciphers=TLS_RSA_WITH_AES_128_CBC_SHA",
        "spring.mail.properties.mail.smtp.security.trust-anchors=platform",
        "spring.mail.properties.mail.smtp.ssl.checkserveridentity=false",
        "spring.mail.properties.mail.smtp.ssl.enable=false",
        "spring.mail.properties.mail.smtp.ssl.socketFactory=mine"
      })
  void aBundleThatCannotBeEnforcedEndsTheStart(String property) {
    try (TlsFront server = server(applications.certificate)) {
      with("spring.mail", server, property)
          .run(
              context -> {
                Throwable failure = context.getStartupFailure();
                String named = property.substring(0, property.indexOf('='));
                assertTrue(String.valueOf(failure).contains(named), "" + failure);
              });
      assertTrue(server.recorder().connections().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spring.mail", "account"})
  void afterAReloadTheNextConnectionTrustsTheNewAuthority(String kind) {
    DefaultSslBundleRegistry bundles =
        new DefaultSslBundleRegistry("ours", trusting(applications.root, null));
    try (TlsFront server = server(applications.certificate)) {
      with(kind, server, bundles)
          .run(
              started(
                  context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    sender.send(message());
                    sender.send(message());
                    assertEquals(1, server.resumedSessions());
                    bundles.updateBundle("ours", trusting(otherRoot, null));
                    assertThrows(MailSendException.class, () -> sender.send(message()));
                    assertEquals(2, outbox.messages().size());
                    bundles.updateBundle("ours", trusting(applications.root, null));
                    sender.send(message());
                    assertEquals(3, outbox.messages().size());
                  }));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spring.mail", "account"})
  void afterAReloadTheNewKeyIsUsedInANewTlsSession(String kind) {
    Issued clients = CertificateBuilder.root("Clients");
    Issued first = CertificateBuilder.client().subject("CN=first").issuedBy(clients);
    Issued second = CertificateBuilder.client().subject("CN=second").issuedBy(clients);
    DefaultSslBundleRegistry bundles =
        new DefaultSslBundleRegistry("ours", trusting(applications.root, first));
    try (TlsFront server =
        TlsFront.builder()
            .certificate(applications.certificate)
            .clientAuth(ClientAuth.REQUIRED, clients)
            .dialogue(outbox)
            .start()) {
      with(kind, server, bundles)
          .run(
              started(
                  context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    sender.send(message());
                    bundles.updateBundle("ours", trusting(applications.root, second));
                    sender.send(message());
                  }));
      List<Handshake> handshakes =
          server.recorder().connections().stream()
              .map(connection -> connection.handshake().orElseThrow())
              .toList();
      assertEquals(
          List.of("CN=first", "CN=second"),
          handshakes.stream().map(BundleTest::clientName).toList());
      assertEquals(0, server.resumedSessions());
    }
  }

  @Test
  void accountsThatPeopleSetUpTrustTheNewAuthorityToo() {
    DefaultSslBundleRegistry bundles =
        new DefaultSslBundleRegistry("ours", trusting(otherRoot, null));
    try (TlsFront server = server(applications.certificate)) {
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(MailcladAutoConfiguration.class))
          .withBean(SslBundles.class, () -> bundles)
          .withPropertyValues("mailclad.ssl.bundle=ours")
          .run(
              started(
                  context -> {
                    AccountSetup setup =
                        context.getBean(MailAccounts.class).setUp("alice@example.org");
                    MailServer named =
                        MailServer.of(MailService.SUBMISSIONS, "localhost", server.port());
                    assertInstanceOf(SetupStep.Unusable.class, setup.enterServers(List.of(named)));
                    bundles.updateBundle("ours", trusting(applications.root, null));
                    assertInstanceOf(SetupStep.PasswordEntry.class, setup.tryAgain());
                  }));
    }
  }

  @Test
  void aKeyOfEveryAccountIsRefused() {
    Issued client = CertificateBuilder.client().issuedBy(applications.root);
    DefaultSslBundleRegistry bundles =
        new DefaultSslBundleRegistry("ours", trusting(applications.root, client));
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(MailcladAutoConfiguration.class))
        .withBean(SslBundles.class, () -> bundles)
        .withPropertyValues(
            "mailclad.ssl.bundle=ours",
            "mailclad.accounts.work.address=alice@example.org",
            "mailclad.accounts.work.submission.host=localhost",
            "mailclad.accounts.work.access.host=localhost")
        .run(
            context ->
                assertTrue(
                    String.valueOf(context.getStartupFailure()).contains("mailclad.ssl.bundle"),
                    "" + context.getStartupFailure()));
  }

  @Test
  void trustManagersWithoutIssuersAreRefused() {
    SslBundle all =
        SslBundle.of(
            SslStoreBundle.NONE,
            SslBundleKey.NONE,
            SslOptions.NONE,
            SslBundle.DEFAULT_PROTOCOL,
            SslManagerBundle.from(new TrustEverybody()));
    DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("ours", all);
    try (TlsFront server = server(applications.certificate)) {
      with("spring.mail", server, bundles)
          .run(
              context ->
                  assertTrue(
                      String.valueOf(context.getStartupFailure())
                          .contains("there is no trust anchor in SSL bundle \"ours\""),
                      "" + context.getStartupFailure()));
    }
  }

  /** Trusts every server, and has no issuers. */
  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static String clientName(Handshake handshake) {
    return handshake.clientCertificate().orElseThrow().getSubjectX500Principal().getName();
  }

  private static List<Integer> suites(ClientHello hello) {
    return hello.cipherSuites().stream()
        .filter(suite -> suite != ClientHello.RENEGOTIATION_SCSV)
        .toList();
  }
}
