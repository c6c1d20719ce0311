package io.github.mailclad.it.https;

import io.github.mailclad.Endpoint;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.https.TcpConnector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The web servers of a test by host name, each with TLS on port 443 and the same pages in clear on
 * port 80. It is the way of a client to them, and records each connection that a client asks for.
 */
public final class WebSites implements TcpConnector, AutoCloseable {
  private final Map<String, TlsFront> fronts = new LinkedHashMap<>();
  private final List<String> dialled = new CopyOnWriteArrayList<>();

  /** Adds a site with that certificate, and returns its pages, of which there are none yet. */
  public HttpDialogue add(String host, Issued certificate) {
    HttpDialogue pages = new HttpDialogue();
    add(host, TlsFront.builder().certificate(certificate).dialogue(pages), pages);
    return pages;
  }

  /** Adds a site with any server, and what is served in clear. Returns the server with TLS. */
  public TlsFront add(String host, TlsFront.Builder server, MailDialogue inClear) {
    TlsFront secure = server.start();
    fronts.put(host + ":443", secure);
    fronts.put(
        host + ":80", TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(inClear).start());
    return secure;
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
    String name = server.host().text() + ":" + server.port();
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
