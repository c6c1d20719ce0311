package io.github.mailclad.embedded;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Mail providers on loopback, with the DNS records of their domains. */
public final class EmbeddedProviders implements AutoCloseable {
  private final List<EmbeddedServer> servers = new ArrayList<>();
  private final Zones zones = new Zones();

  /** Starts these providers. */
  public EmbeddedProviders(EmbeddedProvider... providers) {
    for (EmbeddedProvider provider : providers) {
      start(provider);
    }
  }

  private void start(EmbeddedProvider provider) {
    if (provider == EmbeddedProvider.UNPUBLISHED) {
      return;
    }
    EmbeddedServer server = new EmbeddedServer(provider.host(), provider.address());
    servers.add(server);
    switch (provider) {
      case MISNAMED ->
          publish(provider, server.misnamedImapsPort(), server.misnamedSubmissionsPort());
      case SELF_SIGNED ->
          publish(provider, server.selfSignedImapsPort(), server.selfSignedSubmissionsPort());
      case EXPIRED -> publish(provider, server.expiredImapsPort(), server.expiredSubmissionsPort());
      case PLAINTEXT ->
          publish(provider, server.unprotectedImapPort(), server.unprotectedSubmissionPort());
      case RUDE -> publish(provider, server.rudeImapsPort(), server.rudeSubmissionsPort());
      case OUTSIDE ->
          zones
              .publishUnsigned("imaps", provider.domain(), provider.host(), server.imapsPort())
              .publishUnsigned(
                  "submissions", provider.domain(), provider.host(), server.submissionsPort());
      default -> publish(provider, server.imapsPort(), server.submissionsPort());
    }
  }

  private void publish(EmbeddedProvider provider, int imaps, int submissions) {
    zones
        .publish("imaps", provider.domain(), provider.host(), imaps)
        .publish("submissions", provider.domain(), provider.host(), submissions);
  }

  /** Returns the DNS with the records of their domains. */
  public Zones zones() {
    return zones;
  }

  /** Returns the authorities that a program has to trust. */
  public List<X509Certificate> authorities() {
    return servers.stream().map(EmbeddedServer::authority).toList();
  }

  @Override
  public void close() {
    servers.forEach(EmbeddedServer::close);
  }
}
