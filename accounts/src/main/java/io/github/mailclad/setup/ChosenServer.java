package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server, or the servers in their order, that an account uses for one service.
 *
 * @param service the service, which says how TLS starts
 * @param endpoints where the servers are; at least one
 * @param discovered the settings that the domain led to; null if a person named the server
 */
record ChosenServer(
    MailService service, List<Endpoint> endpoints, @Nullable ServerSettings discovered) {
  ChosenServer {
    endpoints = List.copyOf(endpoints);
  }

  static ChosenServer discovered(ServerSettings settings) {
    return new ChosenServer(
        settings.service(), settings.targets().stream().map(Target::endpoint).toList(), settings);
  }

  static ChosenServer named(MailServer server) {
    return new ChosenServer(server.service(), List.of(server.endpoint()), /* discovered= */ null);
  }

  /** The server to try first. */
  Endpoint endpoint() {
    return endpoints.get(0);
  }
}
