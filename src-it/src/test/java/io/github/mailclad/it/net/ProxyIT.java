package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Through a proxy the reference identifiers are those of the server that was asked for, and never
 * the proxy's.
 */
@Requirement(
    value = {"R7817-3-1", "D-5.2-6"},
    heldBy = {"Dialler", "HttpConnect", "ConnectionPlan"})
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

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps", "imap", "smtp"})
  void aSocksProxyOfTheWholeJvmResolvesTheNameAndLeadsToTheServer(String protocol)
      throws Exception {
    try (TlsFront server = world.server(protocol).certificate(certificate(TARGET)).start();
        SocksProxy proxy = SocksProxy.before(server)) {
      assertNull(throughSocksOfTheJvm(proxy, protocol));
      assertEquals(List.of(TARGET), proxy.asked());
      assertEquals(0, server.recorder().clientClear().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  void theNameOfASocksProxyOfTheWholeJvmIsNotTheServers(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        SocksProxy proxy = SocksProxy.before(server)) {
      Refusals.refused("identity-mismatch", world, throughSocksOfTheJvm(proxy, protocol));
      OnTheWire.assertNothingSent(world, server);
    }
  }

  @Test
  @Timeout(30)
  void aSocksProxyOfTheWholeJvmThatSaysNothingCostsTheTimeToConnect() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, Loopback.V4)) {
      MessagingException outcome = throughSocksOfTheJvm(silent.getLocalPort(), "imaps");
      assertNotNull(outcome);
      assertInstanceOf(SocketTimeoutException.class, outcome.getCause(), outcome::toString);
    }
  }

  @Test
  void aHostThatIsUnknownIsSaidToBeUnknown() {
    Properties properties = trusting(new Properties());
    properties.setProperty("mail.imaps.host", "nowhere.invalid");
    MessagingException outcome = world.tryToConnect("imaps", properties);
    assertNotNull(outcome);
    assertInstanceOf(UnknownHostException.class, outcome.getCause(), outcome::toString);
  }

  private @Nullable MessagingException throughSocksOfTheJvm(SocksProxy proxy, String protocol) {
    return throughSocksOfTheJvm(proxy.port(), protocol);
  }

  /** The platform's own list of hosts without proxy has this machine, and so the server. */
  private @Nullable MessagingException throughSocksOfTheJvm(int port, String protocol) {
    Properties properties = trusting(new Properties());
    properties.setProperty("mail." + protocol + ".host", TARGET);
    properties.setProperty("mail." + protocol + ".connectiontimeout", "1000");
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", Integer.toString(port));
    try {
      return world.tryToConnect(protocol, properties);
    } finally {
      System.clearProperty("socksProxyHost");
      System.clearProperty("socksProxyPort");
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
