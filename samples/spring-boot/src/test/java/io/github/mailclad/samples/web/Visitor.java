package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser without scripts: keeps cookies, follows redirects, and remembers the shown page. */
final class Visitor {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(LIMIT)
          .build();
  private final String root;
  private final List<Page> seen = new ArrayList<>();

  Visitor(int port) {
    root = "http://127.0.0.1:" + port;
  }

  Page get(String path) {
    return show(request(path).GET().build());
  }

  /** Sends the form of a page with that action, its hidden fields included. */
  Page submit(Page page, String action, Map<String, String> typed) {
    Map<String, String> fields = new LinkedHashMap<>(page.hiddenFields(action));
    fields.putAll(typed);
    return post(action, fields);
  }

  Page submit(Page page, String action) {
    return submit(page, action, Map.of());
  }

  Page post(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(f -> encoded(f.getKey()) + "=" + encoded(f.getValue()))
            .collect(Collectors.joining("&"));
    return show(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path))
        .timeout(LIMIT)
        .header("Accept", "text/html, */*;q=0.5");
  }

  /** Everything that it was shown, in this order. */
  List<Page> seen() {
    return List.copyOf(seen);
  }

  private Page show(HttpRequest request) {
    try {
      HttpResponse<String> response =
          client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      Page page = new Page(response);
      seen.add(page);
      return page;
    } catch (IOException e) {
      throw new AssertionError(request + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Sets an account up as far as its password page. */
  Page passwordPage(String address) {
    Page found = submit(get("/setup"), "/setup", Map.of("address", address));
    assertTrue(found.has("Servers found"), found.body());
    return submit(found, "/setup/servers");
  }

  /** Sets an account up that does not need any answer. */
  Page setUp(String address, String password) {
    Page done = submit(passwordPage(address), "/setup/password", Map.of("password", password));
    assertTrue(done.has("can be used now"), done.body());
    return done;
  }
}
