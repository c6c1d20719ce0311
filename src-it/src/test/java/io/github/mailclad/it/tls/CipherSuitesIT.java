package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.TlsRules;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forward secrecy and AEAD, or no connection (RFC 9325, section 4). */
class CipherSuitesIT {
  private final World world = new World();
  private final Issued rsa =
      CertificateBuilder.server().dns("localhost").key(KeyKind.RSA_2048).issuedBy(world.root);

  static List<String> suites() {
    return TlsRules.CIPHER_SUITES;
  }

  @ParameterizedTest
  @MethodSource("suites")
  @Requirement(
      value = {"R9325-4.1-5", "R9325-4.2-1", "D-5-12", "P-IMAP-11"},
      heldBy = {"Offer", "SecurityPolicy"})
  void eachSuiteOfTheListAloneIsEnough(String suite) throws Exception {
    for (String protocol : List.of("imaps", "pop3s", "smtps")) {
      try (TlsFront server =
          world
              .server(protocol)
              .certificate(suite.contains("RSA_WITH") ? rsa : world.certificate)
              .protocols(suite.contains("_WITH_") ? "TLSv1.2" : "TLSv1.3")
              .suites(suite)
              .start()) {
        assertNull(Duel.of(world, protocol, server).mailclad());
        assertEquals(
            suite, server.recorder().onlyConnection().handshake().orElseThrow().cipherSuite());
      }
    }
  }

  /**
   * A server that knows nothing better.
   *
   * @param suite what plain Angus has to enable for it
   */
  record Weak(String suite, LegacyTls tls, boolean rsa) {
    @Override
    public String toString() {
      return suite;
    }
  }

  static List<Weak> weakServers() {
    return List.of(
        new Weak("TLS_RSA_WITH_AES_128_GCM_SHA256", LegacyTls.staticRsa(), true),
        new Weak("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", LegacyTls.dhe(), true),
        new Weak("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", LegacyTls.cbc(), false),
        new Weak("TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", LegacyTls.tripleDes(), true),
        new Weak("TLS_ECDHE_ECDSA_WITH_NULL_SHA", LegacyTls.nullEncryption(), false));
  }

  @ParameterizedTest
  @MethodSource("weakServers")
  @Requirement(
      value = {
        "R9325-4.1-1",
        "R9325-4.1-2",
        "R9325-4.1-3",
        "R9325-4.1-4",
        "R9325-4.1-5",
        "R9325-4.2-2"
      },
      heldBy = {"Offer", "TlsHandshake"})
  void aServerThatKnowsNothingBetterIsRefused(Weak weak) throws Exception {
    for (String protocol : List.of("imaps", "pop3s", "smtps")) {
      try (TlsFront server = start(weak, weak.tls(), protocol);
          TlsFront insisting = start(weak, weak.tls().insisting(), protocol)) {
        Refusals.refused("tls-alert", world, Duel.of(world, protocol, server).mailclad());
        OnTheWire.assertNothingSent(world, server);
        Refusals.refused("cipher-suite", world, Duel.of(world, protocol, insisting).mailclad());
        OnTheWire.assertNothingSent(world, insisting);
      }
    }
  }

  @Test
  @Requirement(
      value = {"R9325-4.1-1", "R9325-4.1-2", "R9325-4.1-3", "R9325-4.1-4", "R9325-4.2-2"},
      heldBy = {"AngusProperties", "Offer"})
  void aJvmThatForbidsNothingDoesNotMakeAWeakServerAcceptable(@TempDir Path directory)
      throws Exception {
    List<TlsFront> servers =
        weakServers().stream().map(weak -> start(weak, weak.tls(), "imaps")).toList();
    try {
      ChildJvm child = new ChildJvm(directory, world).trusting(world.root);
      child.withoutDisabledAlgorithms();
      for (int i = 0; i < servers.size(); i++) {
        child.connecting("imaps", wishing(servers.get(i), weakServers().get(i), true));
      }
      assertEquals(servers.stream().map(s -> "tls-alert").toList(), child.run());
      servers.forEach(server -> OnTheWire.assertNothingSent(world, server));

      ChildJvm angus = new ChildJvm(directory, world).trusting(world.root);
      angus.withoutDisabledAlgorithms();
      for (int i = 0; i < servers.size(); i++) {
        Properties properties = wishing(servers.get(i), weakServers().get(i), false);
        angus.connecting("imaps", World.plainAngus("imaps", properties));
      }
      assertEquals(servers.stream().map(s -> "connected").toList(), angus.run());
      servers.forEach(server -> OnTheWire.assertLeaked(world, server));
    } finally {
      servers.forEach(TlsFront::close);
    }
  }

  private TlsFront start(Weak weak, LegacyTls tls, String protocol) {
    return world
        .server(protocol)
        .certificate(weak.rsa() ? rsa : world.certificate)
        .legacy(tls)
        .start();
  }

  /** A weak suite alone is no offer of ours, so a good one stands beside it. */
  private static Properties wishing(TlsFront server, Weak weak, boolean besideAGoodOne) {
    Properties properties = World.pointing("imaps", server);
    properties.setProperty("mail.imaps.ssl.protocols", "TLSv1.2");
    properties.setProperty(
        "mail.imaps.ssl.ciphersuites",
        weak.suite() + (besideAGoodOne ? " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" : ""));
    return properties;
  }

  /** Suites that no JDK of today can do, from servers that insist on them. */
  static List<LegacyTls> unspeakable() {
    return Stream.of(
            CipherSuite.TLS_ECDHE_RSA_WITH_RC4_128_SHA,
            CipherSuite.TLS_RSA_WITH_RC4_128_MD5,
            CipherSuite.TLS_RSA_EXPORT_WITH_RC4_40_MD5,
            CipherSuite.TLS_DH_anon_WITH_AES_128_GCM_SHA256)
        .map(suite -> LegacyTls.suites(suite).insisting())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("unspeakable")
  @Requirement(
      value = {"R9325-4.1-1", "D-5-8", "B-2-5"},
      heldBy = {"Offer", "TlsHandshake"})
  void anUnspeakableSuiteIsRefused(LegacyTls tls) throws Exception {
    try (TlsFront server = world.server("imaps").certificate(rsa).legacy(tls).start()) {
      Refusals.refused("cipher-suite", world, Duel.of(world, "imaps", server).mailclad());
      OnTheWire.assertNothingSent(world, server);
    }
  }

  @Test
  @Requirement(value = "R9325-4.5-2", heldBy = "Offer")
  void aHandshakeSignedWithSha1IsRefused(@TempDir Path directory) throws Exception {
    LegacyTls sha1 = LegacyTls.tls12().signingWithSha1();
    try (TlsFront server = world.server("imaps").legacy(sha1).start()) {
      Refusals.refused("handshake-failed", world, Duel.of(world, "imaps", server).mailclad());
      OnTheWire.assertNothingSent(world, server);

      Properties properties = World.pointing("imaps", server);
      List<String> outcomes =
          new ChildJvm(directory, world)
              .trusting(world.root)
              .withoutDisabledAlgorithms()
              .connecting("imaps", properties)
              .connecting("imaps", World.plainAngus("imaps", properties))
              .run();
      assertEquals(List.of("handshake-failed", "connected"), outcomes);
      OnTheWire.assertLeaked(world, server);
    }
  }
}
