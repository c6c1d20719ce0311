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
import io.github.mailclad.internal.https.TcpConnector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The mail servers that the configuration files of a domain name, of each kind by itself.
 *
 * @param pacc those of the configuration whose digest is in DNS
 * @param autoconfig those of the autoconfig file
 * @param web the connections to the web servers
 */
record DomainFiles(PublishedServices pacc, PublishedServices autoconfig, WebServers web) {
  /** Fetches the files, as for the postmaster of the domain, who exists (RFC 2142). */
  static DomainFiles of(String domain, AuditSettings settings) {
    WebServers web =
        new WebServers(settings, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    return new DomainFiles(
        search(domain, settings, Kinds.SRV_PACC, web),
        search(domain, settings, Kinds.ALL, web),
        web);
  }

  private static PublishedServices search(
      String domain, AuditSettings settings, Kinds kinds, WebServers servers) {
    HttpsClient client =
        new HttpsClient(
            settings.anchors(),
            TlsRules.defaults(),
            servers,
            Clock.fixed(settings.now(), ZoneOffset.UTC),
            WebSearch.LIMIT,
            WebSearch.LARGEST_FILE);
    WebSearch web = new WebSearch(client, kinds, /* directory= */ null, WebSearch.LIMIT);
    return new ServiceSearch(
            new FilesAlone(settings.resolver(), kinds), new SecureRandom(), Duration.ofSeconds(10))
        .account("postmaster@" + domain, domain, ServiceSearch.ACCESS, web);
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

  /**
   * Connects to web servers at the pace of the audit, and remembers the results. Thread-safe.
   *
   * @param unclear the hosts about which nothing is known, with the reason
   * @param connected the servers that accepted a connection
   */
  record WebServers(
      AuditSettings settings, Map<String, String> unclear, Set<ServerAddress> connected)
      implements TcpConnector {
    private static final int MOST_ADDRESSES = 2;

    /** Returns whether a host accepted a connection. */
    boolean isConnected(String host) {
      return connected.stream().anyMatch(each -> each.server().equals(host));
    }

    List<ServerAddress> inOrder() {
      return connected.stream().sorted(Comparator.comparing(ServerAddress::toString)).toList();
    }

    @Override
    public Socket open(Endpoint server, Duration limit) throws IOException {
      String host = server.host().text();
      IOException failure = new ConnectException("the server has no address: " + host);
      try {
        for (InetAddress address : addresses(host)) {
          try {
            settings.pace().await(address);
            Socket socket =
                settings.network().open(address, server.port(), limit.dividedBy(MOST_ADDRESSES));
            connected.add(
                new ServerAddress(host, address.getHostAddress(), server.port(), "https"));
            return socket;
          } catch (IOException e) {
            failure = e;
          }
        }
        throw failure;
      } catch (ConnectException e) {
        // nothing listens there
        throw e;
      } catch (IOException e) {
        unclear.put(host, String.valueOf(e.getMessage()));
        throw e;
      }
    }

    private List<InetAddress> addresses(String host) throws IOException {
      SecureResolver resolver = settings.resolver();
      List<InetAddress> found = new ArrayList<>();
      for (CompletionStage<Answer<InetAddress>> stage :
          List.of(resolver.ipv6(host), resolver.ipv4(host))) {
        Answer<InetAddress> answer = stage.toCompletableFuture().join();
        if (!answer.status().isAnswer()) {
          throw new IOException(
              "the look-up of the addresses of " + host + " failed: " + answer.status());
        }
        found.addAll(answer.records());
      }
      return found.stream().limit(MOST_ADDRESSES).toList();
    }
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
