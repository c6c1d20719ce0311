package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS 1.3 if the server can, TLS 1.2 if it must be, and nothing older, on every JVM. */
class VersionsIT {
  private static final List<String> PROTOCOLS = List.of("imaps", "pop3s", "smtps");

  private final World world = new World();

  /** A server of an old version only. */
  record Old(String protocol, ProtocolVersion version) {
    TlsFront start(World world) {
      return world.server(protocol).legacy(LegacyTls.only(version).insisting()).start();
    }
  }

  static List<Old> oldServers() {
    return Stream.of(ProtocolVersion.TLSv10, ProtocolVersion.TLSv11)
        .flatMap(version -> PROTOCOLS.stream().map(protocol -> new Old(protocol, version)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("oldServers")
  @Requirement(
      value = {"R9325-3.1.1-1", "D-1-1", "B-1-1", "D-5-11", "D-5-10", "B-2-7"},
      heldBy = {"Offer", "TlsHandshake"})
  void anOldServerIsRefused(Old old) throws Exception {
    try (TlsFront server = old.start(world)) {
      Refusals.refused("tls-version", world, Duel.of(world, old.protocol(), server).mailclad());
      OnTheWire.assertNothingSent(world, server);
      assertEquals(1, server.recorder().connections().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"R9325-3.1.1-1", "D-5-10", "B-2-7"},
      heldBy = {"AngusProperties", "Offer", "TlsHandshake"})
  void aJvmThatForbidsNothingDoesNotMakeAnOldServerAcceptable(
      String protocol, @TempDir Path directory) throws Exception {
    try (TlsFront tls10 = new Old(protocol, ProtocolVersion.TLSv10).start(world);
        TlsFront tls11 = new Old(protocol, ProtocolVersion.TLSv11).start(world)) {
      List<Properties> relaxed =
          Stream.of(tls10, tls11)
              .map(
                  server -> {
                    Properties properties = World.pointing(protocol, server);
                    properties.setProperty(
                        "mail." + protocol + ".ssl.protocols", "TLSv1 TLSv1.1 TLSv1.2");
                    return properties;
                  })
              .toList();
      ChildJvm child = new ChildJvm(directory, world).trusting(world.root);
      child.withoutDisabledAlgorithms();
      for (Properties properties : relaxed) {
        child.connecting(protocol, properties);
      }
      assertEquals(List.of("tls-version", "tls-version"), child.run());
      OnTheWire.assertNothingSent(world, tls10);
      OnTheWire.assertNothingSent(world, tls11);

      ChildJvm angus = new ChildJvm(directory, world).trusting(world.root);
      angus.withoutDisabledAlgorithms();
      for (Properties properties : relaxed) {
        angus.connecting(protocol, World.plainAngus(protocol, properties));
      }
      assertEquals(List.of("connected", "connected"), angus.run());
      OnTheWire.assertLeaked(world, tls10);
      OnTheWire.assertLeaked(world, tls11);
    }
  }

  /** The versions of a server, and the result. */
  record Modern(String protocol, List<String> can, String gets) {}

  static List<Modern> modernServers() {
    return PROTOCOLS.stream()
        .flatMap(
            protocol ->
                Stream.of(
                    new Modern(protocol, List.of("TLSv1.2"), "TLSv1.2"),
                    new Modern(protocol, List.of("TLSv1.3"), "TLSv1.3"),
                    new Modern(protocol, List.of("TLSv1.2", "TLSv1.3"), "TLSv1.3")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("modernServers")
  @Requirement(
      value = {"R9325-3.1.1-2", "R9325-3.1.1-3", "D-5-9", "B-2-6"},
      heldBy = {"Offer", "SecurityPolicy"})
  void theBestCommonVersionIsUsed(Modern modern) throws Exception {
    try (TlsFront server =
            world.server(modern.protocol()).protocols(modern.can().toArray(new String[0])).start();
        Service service =
            world.connect(
                modern.protocol(), Duel.of(world, modern.protocol(), server).properties())) {
      ConnectionSecurity.Authenticated got =
          assertInstanceOf(
              ConnectionSecurity.Authenticated.class,
              ((SecuredService) service).connectionSecurity().orElseThrow());
      assertEquals(modern.gets(), got.tls().version().jsseName());
      assertEquals(
          modern.gets(), server.recorder().onlyConnection().handshake().orElseThrow().protocol());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"R9325-3.1.1-3", "D-5-6"},
      heldBy = {"Offer", "PolicyReader"})
  void aRaisedFloorRefusesTls12(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).protocols("TLSv1.2").start()) {
      Duel duel = Duel.of(world, protocol, server).with("security.oldest-tls", "TLSv1.3");
      Refusals.refused("tls-alert", world, duel.mailclad());
      OnTheWire.assertNothingSent(world, server);
      duel.properties().remove("mail." + protocol + ".security.oldest-tls");
      assertNull(duel.mailclad());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mischief.class,
      names = {"ALERT", "CLOSE", "RESET", "GARBAGE"})
  @Requirement(value = "R9325-3.1.3", heldBy = "SecuredSocket")
  void aServerThatAbortsSeesOneClientHelloAndNoSecondConnection(Mischief mischief)
      throws Exception {
    for (String protocol : PROTOCOLS) {
      try (TlsFront server = world.server(protocol).mischief(mischief).start()) {
        Duel.of(world, protocol, server).mailclad();
        server.recorder().awaitEnds(OnTheWire.PATIENCE);
        byte[] sent = server.recorder().onlyConnection().clientRaw();
        assertEquals(1, handshakeRecords(sent), protocol);
        OnTheWire.assertNothingSent(world, server);
      }
    }
  }

  /** Counts the records of type handshake among a client's octets. */
  private static int handshakeRecords(byte[] octets) {
    int records = 0;
    for (int at = 0; at + 5 <= octets.length; ) {
      records += octets[at] == 0x16 ? 1 : 0;
      at += 5 + ((octets[at + 3] & 0xff) << 8 | (octets[at + 4] & 0xff));
    }
    return records;
  }
}
