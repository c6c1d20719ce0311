package io.github.mailclad.it.revocation;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that stapled responses reach the verdict through the platform's TLS. */
class StaplingIT {
  private static final Duration HOUR = Duration.ofHours(1);

  private final World world = new World();
  private final Issued usual = CertificateBuilder.server().dns("localhost").issuedBy(world.root);
  private final Issued demanding =
      CertificateBuilder.server().dns("localhost").mustStaple().issuedBy(world.root);

  private OcspAnswer about(Issued server) {
    Instant now = Instant.now();
    return OcspAnswer.about(server, world.root).times(now.minus(HOUR), now.plus(HOUR));
  }

  private TlsFront start(String protocol, Issued certificate, LegacyTls tls) {
    return world.server(protocol).certificate(certificate).legacy(tls).start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"R7633-1", "R9325-7.5-1"},
      heldBy = {"PeerVerifier", "RevocationChecker"})
  void aDemandedStapleIsEnoughOnlyIfItIsGood(String protocol) throws Exception {
    LegacyTls good = LegacyTls.tls12().stapling(about(demanding).der());
    LegacyTls ofAnother = LegacyTls.tls12().stapling(about(usual).der());
    try (TlsFront stapling = start(protocol, demanding, good);
        TlsFront silent = start(protocol, demanding, LegacyTls.tls12());
        TlsFront wrong = start(protocol, demanding, ofAnother)) {
      assertNull(Duel.of(world, protocol, stapling).mailclad());
      for (TlsFront bad : new TlsFront[] {silent, wrong}) {
        Refusals.refused("must-staple", world, Duel.of(world, protocol, bad).mailclad());
        OnTheWire.assertNothingSent(world, bad);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"R9325-7.5-1", "D-5-5"},
      heldBy = {"PeerVerifier", "RevocationChecker"})
  void aStapleThatSaysRevokedIsBelieved(String protocol) throws Exception {
    byte[] revoked = about(usual).revoked(Instant.now().minus(HOUR.multipliedBy(2)), 1).der();
    try (TlsFront server = start(protocol, usual, LegacyTls.tls12().stapling(revoked))) {
      Refusals.refused("revoked", world, Duel.of(world, protocol, server).mailclad());
      OnTheWire.assertNothingSent(world, server);
    }
  }
}
