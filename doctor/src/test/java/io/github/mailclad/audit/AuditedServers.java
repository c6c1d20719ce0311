package io.github.mailclad.audit;

import io.github.mailclad.audit.AuditSettings.Injection;
import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Servers on loopback that an audit finds at their registered ports, with one authority. */
final class AuditedServers implements Network {
  final Issued root = CertificateBuilder.root("Test Root");

  /** The ports on loopback by the registered ones. */
  final Map<Integer, Integer> ports = new ConcurrentHashMap<>();

  private final List<String> connections = Collections.synchronizedList(new ArrayList<>());

  /** Returns a builder of a server with a certificate of the authority. */
  TlsFront.Builder front(String... names) {
    return TlsFront.builder().certificate(CertificateBuilder.server().dns(names).issuedBy(root));
  }

  /** Returns the addresses that the audit connected to, or tried. */
  Set<String> contacted() {
    return Set.copyOf(connections);
  }

  /** Returns the number of connections, tried ones included. */
  int connections() {
    return connections.size();
  }

  @Override
  public Socket open(InetAddress address, int port, Duration limit) throws IOException {
    connections.add(address.getHostAddress());
    Integer local = ports.get(port);
    if (local == null) {
      throw new ConnectException("nothing listens there");
    }
    return Network.direct().open(Loopback.V4, local, limit);
  }

  /** Returns the settings of an audit without a pace. */
  AuditSettings settings(SecureResolver resolver, Profile profile, Instant now) {
    return new AuditSettings(
        resolver,
        this,
        PeerVerifier.trusting(List.of(root.certificate()), "the root of the test"),
        now,
        new Pace(Duration.ZERO, 1000, System::nanoTime, time -> {}),
        profile,
        List.of(),
        Injection.SKIPPED,
        List.of(),
        line -> {});
  }
}
