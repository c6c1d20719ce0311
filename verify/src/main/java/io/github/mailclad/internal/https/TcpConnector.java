package io.github.mailclad.internal.https;

import io.github.mailclad.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * Opens TCP connections for HTTPS. The way there does not affect trust: the server is verified
 * afterwards. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TcpConnector {
  /**
   * Returns a socket that is connected to the server or to a tunnel to it, with nothing sent.
   *
   * @param limit the time that it may take; the caller closes nothing before it returns
   * @throws IOException if there is no connection, with a refusal if one is the reason
   */
  Socket open(Endpoint server, Duration limit) throws IOException;
}
