package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Tests that the content of an SSL bundle is on the wire. */
class BundleTest {
  private static final int TLS_12 = 0x0303;
  private static final int TLS_13 = 0x0304;
  private static final String SUITE_12 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
  private static final int SUITE_12_NUMBER = 0xc02b;
  private static final String SUITE_13 = "TLS_AES_256_GCM_SHA384";
  private static final int SUITE_13_NUMBER = 0x1302;
  private static final String OPTIONS = "spring.ssl.bundle.pem." + Settings.BUNDLE + ".options.";

  @Test
  void aServerThatOnlyTheJvmTrustsIsNeverReached() {
    try (SubmissionServer server = SubmissionServer.of(JvmTrust.AUTHORITY);
        App app = App.start(settings(server))) {

      Refused.as("untrusted-issuer", app::sendText);

      assertEquals(List.of(), server.commands());
      assertEquals(0, server.wire().clientClear().length);
      assertEquals(0, server.wire().clientPlain().length);
      assertEquals(1, server.wire().connections().size());
    }
  }

  @Test
  void withoutTheBundleTheSameServerIsReached() {
    try (SubmissionServer server = SubmissionServer.of(JvmTrust.AUTHORITY);
        App app = App.start(settings(server).without("spring.mail.ssl.bundle"))) {
      app.sendText();

      assertEquals(1, server.messages().size());
    }
  }

  /** The trap: what Boot itself makes of a bundle is a socket factory, and plain Angus has two. */
  @Test
  void plainAngusTriesTheTrustOfTheJvmAfterTheBundles() {
    try (SubmissionServer server = SubmissionServer.of(JvmTrust.AUTHORITY);
        App app = App.start(settings(server).without("spring.mail.ssl.bundle"))) {
      JavaMailSenderImpl plain = new JavaMailSenderImpl();
      plain.setHost("localhost");
      plain.setPort(server.port());
      plain.setUsername(SubmissionServer.USER);
      plain.setPassword(SubmissionServer.PASSWORD);
      Properties properties = plain.getJavaMailProperties();
      properties.setProperty("mail.smtp.class", "org.eclipse.angus.mail.smtp.SMTPTransport");
      properties.setProperty("mail.smtp.ssl.enable", "true");
      properties.put(
          "mail.smtp.ssl.socketFactory",
          app.bean(SslBundles.class)
              .getBundle(Settings.BUNDLE)
              .createSslContext()
              .getSocketFactory());

      plain.send(App.text("to whomever the JVM trusts"));

      assertEquals(2, server.wire().connections().size());
      assertEquals(1, server.messages().size());
    }
  }

  @Test
  void oneProtocolIsOffered() {
    assertEquals(List.of(TLS_12), hello("enabled-protocols", "TLSv1.2").supportedVersions());
    assertEquals(List.of(TLS_13), hello("enabled-protocols", "TLSv1.3").supportedVersions());
  }

  @Test
  void oneCipherSuiteIsOffered() {
    assertEquals(List.of(SUITE_12_NUMBER), suites(hello("ciphers", SUITE_12)));
    assertEquals(List.of(SUITE_13_NUMBER), suites(hello("ciphers", SUITE_13)));
  }

  @Test
  void aProtocolThatIsTooOldEndsTheStart() {
    try (SubmissionServer server = SubmissionServer.start()) {
      String analysis =
          App.refusedStart(Settings.of(server).with(OPTIONS + "enabled-protocols", "TLSv1.1"))
              .analysis();

      assertTrue(analysis.contains("no TLS version that this account accepts"), analysis);
      assertEquals(0, server.wire().connections().size());
    }
  }

  @Test
  void aServerOfAnAccountIsHeldToItsBundleToo() {
    try (SubmissionServer server = SubmissionServer.of(JvmTrust.AUTHORITY);
        App app = App.start(account(server))) {

      Refused.as("untrusted-issuer", app::sendText);

      assertEquals(0, server.wire().clientPlain().length);
    }
  }

  @Test
  void keyStoresAndTheClientCertificateOfABundle(@TempDir Path folder) throws Exception {
    Issued authority = CertificateBuilder.root("Private Authority");
    Issued members = CertificateBuilder.root("Members");
    Issued client = CertificateBuilder.client().subject("CN=alice").issuedBy(members);
    TlsFront.Builder front =
        SubmissionServer.front("localhost", authority).clientAuth(ClientAuth.REQUIRED, members);
    try (SubmissionServer server = SubmissionServer.with(authority, front)) {
      String jks = "spring.ssl.bundle.jks.files.";
      Settings settings =
          Settings.of(server)
              .without("spring.ssl.bundle.pem." + Settings.BUNDLE + ".truststore.certificate")
              .with("spring.mail.ssl.bundle", "files")
              .with(jks + "truststore.location", stored(folder, authority.keyStoreTrusting()))
              .with(jks + "truststore.type", "PKCS12")
              .with(jks + "truststore.password", "secret")
              .with(jks + "keystore.location", stored(folder, client.keyStore("secret")))
              .with(jks + "keystore.type", "PKCS12")
              .with(jks + "keystore.password", "secret");
      try (App app = App.start(settings)) {
        app.sendText();
      }
      WireRecorder.Handshake handshake = server.lastConnection().handshake().orElseThrow();
      assertEquals(client.certificate(), handshake.clientCertificate().orElseThrow());
      assertEquals(1, server.messages().size());
    }
  }

  private static String stored(Path folder, KeyStore store) throws Exception {
    Path file = Files.createTempFile(folder, "store", ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }
    return file.toUri().toString();
  }

  private static ClientHello hello(String option, String value) {
    try (SubmissionServer server = SubmissionServer.start();
        App app = App.start(Settings.of(server).with(OPTIONS + option, value))) {
      app.sendText();
      assertEquals(1, server.messages().size());
      return server.wire().onlyConnection().clientHello().orElseThrow();
    }
  }

  private static List<Integer> suites(ClientHello hello) {
    return hello.cipherSuites().stream()
        .filter(suite -> suite != ClientHello.RENEGOTIATION_SCSV)
        .toList();
  }

  /** Returns settings with a bundle that trusts another authority than the server's. */
  private static Settings settings(SubmissionServer server) {
    return Settings.of(server).trusting(CertificateBuilder.root("Private Authority"));
  }

  private static Settings account(SubmissionServer server) {
    return Settings.none()
        .trusting(CertificateBuilder.root("Private Authority"))
        .with("mailclad.accounts.alice.address", SubmissionServer.USER)
        .with("mailclad.accounts.alice.password", SubmissionServer.PASSWORD)
        .with("mailclad.accounts.alice.ssl.bundle", Settings.BUNDLE)
        .with("mailclad.accounts.alice.submission.host", "localhost")
        .with("mailclad.accounts.alice.submission.port", server.port())
        .with("mailclad.accounts.alice.access.host", "localhost");
  }
}
