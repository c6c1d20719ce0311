package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Service;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of servers with an EC key below an authority with an ML-DSA key. From Java 24 on they are
 * reached; before, nothing is sent to them.
 */
class PostQuantumCertificateIT {
  private final World world = new World();
  private final Issued root =
      CertificateBuilder.authority("Root").key(KeyKind.ML_DSA_65).selfSigned();

  private TlsFront server(String protocol, Issued issuer) {
    return world
        .server(protocol)
        .certificate(CertificateBuilder.server().dns("localhost").issuedBy(issuer))
        .start();
  }

  private Properties trusting(String protocol, TlsFront server) {
    Properties properties = World.pointing(protocol, server);
    properties.put("mail.security.trust-anchors", root.certificate());
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  void aMixedChainIsReachedWhereThePlatformVerifiesIt(String protocol) throws Exception {
    try (TlsFront server = server(protocol, root)) {
      Properties properties = trusting(protocol, server);
      if (Runtime.version().feature() < 24) {
        Refusals.refused("unsupported-algorithm", world, world.tryToConnect(protocol, properties));
        OnTheWire.assertNothingSent(world, server);
        return;
      }
      try (Service service = world.connect(protocol, properties)) {
        String security = ((SecuredService) service).connectionSecurity().orElseThrow().toString();
        assertTrue(security.contains("PKIX: CN=Root with ML-DSA-65"), security);
      }
      assertEquals(1, server.acceptedHandshakes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  void anotherAuthorityWithMlDsaGetsNothing(String protocol) throws Exception {
    Issued other = CertificateBuilder.authority("Root").key(KeyKind.ML_DSA_65).selfSigned();
    try (TlsFront server = server(protocol, other)) {
      Refusals.refused(
          Runtime.version().feature() < 24 ? "unsupported-algorithm" : "untrusted-issuer",
          world,
          world.tryToConnect(protocol, trusting(protocol, server)));
      OnTheWire.assertNothingSent(world, server);
    }
  }
}
