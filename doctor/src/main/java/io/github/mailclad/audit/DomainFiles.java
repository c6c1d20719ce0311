package io.github.mailclad.audit;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsRules;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.internal.discovery.PublishedServices;
import io.github.mailclad.internal.discovery.ServiceRecords.Offered;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.discovery.WebSearch;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.https.HttpsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The mail servers that the configuration files of a domain name, of each kind by itself.
 *
 * @param pacc those of the configuration whose digest is in DNS
 * @param autoconfig those of the autoconfig file
 * @param webServers the web servers that accepted a connection
 */
record DomainFiles(PublishedServices pacc, PublishedServices autoconfig, Set<String> webServers) {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** Fetches the files, as for the postmaster of the domain, who exists (RFC 2142). */
  static DomainFiles of(String domain, AuditSettings settings) {
    Set<String> connected = new HashSet<>();
    return new DomainFiles(
        search(domain, settings, Kinds.SRV_PACC, connected),
        search(domain, settings, Kinds.ALL, connected),
        connected);
  }

  private static PublishedServices search(
      String domain, AuditSettings settings, Kinds kinds, Set<String> connected) {
    HttpsClient client =
        new HttpsClient(
            settings.anchors(),
            TlsRules.defaults(),
            (server, limit) -> open(server, limit, settings, connected),
            Clock.fixed(settings.now(), ZoneOffset.UTC),
            LIMIT,
            WebSearch.LARGEST_FILE);
    WebSearch web = new WebSearch(client, kinds, /* directory= */ null, LIMIT);
    return new ServiceSearch(
            new FilesAlone(settings.resolver(), kinds), new SecureRandom(), Duration.ofSeconds(10))
        .account("postmaster@" + domain, domain, ServiceSearch.ACCESS, web);
  }

  private static Socket open(
      Endpoint server, Duration limit, AuditSettings settings, Set<String> connected)
      throws IOException {
    String host = server.host().text();
    List<InetAddress> addresses =
        Stream.of(settings.resolver().ipv6(host), settings.resolver().ipv4(host))
            .flatMap(stage -> stage.toCompletableFuture().join().records().stream())
            .toList();
    IOException failure = new IOException("the server has no address: " + host);
    for (InetAddress address : addresses.stream().limit(2).toList()) {
      try {
        settings.pace().await(address);
        Socket socket = settings.network().open(address, server.port(), limit.dividedBy(2));
        connected.add(host);
        return socket;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** Returns the servers of a kind of file. */
  static List<Offered> offered(PublishedServices published) {
    return Stream.of(MailService.values())
        .flatMap(service -> published.records(service).stream())
        .filter(Offered.class::isInstance)
        .map(Offered.class::cast)
        .toList();
  }

  /** Returns the hosts that the files name. */
  Stream<String> hosts() {
    return Stream.of(pacc, autoconfig)
        .flatMap(published -> offered(published).stream())
        .flatMap(service -> service.targets().stream())
        .map(target -> target.endpoint().host().text());
  }

  /** A resolver for which the domain has no SRV records, so that a file of one kind decides. */
  private record FilesAlone(SecureResolver resolver, Kinds kinds) implements SecureResolver {
    @Override
    public CompletionStage<Answer<SrvRecord>> srv(String name) {
      return none(name);
    }

    @Override
    public CompletionStage<Answer<String>> txt(String name) {
      return kinds == Kinds.SRV_PACC ? resolver.txt(name) : none(name);
    }

    private static <T> CompletionStage<Answer<T>> none(String name) {
      return CompletableFuture.completedFuture(
          Answer.insecure(name, List.of(), "not asked for files"));
    }

    @Override
    public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
      return resolver.tlsa(name);
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv4(String host) {
      return resolver.ipv4(host);
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv6(String host) {
      return resolver.ipv6(host);
    }
  }
}
