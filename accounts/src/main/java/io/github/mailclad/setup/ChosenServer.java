package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import java.util.List;

/** A server, or several, that an account is to use for one service. */
sealed interface ChosenServer {

  /** The service, TLS start included. */
  MailService service();

  /** Where it may be. */
  List<Endpoint> endpoints();

  /**
   * The account's domain named it.
   *
   * @param settings as they were accepted
   */
  record Discovered(ServerSettings settings) implements ChosenServer {
    @Override
    public MailService service() {
      return settings.service();
    }

    @Override
    public List<Endpoint> endpoints() {
      return settings.targets().stream().map(Target::endpoint).toList();
    }
  }

  /** A person named it. */
  record Named(MailService service, Endpoint endpoint) implements ChosenServer {
    /**
     * A server by its name.
     *
     * @throws IllegalArgumentException if that is no host or no port
     */
    static Named of(MailService service, String host, int port) {
      return new Named(service, new Endpoint(Host.of(host), port, Endpoint.Provenance.CONFIGURED));
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(endpoint);
    }
  }
}
