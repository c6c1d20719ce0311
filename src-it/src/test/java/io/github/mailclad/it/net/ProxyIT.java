package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Through a proxy the reference identifiers are those of the server that was asked for, and never
 * the proxy's.
 */
@Requirement(
    value = {"R7817-3-1", "D-5.2-6"},
    heldBy = {"Dialler", "HttpConnect", "ConnectionPlanner"})
class ProxyIT {
  private static final String TARGET = "mail.example.test";

  private final World world = new World();

  private Issued certificate(String name) {
    return CertificateBuilder.server().dns(name).issuedBy(world.root);
  }

  private Properties trusting(Properties properties) {
    properties.put("mail.security.trust-anchors", world.root.certificate());
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void theServerBehindAnHttpProxyIsVerifiedByItsOwnName(String protocol) {
    try (TlsFront proxy = ConnectProxy.beforeTls(certificate(TARGET), World.dialogue(protocol))) {
      Properties properties = trusting(ConnectProxy.through(proxy, protocol, TARGET));
      assertNull(world.tryToConnect(protocol, properties));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void theNameOfAnHttpProxyIsNotTheServers(String protocol) {
    try (TlsFront proxy = ConnectProxy.beforeTls(world.certificate, World.dialogue(protocol))) {
      Properties properties = trusting(ConnectProxy.through(proxy, protocol, TARGET));
      properties.setProperty("mail." + protocol + ".proxy.host", "localhost");
      Refusals.refused("identity-mismatch", world, world.tryToConnect(protocol, properties));
      OnTheWire.assertNoSecret(world, proxy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void aSocksProxyResolvesTheNameAndLeadsToTheServer(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).certificate(certificate(TARGET)).start();
        SocksProxy proxy = SocksProxy.before(server)) {
      assertNull(world.tryToConnect(protocol, throughSocks(protocol, proxy)));
      assertEquals(List.of(TARGET), proxy.asked());
      assertEquals(0, server.recorder().clientClear().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void theNameOfASocksProxyIsNotTheServers(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        SocksProxy proxy = SocksProxy.before(server)) {
      Refusals.refused(
          "identity-mismatch", world, world.tryToConnect(protocol, throughSocks(protocol, proxy)));
      OnTheWire.assertNothingSent(world, server);
    }
  }

  private Properties throughSocks(String protocol, SocksProxy proxy) {
    Properties properties = trusting(new Properties());
    properties.setProperty("mail." + protocol + ".host", TARGET);
    properties.setProperty("mail." + protocol + ".socks.host", "localhost:" + proxy.port());
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.port", "socks.port", "timeout", "connectiontimeout"})
  void aSettingThatIsNoneIsRefusedByName(String suffix) {
    try (TlsFront server = world.server("imaps").start()) {
      Properties properties = world.trusting("imaps", server);
      properties.setProperty("mail.imaps." + suffix, "soon");
      var told = world.tryToConnect("imaps", properties);
      assertNotNull(told);
      assertTrue(String.valueOf(told.getMessage()).contains("mail.imaps." + suffix));
      assertEquals(List.of(), server.recorder().connections());
    }
  }
}
