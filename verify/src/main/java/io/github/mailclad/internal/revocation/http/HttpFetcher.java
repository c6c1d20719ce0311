package io.github.mailclad.internal.revocation.http;

import io.github.mailclad.internal.revocation.FetchRequest;
import io.github.mailclad.internal.revocation.Fetcher;
import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Fetches by HTTP/1.1 without TLS, as OCSP responses and certificate revocation lists are served;
 * their content is signed. The address comes from a certificate. It must therefore be an {@code
 * http} address, and the host must have no forbidden address. The same rules apply to redirects,
 * whose number is limited. Proxies are never used. Threads exist only during a fetch. Thread-safe.
 */
public final class HttpFetcher implements Fetcher {
  private static final int MOST_REDIRECTIONS = 2;
  private static final int MOST_THREADS = 16;

  private final Predicate<InetAddress> mayReach;
  private final ExecutorService threads;

  /**
   * Creates a fetcher without open connections.
   *
   * @param mayReach the test for addresses to which it may connect
   */
  public HttpFetcher(Predicate<InetAddress> mayReach) {
    this.mayReach = mayReach;
    this.threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "mailclad-revocation");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Returns whether an address belongs to another machine. Excluded are the addresses of this
   * machine's interfaces, link-local addresses, addresses at which cloud providers serve a
   * machine's secrets, and addresses of many machines at once. Addresses of private networks are
   * included, because an organization's own authority may be there.
   */
  public static boolean isAnotherMachine(InetAddress address) {
    return AnotherMachine.is(address);
  }

  @Override
  public byte[] fetch(FetchRequest request, Duration limit) throws IOException {
    try {
      return follow(request, limit);
    } catch (RejectedExecutionException e) {
      throw new IOException("too many fetches run at once", e);
    } catch (IllegalArgumentException e) {
      // a well-formed address may have an invalid port
      throw new IOException("its address is invalid", e);
    }
  }

  private byte[] follow(FetchRequest fetched, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    HttpRequest.Builder request = HttpRequest.newBuilder();
    fetched
        .ocspRequest()
        .ifPresent(
            ocsp ->
                request
                    .header("Content-Type", "application/ocsp-request")
                    .POST(BodyPublishers.ofByteArray(ocsp)));
    URI where = fetched.address();
    for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
      checkReachable(where, end);
      HttpResponse<byte[]> response =
          exchange(request.copy().uri(where).build(), fetched.largestAnswer(), end);
      if (response.statusCode() == 200) {
        return response.body();
      }
      where = next(where, response);
    }
    throw new IOException("there are more than " + MOST_REDIRECTIONS + " redirections");
  }

  private static URI next(URI where, HttpResponse<byte[]> response) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    if (response.statusCode() < 301 || response.statusCode() > 308 || location.isEmpty()) {
      throw new IOException("the HTTP status is " + response.statusCode());
    }
    try {
      return where.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("a redirection has an invalid address", e);
    }
  }

  private void checkReachable(URI where, long end) throws IOException {
    if (where.getScheme() == null
        || !Ascii.equalsIgnoringCase("http", where.getScheme())
        || where.getHost() == null) {
      throw new IOException("its address is not http");
    }
    String host = where.getHost();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    // the platform caches the lookup, so the connection goes to the addresses that are checked here
    for (InetAddress address : await(threads.submit(() -> InetAddress.getAllByName(name)), end)) {
      if (!mayReach.test(address)) {
        throw new IOException("it leads to a forbidden address");
      }
    }
  }

  private HttpResponse<byte[]> exchange(HttpRequest request, int largest, long end)
      throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .sslContext(withoutAnchors())
            .executor(threads)
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, status -> new BoundedBody(largest));
    return await(exchange, end);
  }

  /**
   * Returns a context without trust anchors. TLS is not used here, but the client would load the
   * platform's trust anchors for it.
   */
  private static SSLContext withoutAnchors() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static <T> T await(Future<T> task, long end) throws IOException {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("there was no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the thread was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw new IOException("there is no such host", e);
      }
      throw new IOException(
          e.getCause() instanceof BoundedBody.BodyTooLargeException
              ? "the answer is too large"
              : "there was no answer",
          e);
    } finally {
      // an abandoned exchange is aborted, and its connection closed
      task.cancel(true);
    }
  }
}
