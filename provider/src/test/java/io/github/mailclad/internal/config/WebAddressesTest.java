package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.internal.dns.Validation;
import io.github.mailclad.internal.net.Dialler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The source of the addresses of token servers and web servers (docs/decisions/0051). */
class WebAddressesTest {
  private static final String HOST = "tokens.example.org";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final FakeDns dns = new FakeDns();
  private final ServerSocket server = listening();

  private ServerSocket listening() {
    try {
      return new ServerSocket(0, 5, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void limitTheWait() throws IOException {
    server.setSoTimeout(300);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void open(DnsSource source, Dialler platform, Properties properties) throws IOException {
    LookupRules none = LookupRules.byDefault();
    LookupRules lookups =
        new LookupRules(
            source,
            none.confirmedTargets(),
            none.srvUse(),
            none.userNames(),
            none.kinds(),
            none.directory());
    Endpoint endpoint =
        new Endpoint(Host.of(HOST), server.getLocalPort(), Endpoint.Provenance.CONFIGURED);
    NetworkSettings.connector(new Settings(properties, ProtocolName.IMAPS), lookups, platform)
        .open(endpoint, LIMIT)
        .close();
  }

  /** The platform, which knows these addresses of {@link #HOST}. */
  private static Dialler platform(InetAddress... known) {
    return new Dialler(
        host -> {
          assertEquals(HOST, host);
          return List.of(known);
        },
        attempt -> new Thread(attempt).start());
  }

  private static Dialler unasked() {
    return new Dialler(
        host -> {
          throw new AssertionError("the platform was asked for " + host);
        },
        Runnable::run);
  }

  private void reached() throws IOException {
    try (Socket accepted = server.accept()) {
      assertEquals(loopback, accepted.getInetAddress());
    }
  }

  @Test
  void withoutAResolverThePlatformKnowsThem() throws Exception {
    open(new DnsSource.NotConfigured(), platform(loopback), new Properties());

    reached();
  }

  @Test
  void theServersOfTheDnsSettingsAreNotAsked() throws Exception {
    DnsSource silent =
        new DnsSource.Servers(
            List.of(new InetSocketAddress(loopback, 9)), Validation.LOCAL, /* anchors= */ null);

    open(silent, platform(loopback), new Properties());

    reached();
  }

  @Test
  void aResolverOfTheApplicationIsTheOnlySource() throws Exception {
    dns.addresses(DnssecStatus.INSECURE, HOST, loopback.getHostAddress());

    open(new DnsSource.OwnResolver(dns), unasked(), new Properties());

    reached();
  }

  @Test
  void aHostThatTheApplicationsResolverDoesNotKnowIsNotContacted() {
    DnsSource own = new DnsSource.OwnResolver(dns);

    assertThrows(IOException.class, () -> open(own, unasked(), new Properties()));

    assertThrows(SocketTimeoutException.class, server::accept);
  }

  @Test
  void aProxyGetsTheName() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.imaps.proxy.host", loopback.getHostAddress());
    properties.setProperty("mail.imaps.proxy.port", Integer.toString(server.getLocalPort()));
    Thread proxy =
        new Thread(
            () -> {
              try (Socket accepted = server.accept()) {
                byte[] asked = new byte[8 + HOST.length()];
                accepted.getInputStream().readNBytes(asked, 0, asked.length);
                boolean named =
                    new String(asked, StandardCharsets.US_ASCII).equals("CONNECT " + HOST);
                accepted
                    .getOutputStream()
                    .write(
                        named
                            ? "HTTP/1.1 200 yes\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
                            : new byte[0]);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    proxy.start();

    open(new DnsSource.OwnResolver(dns), proxied(), properties);

    proxy.join();
    assertEquals(List.of(), dns.queries());
  }

  private static Dialler proxied() {
    return new Dialler(
        host -> List.of(InetAddress.getByName(host)), attempt -> new Thread(attempt).start());
  }
}
