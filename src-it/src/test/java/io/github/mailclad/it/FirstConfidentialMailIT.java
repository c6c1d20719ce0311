package io.github.mailclad.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that every protocol name reaches an honest server, and reports the security of the
 * connection.
 */
class FirstConfidentialMailIT {
  private final World world = new World();

  static List<String> protocols() {
    return World.PROTOCOLS;
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(
      value = {"D-3-1", "D-3.1-1", "D-3.2-1", "D-3.3-1", "D-3.1-3", "D-3.2-4", "D-3.3-3"},
      heldBy = {"MailConnector", "SecuredSocket"})
  void everyProtocolNameStartsWithTlsAndIsAuthenticated(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      try (Service service = world.connect(protocol, world.trusting(protocol, server))) {
        ConnectionSecurity security = ((SecuredService) service).connectionSecurity().orElseThrow();
        var got = assertInstanceOf(ConnectionSecurity.Authenticated.class, security);
        assertEquals("DNS-ID localhost", String.valueOf(got.matched()));
        assertEquals("TLSv1.3", got.tls().version().jsseName());
        assertEquals(server.port(), got.endpoint().port());
      }
      server.recorder().awaitEnds(Duration.ofSeconds(5));
      assertTrue(server.recorder().onlyConnection().rawStartsWithTls());
      assertEquals(0, server.recorder().onlyConnection().clientClear().length);
      assertTrue(
          !world.sentinels.foundIn(server.recorder().clientPlain()).isEmpty(),
          "the login was inside TLS");
    }
  }
}
