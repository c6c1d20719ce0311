package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the default requirements of an account. */
class DefaultPolicyIT {
  private final World world = new World();

  @Test
  @Requirement(
      value = {"D-5.2-1", "D-5.2-3", "B-2-8"},
      heldBy = "SecurityPolicy")
  void theDefaultIsAVerifiedServerAndTls12() {
    SecurityPolicy policy = SecurityPolicy.builder().build();
    assertEquals(ConfidentialityLevel.AUTHENTICATED, policy.minimumLevel());
    assertEquals(EnumSet.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3), policy.tls().versions());
    assertEquals(new AnchorSource.PlatformAnchors(), policy.trust().anchors());
    assertEquals(RevocationPolicy.defaults(), policy.trust().revocation());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SecurityPolicy(
                ConfidentialityLevel.ENCRYPTED,
                policy.tlsStart(),
                policy.tls(),
                policy.trust(),
                policy.timeouts(),
                /* clientIdentity= */ null));
  }

  static List<String> protocols() {
    return World.PROTOCOLS;
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(
      value = {"D-5.2-1", "D-5.2-3", "B-2-8", "D-5-8", "B-2-5"},
      heldBy = {"PolicyReader", "MailConnector"})
  void aSessionThatSaysNothingTrustsNoStranger(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Refusals.refused(
          "untrusted-issuer",
          world,
          world.tryToConnect(protocol, World.pointing(protocol, server)));
      OnTheWire.assertNothingSent(world, server);
      assertNull(world.tryToConnect(protocol, world.trusting(protocol, server)));
      OnTheWire.assertLeaked(world, server);
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(
      value = {"D-5-8", "B-2-5"},
      heldBy = {"MailConnector", "ConnectionSecurity"})
  void nothingIsIndicatedBeforeAndAfterARefusal(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        Service service = World.service(protocol, World.pointing(protocol, server))) {
      SecuredService secured = (SecuredService) service;
      assertTrue(secured.connectionSecurity().isEmpty());
      assertThrows(
          MessagingException.class,
          () -> service.connect(world.sentinels.user(), world.sentinels.password()));
      assertTrue(secured.connectionSecurity().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1", "SSLv3 TLSv1.1", "SSLv2Hello"})
  @Requirement(
      value = {"D-5-10", "B-2-7", "R9325-3.1.1-1"},
      heldBy = "AngusProperties")
  void versionsBelowTheFloorAloneAreNoSetting(String versions) throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      Duel duel = Duel.of(world, "imaps", server).with("ssl.protocols", versions);
      Refusals.refused("unsafe-settings", world, duel.mailclad());
      OnTheWire.assertNeverConnected(server);
    }
  }
}
