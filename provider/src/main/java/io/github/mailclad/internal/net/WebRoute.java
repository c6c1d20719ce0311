package io.github.mailclad.internal.net;

import io.github.mailclad.Endpoint;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.https.DirectConnector;
import io.github.mailclad.internal.https.TcpConnector;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way to web servers for an account: through the proxy of its mail connections, or directly, to
 * addresses that its resolver knows.
 *
 * @param dialling the network path of the account
 */
public record WebRoute(Dialler dialler, Dialling dialling, SecureResolver resolver)
    implements TcpConnector {
  @Override
  public Socket open(Endpoint server, Duration limit) throws IOException {
    return dialling.route() instanceof Route.Direct
        ? DirectConnector.of(resolver).open(server, limit)
        : dialler.dial(
            server.host().text(),
            server.port(),
            List.of(),
            dialling.with(/* address= */ null, Optional.of(limit)));
  }
}
