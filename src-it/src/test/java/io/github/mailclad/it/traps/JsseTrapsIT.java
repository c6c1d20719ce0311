package io.github.mailclad.it.traps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of differences between the platform's TLS and the needs of a mail client. */
class JsseTrapsIT {
  private final World world = new World();

  /** A trust manager whose trust can be changed. */
  private static final class Fickle extends DefaultTls.Everything {
    private volatile boolean trusting = true;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      if (!trusting) {
        throw new CertificateException("trusted no longer");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"X-16", "D-5.4-5", "D-5.3-1"},
      heldBy = {"TlsContexts", "TlsHandshake"})
  void aResumedSessionIsNotTrustedForTheSakeOfTheFirst(String version) throws Exception {
    try (TlsFront server = world.server("imaps").protocols(version).start()) {
      Duel duel = Duel.of(world, "imaps", server);
      assertNull(duel.mailclad());
      duel.properties().put("mail.security.trust-anchors", new World().root.certificate());
      Refusals.refused("untrusted-issuer", world, duel.mailclad());
    }
    try (TlsFront server = world.server("imaps").protocols(version).start()) {
      Fickle application = new Fickle();
      Duel duel =
          Duel.of(world, "imaps", server)
              .with("ssl.socketFactory", DefaultTls.context(application).getSocketFactory());
      assertNull(duel.plainAngus());
      application.trusting = false;
      assertNull(duel.plainAngus(), "the trust manager is not asked again");
      assertEquals(1, server.resumedSessions());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost", "localhost."})
  @Requirement(
      value = {"X-17", "R9325-3.7-1"},
      heldBy = "Offer")
  void aSingleLabelIsSentAsServerName(String host) throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      Duel duel = Duel.of(world, "imaps", server);
      duel.with("host", host);
      assertNull(duel.mailclad());
      handshakeByJsse(server, host);
      List<ClientHello> hellos =
          server.recorder().awaitConnections(2, OnTheWire.PATIENCE).stream()
              .flatMap(connection -> connection.clientHello().stream())
              .toList();
      assertEquals(List.of("localhost"), hellos.get(0).serverNames());
      assertEquals(List.of(), hellos.get(1).serverNames(), "JSSE by itself sends none");
    }
  }

  /** As Angus does, but without a lookup of the name. */
  private void handshakeByJsse(TlsFront server, String host) throws Exception {
    SSLContext context = DefaultTls.contextTrusting(world.root);
    try (Socket connected = new Socket(server.host(), server.port());
        SSLSocket socket =
            (SSLSocket)
                context.getSocketFactory().createSocket(connected, host, server.port(), true)) {
      socket.startHandshake();
    }
  }

  @Test
  @Requirement(
      value = {"X-17", "R9325-3.7-1"},
      heldBy = "Offer")
  void aTrailingDotIsNoPartOfTheServerName() throws Exception {
    Issued certificate = CertificateBuilder.server().dns("mail.example.net").issuedBy(world.root);
    try (TlsFront server = ConnectProxy.beforeTls(certificate, new ImapDialogue())) {
      Properties properties = ConnectProxy.through(server, "imaps", "mail.example.net.");
      properties.put("mail.security.trust-anchors", world.root.certificate());
      assertNull(world.tryToConnect("imaps", properties));
      assertEquals(
          List.of("mail.example.net"),
          server.recorder().onlyConnection().clientHello().orElseThrow().serverNames());
    }
  }

  /** Certificates that the platform accepts for {@code foo.example.test}. */
  record Named(String how, CertificateBuilder certificate) {
    @Override
    public String toString() {
      return how;
    }
  }

  static List<Named> foreignNames() {
    return List.of(
        new Named("f*", CertificateBuilder.server().dns("f*.example.test")),
        new Named("*oo", CertificateBuilder.server().dns("*oo.example.test")),
        new Named("f*o", CertificateBuilder.server().dns("f*o.example.test")),
        new Named("CN-ID alone", CertificateBuilder.server().subject("CN=foo.example.test")),
        new Named(
            "CN-ID beside an IP-ID",
            CertificateBuilder.server().subject("CN=foo.example.test").ip("192.0.2.1")),
        new Named(
            "CN-ID beside a SRV-ID",
            CertificateBuilder.server()
                .subject("CN=foo.example.test")
                .srv("_imaps.other.example")));
  }

