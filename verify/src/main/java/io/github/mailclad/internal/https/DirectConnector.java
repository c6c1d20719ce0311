package io.github.mailclad.internal.https;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.dns.LookupDeadline;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one address of the server after the other, without an HTTP proxy. Proxy settings of
 * the JVM for HTTP are not used; one for SOCKS is, as for every socket of Java. Thread-safe.
 */
public final class DirectConnector implements TcpConnector {
  private static final int MOST_ADDRESSES = 6;

  private final @Nullable SecureResolver resolver;

  private DirectConnector(@Nullable SecureResolver resolver) {
    this.resolver = resolver;
  }

  /** Returns a connector that asks the platform for addresses. */
  public static DirectConnector ofPlatform() {
    return new DirectConnector(null);
  }

  /**
   * Returns a connector that asks a resolver for addresses, and nothing else: an application
   * restricts by it which hosts are reached. An answer that does not validate is refused.
   */
  public static DirectConnector of(SecureResolver resolver) {
    return new DirectConnector(resolver);
  }

  /** A refused look-up on its way through a method of sockets. */
  private static final class RefusedLookupException extends IOException implements Refusal.Carrier {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedLookupException(Refusal refusal) {
      super(refusal.summary());
      this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
      return refusal;
    }
  }

  @Override
  public Socket open(Endpoint server, Duration limit) throws IOException {
    long begin = System.nanoTime();
    IOException failure = new IOException("the server has no address: " + server.host());
    List<InetAddress> addresses = addresses(server.host(), limit);
    for (int i = 0; i < Math.min(addresses.size(), MOST_ADDRESSES); i++) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        long left = limit.minusNanos(System.nanoTime() - begin).toMillis();
        // an address that does not answer leaves time for the next one
        long share = left / (Math.min(addresses.size(), MOST_ADDRESSES) - i);
        socket.connect(
            new InetSocketAddress(addresses.get(i), server.port()), (int) Math.max(1, share));
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  private List<InetAddress> addresses(Host host, Duration limit) throws IOException {
    if (host.identifier() instanceof IpId literal) {
      return List.of(literal.address());
    }
    if (resolver == null) {
      return List.of(InetAddress.getAllByName(host.text()));
    }
    LookupDeadline deadline = new LookupDeadline(limit);
    CompletionStage<Answer<InetAddress>> six = LookupDeadline.ask(host.text(), resolver::ipv6);
    CompletionStage<Answer<InetAddress>> four = LookupDeadline.ask(host.text(), resolver::ipv4);
    List<InetAddress> found = new ArrayList<>();
    for (CompletionStage<Answer<InetAddress>> stage : List.of(six, four)) {
      Answer<InetAddress> answer = deadline.await(stage, host.text());
      if (!answer.status().isAnswer()) {
        throw new RefusedLookupException(
            new LookupRefusal.AddressLookupFailed(
                PeerText.of(host.text()), answer.status(), PeerText.of(answer.reason())));
      }
      found.addAll(answer.records());
    }
    return found;
  }
}
