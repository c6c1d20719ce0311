package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of handshakes that an attacker changed, intercepted, or answered unasked. */
class TamperedHandshakeIT {
  /** A fatal illegal_parameter alert (RFC 8446, section 4.1.3). */
  private static final byte[] ILLEGAL_PARAMETER = {21, 3, 3, 0, 2, 2, 47};

  private static final int HANDSHAKE_RECORD = 22;

  private final World world = new World();

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(value = "R8446-dg", heldBy = "TlsHandshake")
  void aHelloWithoutTls13IsDetectedByTheDowngradeSentinel(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        VersionStripper attacker = new VersionStripper(server.port())) {
      MessagingException outcome =
          world.tryToConnect(protocol, through(attacker, protocol, server));
      assertNotNull(outcome);
      assertTrue(Refusal.in(outcome).isPresent(), outcome::toString);
      assertArrayEquals(ILLEGAL_PARAMETER, attacker.afterHello());
      OnTheWire.assertNothingSent(world, server);
    }
  }

  /** The same attack on a server that has no TLS 1.3: its hello has no sentinel to find. */
  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(value = "R8446-dg", heldBy = "TlsHandshake")
  void withoutASentinelTheClientGoesOnToItsFinishedMessage(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).protocols("TLSv1.2").start();
        VersionStripper attacker = new VersionStripper(server.port())) {
      assertNotNull(world.tryToConnect(protocol, through(attacker, protocol, server)));
      assertEquals(HANDSHAKE_RECORD, attacker.afterHello()[0]);
      OnTheWire.assertNothingSent(world, server);
      assertNull(Duel.of(world, protocol, server).mailclad(), "without the attacker");
    }
  }

  private Properties through(VersionStripper attacker, String protocol, TlsFront server) {
    Properties properties = Duel.of(world, protocol, server).properties();
    properties.setProperty("mail." + protocol + ".port", Integer.toString(attacker.port()));
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(value = "R9325-3.8-1", heldBy = "TlsHandshake")
  void anApplicationProtocolThatWasNotOfferedEndsTheHandshake(String protocol) throws Exception {
    LegacyTls modern = LegacyTls.tls12();
    try (TlsFront silent = world.server(protocol).legacy(modern).start();
        TlsFront selecting =
            world.server(protocol).legacy(modern.selectingAnApplicationProtocol()).start()) {
      assertNull(Duel.of(world, protocol, silent).mailclad());
      MessagingException outcome = Duel.of(world, protocol, selecting).mailclad();
      assertTrue(Refusal.in(outcome).isPresent(), () -> String.valueOf(outcome));
      OnTheWire.assertNothingSent(world, selecting);
      assertEquals(0, selecting.acceptedHandshakes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = "R9325-3.7-2",
      heldBy = {"PeerVerifier", "TlsHandshake"})
  void aServerThatAcknowledgesTheNameHasToProveItToo(String protocol) throws Exception {
    LegacyTls acknowledging = LegacyTls.tls12().acknowledgingTheServerName();
    Issued other = CertificateBuilder.server().dns("mail.other.example").issuedBy(world.root);
    try (TlsFront right = world.server(protocol).legacy(acknowledging).start();
        TlsFront wrong = world.server(protocol).certificate(other).legacy(acknowledging).start()) {
      assertNull(Duel.of(world, protocol, right).mailclad());
      Refusals.refused("identity-mismatch", world, Duel.of(world, protocol, wrong).mailclad());
      OnTheWire.assertNothingSent(world, wrong);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  @Requirement(
      value = "D-6-1",
      heldBy = {"UntrustedChain", "PeerVerifier"})
  void aProductThatReadsConnectionsIsRefusedUnlessItsRootIsTrusted(String protocol)
      throws Exception {
    Issued product = CertificateBuilder.root("Avast Web/Mail Shield Root");
    Issued forged = CertificateBuilder.server().dns("localhost").issuedBy(product);
    try (TlsFront proxy = world.server(protocol).certificate(forged).start()) {
      Refusals.refused("inspected-connection", world, Duel.of(world, protocol, proxy).mailclad());
      OnTheWire.assertNothingSent(world, proxy);

      Duel trusting =
          Duel.of(world, protocol, proxy).with("security.trust-anchors", product.certificate());
      try (Service service = world.connect(protocol, trusting.properties())) {
        ConnectionSecurity.Authenticated got =
            assertInstanceOf(
                ConnectionSecurity.Authenticated.class,
                ((SecuredService) service).connectionSecurity().orElseThrow());
        // the evidence names the authority, so a program can show who reads the mail
        assertTrue(got.evidence().toString().contains("Avast"), () -> got.evidence().toString());
      }
    }
  }

  /** An attacker who takes TLS 1.3 out of the first hello, and passes everything else on. */
  private static final class VersionStripper implements AutoCloseable {
    /** supported_versions with TLS 1.3 and TLS 1.2. */
    private static final byte[] BOTH = {0, 43, 0, 5, 4, 3, 4, 3, 3};

    private final ServerSocket listener = new ServerSocket(0, 1, Loopback.V4);
    private final ByteArrayOutputStream afterHello = new ByteArrayOutputStream();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CompletableFuture<Void> ended;

    VersionStripper(int server) throws IOException {
      ended = CompletableFuture.runAsync(() -> relay(server), threads);
    }

    int port() {
      return listener.getLocalPort();
    }

    /** Returns the octets that the client sent behind its first record, once it is gone. */
    byte[] afterHello() throws Exception {
      ended.get(10, TimeUnit.SECONDS);
      return afterHello.toByteArray();
    }

    private void relay(int port) {
      try (Socket client = listener.accept();
          Socket server = new Socket(Loopback.V4, port)) {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        out.write(stripped(in));
        CompletableFuture<Void> back =
            CompletableFuture.runAsync(
                () -> copy(server, client, OutputStream.nullOutputStream()), threads);
        copy(client, server, afterHello);
        back.join();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static byte[] stripped(InputStream in) throws IOException {
      byte[] header = in.readNBytes(5);
      byte[] hello = in.readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
      int at = 0;
      while (!Arrays.equals(hello, at, at + BOTH.length, BOTH, 0, BOTH.length)) {
        at++;
      }
      hello[at + 6] = 3;
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      record.writeBytes(header);
      record.writeBytes(hello);
      return record.toByteArray();
    }

    private static void copy(Socket from, Socket to, OutputStream kept) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          kept.write(buffer, 0, count);
          to.getOutputStream().write(buffer, 0, count);
        }
        to.shutdownOutput();
      } catch (IOException gone) {
        // one of both closed its connection
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
      threads.shutdown();
    }
  }
}
