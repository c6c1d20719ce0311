package io.github.mailclad.internal.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An OAuth token server on loopback over TLS, with answers as a test states them. It remembers its
 * requests.
 */
final class TokenServer implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private volatile Function<Request, Answer> answers = request -> Answer.token("token", 3600);

  private TokenServer(HttpsServer server) {
    this.server = server;
  }

  /**
   * A request.
   *
   * @param authorization the header field; empty for none
   * @param form the parameters of the body
   */
  public record Request(String path, String authorization, Map<String, String> form) {}

  /** An answer. */
  public record Answer(int status, String body, Map<String, String> headers) {
    /** An access token. */
    public static Answer token(String token, int seconds) {
      return json(
          200,
          "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
              .formatted(token, seconds));
    }

    /** An access token with another refresh token. */
    public static Answer token(String token, int seconds, String refreshToken) {
      return json(
          200,
          "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"%s\"}"
              .formatted(token, seconds, refreshToken));
    }

    /** An error of RFC 6749, section 5.2. */
    public static Answer error(String error, String description) {
      return json(
          400, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, description));
    }

    /** JSON, or what is said to be it. */
    public static Answer json(int status, String body) {
      return new Answer(status, body, Map.of("Content-Type", "application/json"));
    }
  }

  /** A server with that certificate, which gives a token for an hour to everyone. */
  public static TokenServer start(Issued certificate) {
    try {
      HttpsServer server = HttpsServer.create(new InetSocketAddress(Loopback.V4, 0), 200);
      server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
      TokenServer started = new TokenServer(server);
      server.setExecutor(started.threads);
      server.createContext("/", started::answer);
      server.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers so from now on. */
  public TokenServer answering(Function<Request, Answer> function) {
    answers = function;
    return this;
  }

  /** The address of a path of this server, which begins with a slash. */
  public String address(String path) {
    return "https://localhost:" + server.getAddress().getPort() + path;
  }

  /** The requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Map<String, String> form = new TreeMap<>();
      for (String pair : body.isEmpty() ? List.<String>of() : List.of(body.split("&", -1))) {
        String[] parts = pair.split("=", 2);
        form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
      }
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Request request =
          new Request(
              exchange.getRequestURI().getPath(),
              authorization == null ? "" : authorization,
              Map.copyOf(form));
      requests.add(request);
      Answer answer = answers.apply(request);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] octets = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), octets.length == 0 ? -1 : octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
