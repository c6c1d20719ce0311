package io.github.mailclad.internal.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mail servers that a configuration file names, with TLS from the start or STARTTLS. Entries
 * without TLS are dropped and reported. Immutable.
 *
 * @param servers the servers, the preferred one first
 * @param oauthIssuer the issuer of OAuth tokens that the file names; null for none. It is
 *     information only
 * @param anomalies the entries that were dropped, one line each
 */
record MailConfiguration(
    List<Entry> servers, @Nullable String oauthIssuer, List<String> anomalies) {
  private static final int MOST_SERVERS = 16;

  MailConfiguration {
    servers = List.copyOf(servers);
    anomalies = List.copyOf(anomalies);
  }

  /** A server of one service. */
  record Entry(MailService service, Endpoint endpoint) {}

  /** A file whose content is malformed or exceeds a limit. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String problem) {
      super(problem);
    }
  }

  /** Collects the entries of a file. For one use. */
  static final class Builder {
    private final List<Entry> servers = new ArrayList<>();
    private final List<String> anomalies = new ArrayList<>();
    private final Endpoint.Provenance provenance;
    private @Nullable String issuer;

    Builder(Endpoint.Provenance provenance) {
      this.provenance = provenance;
    }

    /** Adds a server, or reports why it does not count. */
    void server(MailService service, String host, int port) throws MalformedException {
      Optional<Host> named =
          host.chars().allMatch(c -> c > 0x20 && c < 0x7f) && host.length() <= 255
              ? Host.parse(host).filter(h -> h.name().isPresent())
              : Optional.empty();
      if (named.isEmpty() || port < 1 || port > 65535) {
        anomaly("an entry for " + service.srvLabel() + " names no server; dropped");
        return;
      }
      if (servers.size() == MOST_SERVERS) {
        throw new MalformedException("it has more than " + MOST_SERVERS + " servers");
      }
      Entry entry = new Entry(service, new Endpoint(named.get(), port, provenance));
      if (!servers.contains(entry)) {
        servers.add(entry);
      }
    }

    void anomaly(String line) {
      if (anomalies.size() < MOST_SERVERS) {
        anomalies.add(line);
      }
    }

    void issuer(String text) {
      issuer = text;
    }

    MailConfiguration build() {
      return new MailConfiguration(servers, issuer, anomalies);
    }
  }
}
