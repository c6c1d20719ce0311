package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an account's pin connects, and is never reported as more than that. */
class AccountPinIT {
  private final World world = new World();
  private final Issued selfSigned = CertificateBuilder.server().dns("localhost").selfSigned();
  private final Issued another = CertificateBuilder.server().dns("localhost").selfSigned();

  private static Duel pinning(Duel duel, Issued accepted) {
    return duel.with("security.minimum-level", "encrypted")
        .with("security.account-pin", AccountPin.of(accepted.certificate()).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap", "pop3s", "pop3", "submissions", "smtp"})
  @Requirement(
      value = {"D-5.3-4", "D-5.4-6", "R9525-6.6-2"},
      heldBy = {"PeerVerifier", "ConnectionSecurity", "PolicyReader"})
  void thePinnedServerIsReachedAndNotTakenForAuthenticated(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).certificate(selfSigned).start()) {
      Duel duel = pinning(Duel.of(world, protocol, server), selfSigned);
      for (int connection = 0; connection < 2; connection++) {
        try (Service service = world.connect(protocol, duel.properties())) {
          ConnectionSecurity got = ((SecuredService) service).connectionSecurity().orElseThrow();
          assertInstanceOf(ConnectionSecurity.Pinned.class, got);
          assertEquals(ConfidentialityLevel.ENCRYPTED, got.level());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3", "submissions"})
  void aPinOfTheKeyReachesTheRenewedCertificateOnly(String protocol) throws Exception {
    Issued renewed = CertificateBuilder.server().dns("localhost").keyOf(selfSigned).selfSigned();
    String key = AccountPin.ofKey(selfSigned.certificate()).toString();
    try (TlsFront server = world.server(protocol).certificate(renewed).start();
        TlsFront other = world.server(protocol).certificate(another).start()) {
      Duel duel =
          Duel.of(world, protocol, server)
              .with("security.minimum-level", "encrypted")
              .with("security.account-pin", key);
      try (Service service = world.connect(protocol, duel.properties())) {
        assertEquals(
            ConfidentialityLevel.ENCRYPTED,
            ((SecuredService) service).connectionSecurity().orElseThrow().level());
      }
      Refusals.refused(
          "self-signed",
          world,
          Duel.of(world, protocol, other)
              .with("security.minimum-level", "encrypted")
              .with("security.account-pin", key)
              .mailclad());
      OnTheWire.assertNothingSent(world, other);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3", "submissions"})
  @Requirement(value = "R9525-6.6-3", heldBy = "PeerVerifier")
  void aPinDoesNotKeepTheAccountFromACertificateThatIsValid(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      Duel duel = pinning(Duel.of(world, protocol, server), selfSigned);
      try (Service service = world.connect(protocol, duel.properties())) {
        ConnectionSecurity got = ((SecuredService) service).connectionSecurity().orElseThrow();
        assertInstanceOf(ConnectionSecurity.Authenticated.class, got);
        assertEquals(ConfidentialityLevel.AUTHENTICATED, got.level());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3", "submissions"})
  void aServerWithAnAuthoritysCertificateIsReachedByThatVeryCertificate(String protocol)
      throws Exception {
    // what openssl req -x509 makes
    Issued authority = CertificateBuilder.server().dns("localhost").ca().keyUsage(0).selfSigned();
    try (TlsFront server = world.server(protocol).certificate(authority).start()) {
      Duel anchored =
          Duel.of(world, protocol, server).with("security.trust-anchors", authority.certificate());
      try (Service service = world.connect(protocol, anchored.properties())) {
        assertEquals(
            ConfidentialityLevel.AUTHENTICATED,
            ((SecuredService) service).connectionSecurity().orElseThrow().level());
      }
      Duel pinned = pinning(Duel.of(world, protocol, server), authority);
      try (Service service = world.connect(protocol, pinned.properties())) {
        assertInstanceOf(
            ConnectionSecurity.Pinned.class,
            ((SecuredService) service).connectionSecurity().orElseThrow());
      }
      Refusals.refused("self-signed", world, Duel.of(world, protocol, server).mailclad());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"D-5.4-3", "D-5.3-4", "R9525-6.6-3"},
      heldBy = {"PeerVerifier", "SecurityPolicy", "PolicyReader"})
  void noOtherServerIsReachedByAPin(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).certificate(selfSigned).start()) {
      Refusals.refused(
          "self-signed", world, pinning(Duel.of(world, protocol, server), another).mailclad());
      Refusals.refused(
          "unsafe-settings",
          world,
          Duel.of(world, protocol, server)
              .with("security.account-pin", AccountPin.of(selfSigned.certificate()).toString())
              .mailclad());
      OnTheWire.assertNothingSent(world, server);
    }
  }
}
