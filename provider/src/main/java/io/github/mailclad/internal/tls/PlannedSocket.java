package io.github.mailclad.internal.tls;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.internal.connect.ServerRecords;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.net.Dialling;
import io.github.mailclad.internal.net.Dialling.Backing;
import io.github.mailclad.internal.net.WriteTimeout;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is not connected yet, and connects only to the endpoint of its plan. When
 * connected, it opens the route itself and becomes a {@linkplain SecuredSocket secured} socket.
 * Before that, a caller may bind it, set the read timeout, and limit the time to connect.
 * Everything else is available only after it is connected.
 */
@SuppressWarnings(
    "UnsynchronizedOverridesSynchronized") // closing must get through while another thread connects
public final class PlannedSocket extends DelegatingSslSocket {
  private final Dialler dialler;
  private final SecuredConnector connector;
  private final ConnectionPlan plan;
  private final Dialling dialling;
  private final WriteTimeout writes;
  private final ConnectionObserver observer;
  private @Nullable InetSocketAddress local;
  private int readTimeoutMillis;
  private int connectLimitMillis;
  private @Nullable SecuredSocket kept;
  private volatile boolean closed;
  private volatile @Nullable SecuredSocket secured;

  /**
   * Creates a socket for exactly this plan.
   *
   * @param dialling the application's settings for the route, without an address and a limit
   * @param writes the time limit of a write
   */
  public PlannedSocket(
      Dialler dialler,
      SecuredConnector connector,
      ConnectionPlan plan,
      Dialling dialling,
      WriteTimeout writes,
      ConnectionObserver observer) {
    this.dialler = dialler;
    this.connector = connector;
    this.plan = plan;
    this.dialling = dialling;
    this.writes = writes;
    this.observer = observer;
  }

  @Override
  public void bind(SocketAddress address) {
    local = (InetSocketAddress) address;
  }

  @Override
  public void connect(SocketAddress asked) throws IOException {
    connect(asked, 0);
  }

  /**
   * Connects to the endpoint of the plan; the address must be that endpoint.
   *
   * @param limitMillis the total time until TCP is connected, in milliseconds; 0 for no limit
   */
  @Override
  public void connect(SocketAddress asked, int limitMillis) throws IOException {
    if (!isPlanned(asked)) {
      Refusal refusal = new HandshakeRefusal.ForeignConnection();
      throw new RefusedException(observer.refused(plan, refusal), null);
    }
    connectLimitMillis = limitMillis;
    SecuredSocket open = kept;
    if (open != null) {
      kept = null;
      open.setSoTimeout(readTimeoutMillis);
      secured = open;
      open.handOver(observer);
    } else {
      secured = open();
    }
    if (closed) {
      tls().close();
      throw new SocketException("closed while connecting");
    }
  }

  private SecuredSocket open() throws IOException {
    Optional<Duration> limit =
        connectLimitMillis > 0
            ? Optional.of(Duration.ofMillis(connectLimitMillis))
            : Optional.empty();
    SecuredConnector.Prepared prepared = connector.prepare(plan, observer);
    Socket connected = dial(dialling.with(local, limit));
    SecuredSocket socket = prepared.secure(connected, writes, this::dialAgain);
    socket.setSoTimeout(readTimeoutMillis);
    return socket;
  }

  /** Takes over an open connection by an equal plan, in place of opening one. */
  public void connectOver(SecuredSocket open) {
    kept = open;
  }

  /**
   * Closes this socket without its connection.
   *
   * @return the open connection; empty before the socket is connected
   */
  public Optional<SecuredSocket> release() {
    SecuredSocket open = secured;
    closed = true;
    secured = null;
    return Optional.ofNullable(open).filter(socket -> !socket.isClosed());
  }

  /** Closes the connection, and opens and verifies another one by the same plan. */
  public void renew() throws IOException {
    tls().close();
    SecuredSocket socket = open();
    secured = socket;
    socket.startHandshake();
  }

  private Socket dial(Dialling settings) throws IOException {
    Endpoint server = plan.endpoint();
    ServerRecords found = plan.records();
    return found.names() == HostNames.OF_APPLICATION && !found.addresses().isEmpty()
        ? dialler.dialOnly(found.addresses(), server.port(), settings)
        : dialler.dial(server.host().text(), server.port(), found.addresses(), settings);
  }

  /**
   * Opens another connection from the same local address, but from any port, because the first
   * connection uses its own port.
   */
  private Socket dialAgain(Duration limit) throws IOException {
    InetSocketAddress from = local;
    return dial(
        new Dialling(
            dialling.route(),
            Backing.STREAM,
            from == null ? null : new InetSocketAddress(from.getAddress(), 0),
            Optional.of(limit)));
  }

  /**
   * Returns whether an address is the endpoint of the plan, compared by the text of the host. The
   * addresses that it resolves to do not matter here.
   */
  private boolean isPlanned(SocketAddress asked) {
    if (!(asked instanceof InetSocketAddress to) || to.getPort() != plan.endpoint().port()) {
      return false;
    }
    Host planned = plan.endpoint().host();
    String host = to.getHostString();
    return host.equals(planned.text()) || Host.parse(host).filter(planned::equals).isPresent();
  }

  /** Returns the plan of the connection. */
  public ConnectionPlan plan() {
    return plan;
  }

  /** Returns the secured connection; empty before this socket is connected. */
  public Optional<SecuredSocket> secured() {
    return Optional.ofNullable(secured);
  }

  @Override
  SSLSocket tls() {
    SecuredSocket connected = secured;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    readTimeoutMillis = millis;
    if (secured != null) {
      tls().setSoTimeout(millis);
    }
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return secured == null ? readTimeoutMillis : tls().getSoTimeout();
  }

  @Override
  public void startHandshake() throws IOException {
    tls().startHandshake();
  }

  @Override
  public SSLSession getSession() {
    return tls().getSession();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return tls().getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return tls().getOutputStream();
  }

  @Override
  public @Nullable SocketChannel getChannel() {
    return secured == null ? null : tls().getChannel();
  }

  @Override
  public boolean isConnected() {
    return secured != null;
  }

  @Override
  public boolean isBound() {
    return local != null || secured != null;
  }

  @Override
  public boolean isClosed() {
    return closed || (secured != null && tls().isClosed());
  }

  @Override
  public void close() throws IOException {
    closed = true;
    if (secured != null) {
      tls().close();
    }
  }

  @Override
  public String toString() {
    return "PlannedSocket[" + plan.endpoint() + "]";
  }
}
