package io.github.mailclad.internal.https;

import io.github.mailclad.Outcome;
import io.github.mailclad.TlsRules;
import io.github.mailclad.internal.handshake.PlatformTls;
import io.github.mailclad.internal.handshake.TlsLibrary;
import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTPS client for few, small exchanges, such as configuration files and tokens. The server is
 * verified by the same engine as a mail server before anything is sent. Each exchange has a
 * connection, a TLS context and a thread of its own, so nothing is shared with others, and one
 * deadline from the look-up of the address to the last octet.
 *
 * <p>Nothing of the JVM's settings for HTTP has an effect: no proxy, authenticator, cookie, cache,
 * default TLS context or host name verifier. Redirects are not followed. Immutable and thread-safe.
 */
public final class HttpsClient {
  private final TlsLibrary library = new PlatformTls();
  private final PeerVerifier.Trusting trusting;
  private final TlsRules tls;
  private final TcpConnector connector;
  private final Clock clock;
  private final Duration limit;
  private final int largestBody;

  /**
   * Creates a client without connections.
   *
   * @param trusting the trust anchors, with the revocation policy
   * @param tls the rules of the handshakes; TLS is always that of the platform, also if they name
   *     another provider
   * @param connector the way to servers
   * @param clock the clock that gives the instant of each verdict
   * @param limit the time of one exchange, positive
   * @param largestBody the largest body of a response, in octets, positive
   */
  public HttpsClient(
      PeerVerifier.Trusting trusting,
      TlsRules tls,
      TcpConnector connector,
      Clock clock,
      Duration limit,
      int largestBody) {
    if (limit.isNegative() || limit.isZero() || largestBody < 1) {
      throw new IllegalArgumentException("the limits must be positive");
    }
    this.trusting = trusting;
    this.tls = tls;
    this.connector = connector;
    this.clock = clock;
    this.limit = limit;
    this.largestBody = largestBody;
  }

  /** Sends a request in the time of this client, as {@link #exchange(HttpsRequest, Duration)}. */
  public Outcome<HttpsResponse> exchange(HttpsRequest request) throws IOException {
    return exchange(request, limit);
  }

  /**
   * Sends a request and returns the response, or the refusal of the server: its addresses, its TLS
   * or its certificate. A refused server has received nothing of the request.
   *
   * @param atMost the time of this exchange, positive; the client's own limit is not exceeded
   * @throws IOException if there was no complete response in time, or a malformed or too large one
   * @throws InterruptedIOException if the thread was interrupted, which it stays
   */
  public Outcome<HttpsResponse> exchange(HttpsRequest request, Duration atMost) throws IOException {
    Duration time = atMost.compareTo(limit) < 0 ? atMost : limit;
    TlsExchange exchange =
        new TlsExchange(
            library,
            request,
            trusting.expecting(List.of(request.server().host().identifier())),
            tls,
            clock);
    FutureTask<Outcome<HttpsResponse>> task =
        new FutureTask<>(() -> exchange.run(connector, time, largestBody));
    Thread thread = new Thread(null, task, "mailclad-https", 0, /* inheritThreadLocals= */ false);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no complete answer within " + time.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread was interrupted");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(reason(cause), cause);
    } finally {
      exchange.abandon();
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
