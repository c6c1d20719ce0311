package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.WireRecorder.Handshake;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundles;

/** A bundle whose files change while the application runs. */
class BundleReloadTest {
  private static final String PEM = "spring.ssl.bundle.pem." + Settings.BUNDLE + ".";
  private static final String JKS = "spring.ssl.bundle.jks.files.";
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  @Test
  void theNextConnectionUsesTheNewAnchors() throws Exception {
    Issued old = CertificateBuilder.root("Old Authority");
    Issued next = CertificateBuilder.root("Next Authority");
    Path anchors = Files.writeString(folder.resolve("anchors.pem"), old.pem());
    try (SubmissionServer oldServer = SubmissionServer.of(old);
        SubmissionServer nextServer = SubmissionServer.of(next);
        App toOld = App.start(watched(oldServer, anchors));
        App toNext = App.start(watched(nextServer, anchors))) {
      toOld.sendText();
      Refused.as("untrusted-issuer", toNext::sendText);
      int octetsForOld = oldServer.wire().clientPlain().length;

      CountDownLatch reloaded = new CountDownLatch(2);
      onReload(toOld, Settings.BUNDLE, reloaded);
      onReload(toNext, Settings.BUNDLE, reloaded);
      replace(anchors, next.pem());
      await(reloaded);

      toNext.sendText();
      Refused.as("untrusted-issuer", toOld::sendText);
      assertEquals(1, nextServer.messages().size());
      assertEquals(1, oldServer.messages().size());
      assertEquals(octetsForOld, oldServer.wire().clientPlain().length);
    }
  }

  @Test
  void theNextConnectionShowsTheNewClientCertificateAndResumesNothing() throws Exception {
    Issued authority = CertificateBuilder.root("Private Authority");
    Issued members = CertificateBuilder.root("Members");
    Issued old = CertificateBuilder.client().subject("CN=old").issuedBy(members);
    Issued next = CertificateBuilder.client().subject("CN=next").issuedBy(members);
    assertNotEquals(old.certificate(), next.certificate());
    Path keys = folder.resolve("keys.p12");
    store(keys, old.keyStore("secret"));
    Path anchors = folder.resolve("anchors.p12");
    store(anchors, authority.keyStoreTrusting());
    try (SubmissionServer server =
            SubmissionServer.with(
                authority,
                SubmissionServer.front("localhost", authority)
                    .clientAuth(ClientAuth.REQUIRED, members));
        App app = App.start(watched(server, anchors, keys))) {
      app.sendText();
      app.sendText();
      assertEquals(List.of(old.certificate()), shown(server).stream().distinct().toList());
      // where nothing is ever resumed, that nothing is resumed afterwards would show nothing
      assertEquals(Handshake.Kind.RESUMED, last(server).kind());

      CountDownLatch reloaded = new CountDownLatch(1);
      onReload(app, "files", reloaded);
      Path written = folder.resolve("written.tmp");
      store(written, next.keyStore("secret"));
      Files.move(written, keys, StandardCopyOption.ATOMIC_MOVE);
      await(reloaded);

      app.sendText();
      assertEquals(Handshake.Kind.FULL, last(server).kind());
      assertEquals(next.certificate(), last(server).clientCertificate().orElseThrow());
      assertEquals(3, server.messages().size());
    }
  }

  private static Handshake last(SubmissionServer server) {
    return server.lastConnection().handshake().orElseThrow();
  }

  private static List<X509Certificate> shown(SubmissionServer server) {
    return server.wire().connections().stream()
        .map(c -> c.handshake().orElseThrow().clientCertificate().orElseThrow())
        .toList();
  }

  private static Settings watched(SubmissionServer server, Path anchors) {
    return Settings.of(server)
        .with(PEM + "truststore.certificate", anchors.toUri())
        .with(PEM + "reload-on-update", true)
        .with("spring.ssl.bundle.watch.file.quiet-period", "100ms");
  }

  private static Settings watched(SubmissionServer server, Path anchors, Path keys) {
    return Settings.of(server)
        .without(PEM + "truststore.certificate")
        .with("spring.mail.ssl.bundle", "files")
        .with("spring.ssl.bundle.watch.file.quiet-period", "100ms")
        .with(JKS + "reload-on-update", true)
        .with(JKS + "truststore.location", anchors.toUri())
        .with(JKS + "truststore.type", "PKCS12")
        .with(JKS + "truststore.password", "secret")
        .with(JKS + "keystore.location", keys.toUri())
        .with(JKS + "keystore.type", "PKCS12")
        .with(JKS + "keystore.password", "secret");
  }

  /**
   * Handlers run in the order in which they were added, so the sender's handler has already run.
   */
  private static void onReload(App app, String bundle, CountDownLatch latch) {
    app.bean(SslBundles.class).addBundleUpdateHandler(bundle, reloaded -> latch.countDown());
  }

  private static void await(CountDownLatch reloaded) throws InterruptedException {
    assertTrue(reloaded.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the bundle was not reloaded");
  }

  private void replace(Path file, String content) throws Exception {
    Path written = Files.writeString(folder.resolve("written.tmp"), content);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void store(Path file, KeyStore store) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }
  }
}
