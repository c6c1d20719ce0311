package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity.Authenticated;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.Minimum;
import io.github.mailclad.Minimum.Demand;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.refusal.HandshakeRefusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the key exchange is read from the handshake. Where post-quantum groups are needed both
 * sides have the TLS of Bouncy Castle, since Java's own has none of them in the versions under
 * test.
 */
@Timeout(60)
class PostQuantumTest {
  private static final Provider BOUNCY_CASTLE =
      new BouncyCastleJsseProvider(new BouncyCastleProvider());

  private final Room room = new Room();

  private static SSLContext bouncyCastle() {
    try {
      return SSLContext.getInstance("TLS", BOUNCY_CASTLE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server that has one group only, and answers each line with two. */
  private final class OneGroup implements AutoCloseable {
    private final SSLServerSocket listener;
    private final String group;
    private final CompletableFuture<String> heard;

    OneGroup(String group) throws IOException, GeneralSecurityException {
      this.group = group;
      SSLContext context = bouncyCastle();
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX", BOUNCY_CASTLE);
      // Bouncy Castle signs by ECDSA only with the curves among its groups
      Issued rsa =
          CertificateBuilder.server().dns("localhost").key(KeyKind.RSA_2048).issuedBy(room.root);
      keys.init(rsa.keyStore("secret"), "secret".toCharArray());
      context.init(keys.getKeyManagers(), null, null);
      listener =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
      heard = CompletableFuture.supplyAsync(this::serve);
    }

    /** Returns the client's data inside of TLS. */
    private String serve() {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        BCSSLParameters parameters = ((BCSSLSocket) socket).getParameters();
        parameters.setNamedGroups(new String[] {group});
        ((BCSSLSocket) socket).setParameters(parameters);
        socket
            .getOutputStream()
            .write("* OK hello\r\nagain\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int octet = socket.getInputStream().read();
            octet >= 0;
            octet = socket.getInputStream().read()) {
          said.write(octet);
        }
      } catch (IOException e) {
        // the client went away
      }
      return said.toString(StandardCharsets.US_ASCII);
    }

    SecuredSocket connect(SecurityPolicy policy) throws IOException {
      ConnectionPlan plan = room.plan(listener.getLocalPort(), policy, "localhost", "account");
      return room.secure(new Socket(listener.getInetAddress(), listener.getLocalPort()), plan);
    }

    String heard() throws Exception {
      return heard.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  @Test
  @Requirement(
      value = {"D-5-6", "D-5-8"},
      heldBy = {"TlsHandshake", "ServerHello", "Minimum"})
  void aPostQuantumKeyExchangeIsAcceptedAndReported() throws Exception {
    String group = "X25519MLKEM768";
    SecurityPolicy policy =
        room.policy().tlsProvider(TlsProvider.BCTLS).keyExchange(KeyExchange.POST_QUANTUM).build();
    try (OneGroup server = new OneGroup(group)) {
      try (SecuredSocket socket = server.connect(policy)) {
        Room.talk(socket);
        Authenticated got = (Authenticated) socket.security().orElseThrow();

        assertEquals(group, got.tls().group());
        assertTrue(got.tls().toString().contains(" " + group), got::toString);
        Minimum minimum = Minimum.of(policy);
        assertEquals(Set.of(Demand.TLS_1_3, Demand.POST_QUANTUM_KEY_EXCHANGE), minimum.demands());
        assertEquals(SecurityIndicator.CONFIDENTIAL, SecurityIndicator.of(got, minimum));
      }
      assertEquals("line\r\n", server.heard());
    }
  }

  @Test
  @Requirement(value = "D-5-6", heldBy = "TlsHandshake")
  void anotherKeyExchangeIsRefusedAndNothingIsSent() throws Exception {
    try (OneGroup server = new OneGroup("x25519");
        SecuredSocket socket =
            server.connect(
                room.policy()
                    .tlsProvider(TlsProvider.BCTLS)
                    .keyExchange(KeyExchange.POST_QUANTUM)
                    .build())) {
      RefusedException refused = assertThrows(RefusedException.class, socket::getOutputStream);

      assertEquals(new HandshakeRefusal.KeyExchangeRefused("x25519", List.of()), refused.refusal());
      assertTrue(socket.security().isEmpty());
      assertEquals("", server.heard());
    }
  }

  @Test
  @Requirement(
      value = "D-5-6",
      heldBy = {"SecuredConnector", "SecuredSocket"})
  void aPlatformWithoutThatKeyExchangeDoesNotConnect() throws Exception {
    try (TlsFront server = room.server().start()) {
      ConnectionPlan plan =
          room.plan(
              server,
              room.policy()
                  .tlsProvider(TlsProvider.PLATFORM)
                  .keyExchange(KeyExchange.POST_QUANTUM)
                  .build(),
              "localhost",
              "account");
      RefusedException refused =
          assertThrows(
              RefusedException.class,
              () -> {
                try (SecuredSocket socket = room.connect(server, plan)) {
                  socket.getOutputStream();
                }
              });

      assertEquals("key-exchange-refused", refused.refusal().code());
      assertEquals(List.of(refused.refusal()), room.refused);
      assertEquals(0, server.recorder().clientPlain().length);
      if (listsGroups()) {
        assertEquals(
            0, server.recorder().clientRaw().length, "the platform lists its groups before");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theGroupOfEachHandshakeIsReported(String version) throws Exception {
    try (TlsFront server = room.server().protocols(version).start()) {
      for (Handshake handshake : Handshake.values()) {
        try (SecuredSocket socket = room.connect(server)) {
          Room.talk(socket);
          Authenticated got = (Authenticated) socket.security().orElseThrow();
          assertEquals(handshake, got.tls().handshake());
          if (version.equals("TLSv1.3")) {
            assertEquals("x25519", got.tls().group());
          } else {
            assertNull(got.tls().group());
          }
        }
      }
    }
  }

  private static boolean listsGroups() {
    return Runtime.version().feature() >= 20;
  }
}
