package io.github.mailclad.internal.tls;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.client.ClientKeyLoader;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerRecords;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.net.WriteTimeout;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The TLS room without mail: an authority, a server on loopback, and a connector of its own. */
final class Room {
  final Issued root = CertificateBuilder.root("Room Root");
  final Issued certificate =
      CertificateBuilder.server().dns("localhost", "other.example").issuedBy(root);
  final FixedClock clock = FixedClock.at(Instant.now());
  final Deadlines deadlines = new Deadlines();
  final SecuredConnector connector;
  final List<ConnectionSecurity> secured = new CopyOnWriteArrayList<>();
  final List<Refusal> refused = new CopyOnWriteArrayList<>();
  final List<HandshakeTimes> timed = new CopyOnWriteArrayList<>();

  Room() {
    this.connector =
        new SecuredConnector(
            new TlsContexts(),
            new AnchorLoader(() -> "none"),
            new ClientKeyLoader(),
            deadlines,
            clock);
  }

  /** An honest server that answers one line with another. */
  TlsFront.Builder server() {
    return TlsFront.builder().certificate(certificate).dialogue(Room::converse);
  }

  private static void converse(Lines io) throws IOException {
    io.send("* OK hello");
    while (io.readLine() != null) {
      io.send("again");
    }
  }

  SecurityPolicy.Builder policy() {
    return SecurityPolicy.builder()
        .anchors(new AnchorSource.GivenAnchors(List.of(root.certificate())))
        .handshakeTimeout(Duration.ofSeconds(20))
        .loginTimeout(Duration.ofSeconds(20));
  }

  ConnectionPlan plan(TlsFront server, SecurityPolicy policy, String expected, String account) {
    return plan(server.port(), policy, expected, account);
  }

  ConnectionPlan plan(int port, SecurityPolicy policy, String expected, String account) {
    return new ConnectionPlan(
        "imaps",
        Server.named(
            MailService.IMAPS,
            new Endpoint(Host.of("localhost"), port, Endpoint.Provenance.CONFIGURED)),
        List.of(Host.of(expected).identifier()),
        policy,
        account,
        null,
        ServerRecords.none(Host.of("localhost")));
  }

  ConnectionPlan plan(TlsFront server) {
    return plan(server, policy().build(), "localhost", "account");
  }

  SecuredSocket connect(TlsFront server, ConnectionPlan plan) throws IOException {
    Socket connected = new Socket(server.host(), server.port());
    try {
      return secure(connected, plan);
    } catch (IOException e) {
      connected.close();
      throw e;
    }
  }

  SecuredSocket connect(TlsFront server) throws IOException {
    return connect(server, plan(server));
  }

  SecuredSocket secure(Socket connected, ConnectionPlan plan) throws IOException {
    return connector
        .prepare(
            plan,
            new ConnectionObserver() {
              @Override
              public void timed(HandshakeTimes times) {
                timed.add(times);
              }

              @Override
              public void secured(SecuredSocket socket, ConnectionSecurity security) {
                secured.add(security);
              }

              @Override
              public void takenOver(SecuredSocket socket, ConnectionSecurity security) {
                secured.add(security);
              }

              @Override
              public Refusal refused(ConnectionPlan plan, Refusal refusal) {
                refused.add(refusal);
                return refusal;
              }
            })
        .secure(
            connected,
            new WriteTimeout(Duration.ofSeconds(20), deadlines.executor()),
            limit -> {
              throw new IOException("there is no second connection here");
            });
  }

  /** Says a line and reads the two that come; a session ticket is read on the way. */
  static void talk(SecuredSocket socket) throws IOException {
    socket.getOutputStream().write("line\r\n".getBytes(StandardCharsets.US_ASCII));
    socket.getInputStream().readNBytes("* OK hello\r\nagain\r\n".length());
  }
}
