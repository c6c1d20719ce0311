package io.github.mailclad.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsRules;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.WebSearch;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.https.DirectConnector;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.TcpConnector;
import io.github.mailclad.verify.PeerVerifier;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The configuration files that a discovery fetches beside SRV records. They are fetched by HTTPS
 * from servers that are verified like mail servers, and never by HTTP. Servers that are named by a
 * signed digest count like those of signed records, all others like those of unsigned records.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * SecureResolver resolver = ValidatingResolver.ofSystem();
 * ConfigurationFiles files =
 *     ConfigurationFiles.pacc(
 *         PeerVerifier.trusting(anchors, "our anchors"), resolver, Clock.systemUTC());
 * MailDiscovery discovery = new MailDiscovery(resolver).withConfigurationFiles(files);
 * }</pre>
 */
public final class ConfigurationFiles {
  private final PeerVerifier.Trusting trusting;
  private final Clock clock;
  private final TcpConnector connector;
  private final Kinds kinds;
  private final @Nullable URI directory;

  private ConfigurationFiles(
      PeerVerifier.Trusting trusting,
      Clock clock,
      TcpConnector connector,
      Kinds kinds,
      @Nullable URI directory) {
    this.trusting = trusting;
    this.clock = clock;
    this.connector = connector;
    this.kinds = kinds;
    this.directory = directory;
  }

  /**
   * Returns the configuration of a domain whose digest is in DNS (draft-ietf-mailmaint-pacc), and
   * no other file. Needs {@code jackson-core}.
   *
   * @param trusting the anchors for the web servers, with the revocation policy
   * @param resolver the resolver of their addresses
   * @param clock the clock that gives the instant of each verdict
   */
  public static ConfigurationFiles pacc(
      PeerVerifier.Trusting trusting, SecureResolver resolver, Clock clock) {
    return new ConfigurationFiles(
        trusting, clock, DirectConnector.of(resolver), Kinds.SRV_PACC, /* directory= */ null);
  }

  /**
   * Returns that configuration, and where it and the records leave a purpose open the autoconfig
   * file of the domain (draft-ietf-mailmaint-autoconfig). The domain's own host {@code autoconfig}
   * gets the address of the account.
   *
   * @param trusting the anchors for the web servers, with the revocation policy
   * @param resolver the resolver of their addresses
   * @param clock the clock that gives the instant of each verdict
   */
  public static ConfigurationFiles all(
      PeerVerifier.Trusting trusting, SecureResolver resolver, Clock clock) {
    return new ConfigurationFiles(
        trusting, clock, DirectConnector.of(resolver), Kinds.ALL, /* directory= */ null);
  }

  /**
   * Returns all of these files, and a directory of autoconfig files as the last source. It learns
   * the domain of an address, and not the address.
   *
   * @param base the beginning of its addresses, to which a domain is appended, for example {@code
   *     https://directory.example/v1.1/}
   * @throws IllegalArgumentException if it is not an {@code https} address with a host, or does not
   *     end with a slash
   */
  public ConfigurationFiles withDirectory(URI base) {
    new WebSearch(client(), Kinds.ALL, base, WebSearch.LIMIT);
    if (!base.toString().endsWith("/")) {
      throw new IllegalArgumentException("the address of a directory ends with a slash: " + base);
    }
    return new ConfigurationFiles(trusting, clock, connector, Kinds.ALL, base);
  }

  /**
   * Returns the same files, fetched over sockets of a factory, for example through a proxy. The web
   * servers are verified all the same.
   *
   * @param sockets creates connected sockets from host and port
   */
  public ConfigurationFiles withSockets(SocketFactory sockets) {
    TcpConnector given =
        (Endpoint server, Duration limit) ->
            sockets.createSocket(server.host().text(), server.port());
    return new ConfigurationFiles(trusting, clock, given, kinds, directory);
  }

  /**
   * Returns the session properties of a protocol that ask for the same files. The session fetches
   * them over its own route, and verifies the web servers by its own trust anchors.
   *
   * @param service a service with that protocol
   */
  public Map<String, String> properties(MailService service) {
    String prefix = "mail." + service.srvLabel() + ".security.";
    Map<String, String> properties = new TreeMap<>();
    properties.put(prefix + "discovery", kinds == Kinds.ALL ? "all" : "srv-pacc");
    if (directory != null) {
      properties.put(prefix + "discovery-directory", directory.toString());
    }
    return Collections.unmodifiableMap(properties);
  }

  WebSearch search() {
    return new WebSearch(client(), kinds, directory, WebSearch.LIMIT);
  }

  private HttpsClient client() {
    return new HttpsClient(
        trusting, TlsRules.defaults(), connector, clock, WebSearch.LIMIT, WebSearch.LARGEST_FILE);
  }
}
