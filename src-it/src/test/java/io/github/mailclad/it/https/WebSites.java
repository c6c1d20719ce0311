package io.github.mailclad.it.https;

import io.github.mailclad.Endpoint;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Script;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.https.TcpConnector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;

/**
 * The web servers of a test by host name, each with TLS on port 443 and another one without on port
 * 80. It is the way of a client to them, and records each connection that a client asks for.
 */
public final class WebSites implements TcpConnector, AutoCloseable {
  private final Map<String, TlsFront> fronts = new LinkedHashMap<>();
  private final Map<String, HttpDialogue> pages = new LinkedHashMap<>();
  private final List<String> dialled = new CopyOnWriteArrayList<>();

  /** Adds a site with that certificate, and returns its pages, of which there are none yet. */
  public HttpDialogue add(String host, Issued certificate) {
    HttpDialogue ofSite = new HttpDialogue();
    pages.put(host, ofSite);
    add(host, TlsFront.builder().certificate(certificate).dialogue(ofSite));
    return ofSite;
  }

  /** Adds a site with any server, which is returned. */
  public TlsFront add(String host, TlsFront.Builder server) {
    TlsFront secure = server.start();
    fronts.put(host + ":443", secure);
    // a connection alone is harm
    Script inClear =
        new Script().awaitOctet().raw(HttpDialogue.head("400 Bad Request", "Content-Length: 0"));
    fronts.put(
        host + ":80", TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(inClear).start());
    return secure;
  }

  /** Returns the requests that a site received inside TLS. */
  public List<HttpDialogue.Request> requests(String host) {
    HttpDialogue ofSite = pages.get(host);
    return ofSite == null ? List.of() : ofSite.requests();
  }

  /** Returns the names of the sites. */
  public Set<String> hosts() {
    return Set.copyOf(pages.keySet());
  }

  /** Ends the server with TLS of a site. */
  public void withoutTls(String host) {
    secure(host).close();
    fronts.remove(host + ":443");
  }

  /** Returns the server of a site, with TLS. */
  public TlsFront secure(String host) {
    return front(host + ":443");
  }

  /** Returns the connections that were asked for, each with host and port. */
  public List<String> dialled() {
    return List.copyOf(dialled);
  }

  /** Returns the sites that were asked for anything without TLS. */
  public List<String> connectedInClear() {
    return fronts.entrySet().stream()
        .filter(site -> site.getKey().endsWith(":80"))
        .filter(site -> !site.getValue().recorder().connections().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public Socket open(Endpoint server, Duration limit) throws IOException {
    return connect(server.host().text() + ":" + server.port());
  }

  /** Returns the same way to the sites for clients that ask for sockets by host and port. */
  public SocketFactory sockets() {
    return new SocketFactory() {
      @Override
      public Socket createSocket(String host, int port) throws IOException {
        return connect(host + ":" + port);
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress from, int fromPort)
          throws IOException {
        return connect(host + ":" + port);
      }

      @Override
      public Socket createSocket(InetAddress host, int port) throws IOException {
        return connect(host.getHostAddress() + ":" + port);
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
          throws IOException {
        return connect(host.getHostAddress() + ":" + port);
      }
    };
  }

  private Socket connect(String name) throws IOException {
    dialled.add(name);
    TlsFront front = fronts.get(name);
    if (front == null) {
      throw new ConnectException("connection refused: " + name);
    }
    return new Socket(front.host(), front.port());
  }

  private TlsFront front(String name) {
    TlsFront front = fronts.get(name);
    if (front == null) {
      throw new IllegalArgumentException("no such site: " + name);
    }
    return front;
  }

  @Override
  public void close() {
    fronts.values().forEach(TlsFront::close);
  }
}
