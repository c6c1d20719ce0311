package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.ConnectionSecurity.Authenticated;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.Pin;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are resumed within one account and policy, are verified each time, and never shared. */
class ResumptionIT {
  private final World world = new World();

  /** A protocol over a TLS version. */
  record Over(String protocol, String version) {}

  static List<Over> everywhere() {
    return Stream.of("imaps", "pop3s", "smtps")
        .flatMap(p -> Stream.of("TLSv1.2", "TLSv1.3").map(v -> new Over(p, v)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(
      value = {"R9325-3.4-1", "X-16"},
      heldBy = {"TlsContexts", "TlsHandshake"})
  void theSecondConnectionOfAnAccountResumesAndIsVerified(Over over) throws Exception {
    try (TlsFront server = world.server(over.protocol()).protocols(over.version()).start()) {
      Properties properties = Duel.of(world, over.protocol(), server).properties();
      Authenticated first = connected(over.protocol(), properties, world.sentinels.user());
      Authenticated second = connected(over.protocol(), properties, world.sentinels.user());

      assertEquals(Handshake.FULL, first.tls().handshake());
      assertEquals(Handshake.RESUMED, second.tls().handshake());
      assertEquals(over.version(), second.tls().version().jsseName());
      assertEquals(
          List.of(WireRecorder.Handshake.Kind.FULL, WireRecorder.Handshake.Kind.RESUMED),
          server.recorder().connections().stream()
              .map(connection -> connection.handshake().orElseThrow().kind())
              .toList());
      // the platform asks no trust manager now, so this evidence is of a verdict of our own
      assertEquals(first.evidence(), second.evidence());
      assertEquals(first.matched(), second.matched());
    }
  }

  /** A change between two connections to the same server. */
  record Change(String version, String what, Consumer<Duel> change) {
    @Override
    public String toString() {
      return version + ", another " + what;
    }
  }

  static List<Change> changes() {
    return Stream.of("TLSv1.2", "TLSv1.3").flatMap(ResumptionIT::changesOver).toList();
  }

  private static Stream<Change> changesOver(String version) {
    Stream<Change> always =
        Stream.of(
            new Change(
                version,
                "trust anchor",
                duel ->
                    duel.properties()
                        .put(
                            "mail.security.trust-anchors",
                            new X509Certificate[] {
                              duel.world().root.certificate(),
                              CertificateBuilder.root("Second Root").certificate()
                            })),
            new Change(
                version,
                "pin",
                duel ->
                    duel.with("security.pins", Pin.of(duel.world().root.certificate()).toString())),
            new Change(
                version,
                "list of cipher suites",
                duel ->
                    duel.with(
                        "ssl.ciphersuites",
                        "TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384"
                            + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
                            + " TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")));
    return version.equals("TLSv1.2")
        ? Stream.concat(
            always,
            Stream.of(
                new Change(version, "set of versions", d -> d.with("ssl.protocols", version))))
        : Stream.concat(
            always,
            Stream.of(
                new Change(
                    version, "oldest version", d -> d.with("security.oldest-tls", version))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  @Requirement(
      value = {"R9325-3.4-1", "X-16", "D-5.4-5", "D-2-1"},
      heldBy = "TlsContexts")
  void aChangedPolicyBeginsAnew(Change each) throws Exception {
    for (String protocol : List.of("imaps", "pop3s", "smtps")) {
      try (TlsFront server = world.server(protocol).protocols(each.version()).start()) {
        Duel duel = Duel.of(world, protocol, server);
        assertNull(duel.mailclad());
        assertNull(duel.mailclad());
        assertEquals(1, server.resumedSessions(), "without a change it resumes");
        each.change().accept(duel);
        assertNull(duel.mailclad());
        assertNothingOffered(server, 2);
        assertEquals(1, server.resumedSessions());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(
      value = {"R9325-3.4-1", "D-5.4-5", "D-2-1"},
      heldBy = "TlsContexts")
  void accountsNeverShareASession(Over over) throws Exception {
    try (TlsFront server = world.server(over.protocol()).protocols(over.version()).start()) {
      Properties properties = Duel.of(world, over.protocol(), server).properties();
      connected(over.protocol(), properties, "alice");
      Authenticated other = connected(over.protocol(), properties, "bob");
      assertEquals(Handshake.FULL, other.tls().handshake());
      assertNothingOffered(server, 1);
      assertEquals(0, server.resumedSessions());
      assertEquals(
          Handshake.RESUMED, connected(over.protocol(), properties, "alice").tls().handshake());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"X-16", "D-5.3-1"},
      heldBy = {"TlsHandshake", "HandshakeJudge"})
  void aSessionOfOneHostNameIsWorthNothingForAnother(String version) throws Exception {
    try (TlsFront server =
        world
            .server("imaps")
            .certificate(CertificateBuilder.server().dns("localhost").issuedBy(world.root))
            .protocols(version)
            .start()) {
      Duel duel = Duel.of(world, "imaps", server);
      assertNull(duel.mailclad());
      duel.with("host", "127.0.0.1");
      Refusals.refused("identity-mismatch", world, duel.mailclad());
      assertEquals(
          0, server.recorder().connections().get(1).clientPlain().length, "nothing was sent");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(
      value = {"X-16", "F-5.4-7", "D-5.3-1"},
      heldBy = {"TlsContexts", "PeerVerifier"})
  void aPinThatNoLongerFitsEndsWhatWasResumable(String version) throws Exception {
    try (TlsFront server = world.server("imaps").protocols(version).start()) {
      Duel duel =
          Duel.of(world, "imaps", server)
              .with("security.pins", Pin.of(world.root.certificate()).toString());
      assertNull(duel.mailclad());
      duel.with("security.pins", Pin.of(new World().root.certificate()).toString());
      Refusals.refused("pin-mismatch", world, duel.mailclad());
      server.recorder().awaitEnds(OnTheWire.PATIENCE);
      assertEquals(0, server.recorder().connections().get(1).clientPlain().length);
      assertEquals(0, server.resumedSessions());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(value = "X-16", heldBy = "TlsHandshake")
  void aRefusedSessionIsNotResumed(String version) throws Exception {
    try (TlsFront server = new World().server("imaps").protocols(version).start()) {
      Duel duel = Duel.of(world, "imaps", server);
      Refusals.refused("untrusted-issuer", world, duel.mailclad());
      Refusals.refused("untrusted-issuer", world, duel.mailclad());
      server.recorder().awaitEnds(OnTheWire.PATIENCE);
      assertNothingOffered(server, 1);
      OnTheWire.assertNothingSent(world, server);
    }
  }

  private Authenticated connected(String protocol, Properties properties, String user)
      throws MessagingException {
    try (Service service = World.service(protocol, properties)) {
      service.connect(user, world.sentinels.password());
      ConnectionSecurity security = ((SecuredService) service).connectionSecurity().orElseThrow();
      return assertInstanceOf(Authenticated.class, security);
    }
  }

  /** The connection of that number did not even try to resume. */
  private static void assertNothingOffered(TlsFront server, int connection) {
    ClientHello hello = server.recorder().connections().get(connection).clientHello().orElseThrow();
    assertFalse(hello.hasPreSharedKey());
    assertFalse(hello.hasSessionTicket());
    assertTrue(hello.sessionIdLength() == 0 || hello.supportedVersions().contains(0x0304));
  }
}