  @ParameterizedTest
  @MethodSource("foreignNames")
  @Requirement(
      value = {"X-18", "R7817-3-11", "R7817-3-12"},
      heldBy = {"IdentityMatcher", "PresentedIdentifiers"})
  void aNameThatOnlyThePlatformTakesForTheServersIsRefused(Named each) throws Exception {
    Issued certificate = each.certificate().issuedBy(world.root);
    try (TlsFront server = ConnectProxy.beforeTls(certificate, new ImapDialogue());
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Properties properties = ConnectProxy.through(server, "imaps", "foo.example.test");
      properties.put("mail.security.trust-anchors", world.root.certificate());
      Duel duel = new Duel(world, "imaps", server, properties);

      Refusals.refused("identity-mismatch", world, duel.mailclad());
      OnTheWire.assertNoSecret(world, server);

      assertNull(duel.plainAngus());
      OnTheWire.assertLeaked(world, server);
    }
  }

  @Test
  @Requirement(value = "X-18", heldBy = "IdentityMatcher")
  void aWholeLeftmostLabelMayBeTheWildcard() throws Exception {
    Issued certificate = CertificateBuilder.server().dns("*.example.test").issuedBy(world.root);
    try (TlsFront server = ConnectProxy.beforeTls(certificate, new ImapDialogue())) {
      Properties properties = ConnectProxy.through(server, "imaps", "foo.example.test");
      properties.put("mail.security.trust-anchors", world.root.certificate());
      assertNull(world.tryToConnect("imaps", properties));
    }
  }

  @Test
  @Requirement(value = "X-20", heldBy = "PresentedIdentifiers")
  void aSrvNameIsReadFromTheExtensionItself() throws Exception {
    Issued certificate =
        CertificateBuilder.server().srv("_imaps.example.test").issuedBy(world.root);
    byte[] otherName = otherNameByThePlatform(certificate.certificate());
    byte[] inTheExtension = certificate.certificate().getExtensionValue("2.5.29.17");
    // octet string, sequence, and then the one GeneralName with its own tag and length
    byte[] generalName = Arrays.copyOfRange(inTheExtension, 4, inTheExtension.length);
    if (Runtime.version().feature() == 17) {
      assertEquals(generalName.length + 2, otherName.length, "Java 17 doubles an inner tag");
    }
    assertArrayEquals(
        Arrays.copyOfRange(generalName, generalName.length - 20, generalName.length),
        Arrays.copyOfRange(otherName, otherName.length - 20, otherName.length));

    try (TlsFront server = world.server("imaps").certificate(certificate).start()) {
      String told =
          String.valueOf(
              Refusals.refused(
                      "identity-mismatch", world, Duel.of(world, "imaps", server).mailclad())
                  .getMessage());
      assertTrue(told.contains("presented:       SRV-ID _imaps.example.test\n"), told);
    }
  }

  private static byte[] otherNameByThePlatform(X509Certificate certificate) throws Exception {
    List<Object> entry =
        new ArrayList<>(certificate.getSubjectAlternativeNames().iterator().next());
    assertEquals(0, entry.get(0));
    return (byte[]) entry.get(1);
  }

  @Test
  @Requirement(
      value = {"D-5.3-1", "D-5.2-1"},
      heldBy = {"AnchorLoader", "CompositionRoot"})
  void theTrustStoreOfThePlatformReachesUs(@TempDir Path directory) throws Exception {
    World stranger = new World();
    try (TlsFront server = world.server("imaps").start();
        TlsFront other = stranger.server("imaps").start()) {
      List<String> outcomes =
          new ChildJvm(directory, world)
              .trusting(world.root)
              .connecting("imaps", World.pointing("imaps", server))
              .connecting("imaps", World.pointing("imaps", other))
              .run();
      assertEquals(List.of("connected", "untrusted-issuer"), outcomes);
      OnTheWire.assertLeaked(world, server);
      OnTheWire.assertNothingSent(world, other);
    }
  }
}
