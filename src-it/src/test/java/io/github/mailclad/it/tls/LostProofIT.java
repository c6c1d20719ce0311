package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.jars.MailLibrary;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An account without a minimum level misses the identity that a server proved before, no matter
 * which checks this version of the mail library makes, and by which factory the application begins
 * TLS.
 */
class LostProofIT {
  private final World world = new World();
  private final Issued selfSigned =
      CertificateBuilder.server().dns("localhost").ip("127.0.0.1").selfSigned();
  private Properties account = new Properties();

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp", "imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"D-5-5", "D-5.1-13"},
      heldBy = {"LoweredConnection", "OwnFactories", "JudgedSocketFactory"})
  void aServerThatNoLongerProvesItsIdentityIsRefused(String protocol) throws Exception {
    account.setProperty("mail." + protocol + ".ssl.trust", "*");
    account.setProperty("mail." + protocol + ".ssl.checkserveridentity", "false");
    assertRefusedToday("validation-regressed", protocol);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imap.ssl.socketFactory",
        "imaps.ssl.socketFactory",
        "imap.socketFactory",
        "imaps.socketFactory"
      })
  @Requirement(
      value = {"D-5-5", "D-5.1-13"},
      heldBy = {"OwnFactories", "JudgedSocketFactory"})
  void itIsRefusedByAFactoryOfTheApplicationToo(String key) throws Exception {
    String protocol = key.substring(0, key.indexOf('.'));
    SSLContext everything = DefaultTls.context(new DefaultTls.Everything());
    account.put("mail." + key, everything.getSocketFactory());
    account.setProperty("mail." + protocol + ".ssl.checkserveridentity", "false");
    if (key.equals("imap.socketFactory")) {
      // its TLS begins with the first octet
      assertRefusedToday("validation-regressed", protocol, world.server("imaps"));
    } else {
      assertRefusedToday("validation-regressed", protocol);
    }
  }

  @Test
  @Requirement(
      value = {"D-5-5", "D-5.1-13"},
      heldBy = {"OwnFactories", "LoweredConnection"})
  void itIsRefusedOverSocketsOfTheApplicationToo() throws Exception {
    account.put("mail.imaps.socketFactory", new Plain());
    account.setProperty("mail.imaps.ssl.trust", "*");
    account.setProperty("mail.imaps.ssl.checkserveridentity", "false");
    if (MailLibrary.asksVerifier()) {
      assertRefusedToday("validation-regressed", "imaps");
      return;
    }
    try (TlsFront server = world.server("imaps").start()) {
      account.putAll(lowered("imaps", server));
      Refusals.refused("unsafe-settings", world, world.tryToConnect("imaps", account));
      OnTheWire.assertNeverConnected(server);
    }
  }

  private void assertRefusedToday(String code, String protocol) throws Exception {
    TlsFront.Builder server = world.server(protocol);
    assertRefusedToday(
        code,
        protocol,
        protocol.endsWith("s") ? server : server.mischief(Mischief.EXPECT_STARTTLS));
  }

  private void assertRefusedToday(String code, String protocol, TlsFront.Builder builder)
      throws Exception {
    int port;
    try (TlsFront yesterday = builder.start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      port = yesterday.port();
      account.putAll(lowered(protocol, yesterday));
      assertNull(world.tryToConnect(protocol, account));
      OnTheWire.assertLeaked(world, yesterday);
    }
    try (TlsFront today = builder.certificate(selfSigned).port(port).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Refusals.refused(code, world, world.tryToConnect(protocol, account));
      OnTheWire.assertNoSecret(world, today);
      assertEquals(1, today.recorder().connections().size(), "connections");

      // without a memory nothing is missed
      account.put("mail.security.account-store", new InMemoryAccountStore());
      assertNull(world.tryToConnect(protocol, account));
      OnTheWire.assertLeaked(world, today);
    }
  }

  private Properties lowered(String protocol, TlsFront server) {
    Properties properties = World.pointing(protocol, server);
    properties.setProperty("mail." + protocol + ".security.minimum-level", "none");
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.put("mail.security.account-store", new InMemoryAccountStore());
    return properties;
  }

  /** Sockets without TLS. */
  private static final class Plain extends SocketFactory {
    @Override
    public Socket createSocket() {
      return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }
  }
}
