package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.servers.NodeTls;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.mail.InsecureConnectionException;
import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins over post-quantum key exchanges, with a server that OpenSSL 3.5 or newer serves. */
@Timeout(120)
class PostQuantumIT {
  private static final String HYBRID = "X25519MLKEM768";
  private static final byte[] NO_STAPLE = {};

  @TempDir private Path folder;
  private final World world = new World();
  private final List<NegotiatedTls> seen = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void skipWithoutTheServer() {
    NodeTls.orSkip();
  }

  /** A server without TLS, which only the one with TLS in front of it connects to. */
  private TlsFront backend(String protocol) {
    return world.server(protocol).mischief(Mischief.PLAINTEXT).start();
  }

  private NodeTls front(String groups, TlsFront backend) throws Exception {
    return NodeTls.start(folder, world.certificate, groups, NO_STAPLE, backend.port());
  }

  private Properties properties(String protocol, int port) {
    Properties properties = new Properties();
    properties.setProperty("mail." + protocol + ".host", "localhost");
    properties.setProperty("mail." + protocol + ".port", Integer.toString(port));
    properties.setProperty("mail." + protocol + ".timeout", "10000");
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.put(
        "mail.security.listener",
        new SecurityListener() {
          @Override
          public void onConnected(ConnectionSecurity security) {
            seen.add(((ConnectionSecurity.Authenticated) security).tls());
          }
        });
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  @Requirement(
      value = {"D-5-6", "D-5-8"},
      heldBy = {"BouncyCastleTls", "TlsHandshake"})
  void aLoginAtAPostQuantumServerByBouncyCastle(String protocol) throws Exception {
    try (TlsFront backend = backend(protocol);
        NodeTls server = front(HYBRID, backend)) {
      Properties properties = properties(protocol, server.port());
      properties.setProperty("mail.security.tls-provider", "bctls");
      properties.setProperty("mail.security.key-exchange", "post-quantum");

      assertNull(world.tryToConnect(protocol, properties));
      assertEquals(HYBRID, seen.get(0).group());
      OnTheWire.assertLeaked(world, backend);
    }
  }

  @Test
  void aLoginAtAPostQuantumServerByConscrypt() throws Exception {
    try (TlsFront backend = backend("imaps");
        NodeTls server = front(HYBRID, backend)) {
      Properties properties = properties("imaps", server.port());
      properties.setProperty("mail.security.tls-provider", "conscrypt");
      properties.setProperty("mail.security.key-exchange", "post-quantum");

      assertNull(world.tryToConnect("imaps", properties));
      assertEquals(HYBRID, seen.get(0).group());
    }
  }

  /** The decision is in docs/decisions/0030-tls-providers.md. */
  @Test
  @Requirement(value = "D-5-6", heldBy = "TlsContexts")
  void withoutANamedProviderTheDemandAloneIsEnough() throws Exception {
    try (TlsFront backend = backend("imaps");
        NodeTls server = front(HYBRID, backend)) {
      Properties properties = properties("imaps", server.port());
      properties.setProperty("mail.security.key-exchange", "post-quantum");

      assertNull(world.tryToConnect("imaps", properties));
      assertEquals(HYBRID, seen.get(0).group());
    }
  }

  @Test
  void withoutTheJarsTheDemandIsARefusal() throws Exception {
    try (TlsFront backend = backend("imaps");
        NodeTls server = front(HYBRID + ":X25519", backend)) {
      Properties demanding = new Properties();
      demanding.setProperty("mail.imaps.host", "localhost");
      demanding.setProperty("mail.imaps.port", Integer.toString(server.port()));
      demanding.setProperty("mail.security.key-exchange", "post-quantum");

      assertEquals(
          List.of("key-exchange-refused"),
          new ChildJvm(folder, world)
              .trusting(world.root)
              .withoutJars("bctls-", "conscrypt-")
              .connecting("imaps", demanding)
              .run());
      OnTheWire.assertNothingSent(world, backend);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"BCTLS", "CONSCRYPT"})
  @Requirement(value = "D-5-6", heldBy = "TlsHandshake")
  void aServerWithoutItIsRefusedAndGetsNothing(TlsProvider provider) throws Exception {
    try (TlsFront backend = backend("imaps");
        NodeTls server = front("X25519:P-256", backend)) {
      Properties properties = properties("imaps", server.port());
      properties.setProperty("mail.security.tls-provider", word(provider));
      assertNull(world.tryToConnect("imaps", properties));
      assertEquals("x25519", seen.get(0).group());

      try (TlsFront untouched = backend("imaps");
          NodeTls classical =
              NodeTls.start(
                  folder.resolve("classical"),
                  world.certificate,
                  "X25519:P-256",
                  NO_STAPLE,
                  untouched.port())) {
        Properties demanding = properties("imaps", classical.port());
        demanding.setProperty("mail.security.tls-provider", word(provider));
        demanding.setProperty("mail.security.key-exchange", "post-quantum");
        Refusals.refused("key-exchange-refused", world, world.tryToConnect("imaps", demanding));
        OnTheWire.assertNothingSent(world, untouched);
      }
    }
  }

  /** Without an early key share the server would ask for another ClientHello: a round trip more. */
  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"BCTLS", "CONSCRYPT"})
  void theKeyShareIsInTheFirstHello(TlsProvider provider) {
    try (TlsFront server = world.server("imaps").start()) {
      MessagingException unused =
          Duel.of(world, "imaps", server).with("security.tls-provider", word(provider)).mailclad();
      assertNull(unused);
      ClientHello hello = server.recorder().onlyConnection().clientHello().orElseThrow();
      assertEquals(
          List.of(0x11ec, 0x001d),
          hello.keyShares().stream().filter(group -> (group & 0x0f0f) != 0x0a0a).toList());
    }
  }

  /**
   * In TLS 1.3 a staple is an extension of a certificate; a JDK cannot serve one that it is given.
   */
  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"PLATFORM", "CONSCRYPT"})
  @Requirement(
      value = {"R7633-1", "R9325-7.5-1"},
      heldBy = {"PeerVerifier", "RevocationChecker"})
  void aStapleOfTls13ReachesTheVerdict(TlsProvider provider) throws Exception {
    Instant now = Instant.now();
    Duration hour = Duration.ofHours(1);
    Issued demanding =
        CertificateBuilder.server()
            .dns("localhost")
            .key(KeyKind.RSA_2048)
            .mustStaple()
            .issuedBy(world.root);
    OcspAnswer good =
        OcspAnswer.about(demanding, world.root).times(now.minus(hour), now.plus(hour));
    byte[] goodDer = good.der();
    byte[] revokedDer = good.revoked(now.minus(hour), 1).der();
    List<String> outcomes = new ArrayList<>();
    for (byte[] staple : List.of(goodDer, revokedDer, NO_STAPLE)) {
      try (TlsFront backend = backend("imaps");
          NodeTls server =
              NodeTls.start(
                  folder.resolve("staple" + outcomes.size()),
                  demanding,
                  "X25519",
                  staple,
                  backend.port())) {
        Properties properties = properties("imaps", server.port());
        properties.setProperty("mail.security.tls-provider", word(provider));
        @Nullable MessagingException outcome = world.tryToConnect("imaps", properties);
        if (outcomes.isEmpty()) {
          assertNull(outcome, () -> String.valueOf(outcome));
          outcomes.add("");
        } else {
          assertNotNull(outcome);
          outcomes.add(((InsecureConnectionException) outcome).refusal().code());
          OnTheWire.assertNothingSent(world, backend);
        }
      }
    }
    assertEquals(List.of("", "revoked", "must-staple"), outcomes);
  }

  private static String word(TlsProvider provider) {
    return provider.name().toLowerCase(Locale.ROOT);
  }
}
