package io.github.mailclad.internal.discovery;

import io.github.mailclad.TlsRules;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.TlsOctetServer;
import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The web sites of a test, all at one TLS server; a page that is not set is missing. */
final class WebSites implements AutoCloseable {
  static final String PACC = "ua-auto-config.example.net/.well-known/user-agent-configuration.json";
  static final String AUTOCONFIG = "autoconfig.example.net/mail/config-v1.1.xml";
  static final String WELL_KNOWN = "example.net/.well-known/autoconfig/mail/config-v1.1.xml";
  static final String DIRECTORY = "directory.example/v1.1/example.net";

  private static final Issued ROOT = CertificateBuilder.root("Site Root");
  private static final Pattern REQUEST =
      Pattern.compile("GET ([^ ?]*)(?:\\?[^ ]*)? HTTP/1.1\r\nHost: ([^\r]*)\r\n");

  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final TlsOctetServer server;

  WebSites() {
    this(
        "example.net", "ua-auto-config.example.net", "autoconfig.example.net", "directory.example");
  }

  /** Starts the sites of the names that the certificate has. */
  WebSites(String... names) {
    server =
        new TlsOctetServer(
            CertificateBuilder.server().dns(names).issuedBy(ROOT),
            List.of("TLSv1.3"),
            this::answer);
  }

  /** Sets a page; its content, or a whole response. */
  WebSites page(String place, String content) {
    pages.put(place, content);
    return this;
  }

  private void answer(String request, OutputStream out) throws IOException {
    Matcher asked = REQUEST.matcher(request);
    String page = asked.find() ? pages.get(asked.group(2) + asked.group(1)) : null;
    String response;
    if (page == null) {
      response = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    } else if (page.startsWith("HTTP/1.1 ")) {
      response = page;
    } else {
      int length = page.getBytes(StandardCharsets.UTF_8).length;
      response = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + page;
    }
    out.write(response.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a search at these sites. */
  WebSearch search(Kinds kinds, @Nullable String directory) {
    HttpsClient client =
        new HttpsClient(
            PeerVerifier.trusting(List.of(ROOT.certificate()), "the site root"),
            TlsRules.defaults(),
            server.connector(),
            Clock.systemUTC(),
            Duration.ofSeconds(20),
            WebSearch.LARGEST_FILE);
    return new WebSearch(
        client, kinds, directory == null ? null : URI.create(directory), Duration.ofSeconds(30));
  }

  /** Returns the first line of each request, after its host. */
  List<String> asked() {
    return server.requests().stream()
        .map(
            request -> {
              Matcher host = Pattern.compile("\r\nHost: ([^\r]*)\r\n").matcher(request);
              String path = request.split(" ", 3)[1];
              return (host.find() ? host.group(1) : "?") + path;
            })
        .toList();
  }

  /** Returns the TXT record with the digest of a content. */
  static String digest(String content) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "v=UAAC1; a=sha256; d=" + Base64.getEncoder().encodeToString(sha256);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
