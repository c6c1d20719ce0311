package io.github.mailclad.samples.setup;

import io.github.mailclad.embedded.EmbeddedServer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Three mail providers on loopback: {@code example.org} does everything right, {@code
 * misnamed.example} shows the certificate of another host, {@code selfsigned.example} one that
 * nobody vouches for.
 */
final class EmbeddedProviders implements AutoCloseable {
  static final List<String> ADDRESSES =
      List.of("alice@example.org", "alice@misnamed.example", "alice@selfsigned.example");

  private final List<EmbeddedServer> servers = new ArrayList<>();
  private final Zones zones = new Zones();

  EmbeddedProviders() {
    EmbeddedServer good = server(ADDRESSES.get(0));
    zones
        .publish("imaps", "example.org", good.imapsPort())
        .publish("submissions", "example.org", good.submissionsPort());
    EmbeddedServer misnamed = server(ADDRESSES.get(1));
    zones
        .publish("imaps", "misnamed.example", misnamed.misnamedImapsPort())
        .publish("submissions", "misnamed.example", misnamed.misnamedSubmissionsPort());
    EmbeddedServer selfSigned = server(ADDRESSES.get(2));
    zones
        .publish("imaps", "selfsigned.example", selfSigned.selfSignedImapsPort())
        .publish("submissions", "selfsigned.example", selfSigned.selfSignedSubmissionsPort());
  }

  /** The mail server of a domain. */
  static String host(String domain) {
    return "mail." + domain;
  }

  private EmbeddedServer server(String address) {
    EmbeddedServer started =
        new EmbeddedServer(host(address.substring(address.indexOf('@') + 1)), address);
    servers.add(started);
    return started;
  }

  /** What the domains publish. */
  Zones zones() {
    return zones;
  }

  /** The authorities that a program has to trust for this. */
  List<X509Certificate> authorities() {
    return servers.stream().map(EmbeddedServer::authority).toList();
  }

  @Override
  public void close() {
    servers.forEach(EmbeddedServer::close);
  }
}
