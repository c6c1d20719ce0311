package io.github.mailclad.internal.tls;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.internal.connect.ServerRecords;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.net.Dialling;
import io.github.mailclad.internal.net.Dialling.Backing;
import io.github.mailclad.internal.net.Route;
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
 * A socket that is not connected yet, and goes nowhere but where its plan says: told to connect, it
 * finds the way itself, and is a {@linkplain SecuredSocket secured} one from then on. Whoever
 * connects it may bind it, set the time that a read may take, and limit the time to connect;
 * everything else has to wait until it is connected.
 */
@SuppressWarnings(
    "UnsynchronizedOverridesSynchronized") // closing must get through while another thread connects
public final class PlannedSocket extends DelegatingSslSocket {
  private final Dialler dialler;
  private final SecuredConnector connector;
  private final ConnectionPlan plan;
  private final Way way;
  private final ConnectionObserver observer;
  private @Nullable InetSocketAddress local;
  private int readTimeoutMillis;
  private volatile boolean closed;
  private volatile @Nullable SecuredSocket secured;

  /**
   * What the application says about the way.
   *
   * @param route directly or through a proxy
   * @param backing what is behind the socket
   * @param writes how long a write may take
   */
  public record Way(Route route, Backing backing, WriteTimeout writes) {}

  /** A socket for exactly that plan. */
  public PlannedSocket(
      Dialler dialler,
      SecuredConnector connector,
      ConnectionPlan plan,
      Way way,
      ConnectionObserver observer) {
    this.dialler = dialler;
    this.connector = connector;
    this.plan = plan;
    this.way = way;
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
   * Connects to the endpoint of the plan, which has to be the one that is asked for.
   *
   * @param limitMillis the total time until TCP is connected, 0 for no limit
   */
  @Override
  public void connect(SocketAddress asked, int limitMillis) throws IOException {
    if (!isPlanned(asked)) {
      Refusal refusal = new HandshakeRefusal.ForeignConnection();
      throw new RefusedException(observer.refused(plan, refusal), null);
    }
    Optional<Duration> limit =
        limitMillis > 0 ? Optional.of(Duration.ofMillis(limitMillis)) : Optional.empty();
    SecuredConnector.Prepared prepared = connector.prepare(plan, observer);
    Socket connected = dial(new Dialling(way.route(), way.backing(), local, limit));
    SecuredSocket socket = prepared.secure(connected, way.writes(), this::dialAgain);
    socket.setSoTimeout(readTimeoutMillis);
    secured = socket;
    if (closed) {
      socket.close();
      throw new SocketException("closed while connecting");
    }
  }

  private Socket dial(Dialling dialling) throws IOException {
    Endpoint server = plan.endpoint();
    ServerRecords found = plan.records();
    return found.names() == HostNames.OF_APPLICATION && !found.addresses().isEmpty()
        ? dialler.dialOnly(found.addresses(), server.port(), dialling)
        : dialler.dial(server.host().text(), server.port(), found.addresses(), dialling);
  }

  /** From the same address, but from any port: the first connection has its own. */
  private Socket dialAgain(Duration limit) throws IOException {
    InetSocketAddress from = local;
    return dial(
        new Dialling(
            way.route(),
            Backing.STREAM,
            from == null ? null : new InetSocketAddress(from.getAddress(), 0),
            Optional.of(limit)));
  }

  /** By the host's text: what it resolves to does not matter here. */
  private boolean isPlanned(SocketAddress asked) {
    if (!(asked instanceof InetSocketAddress to) || to.getPort() != plan.endpoint().port()) {
      return false;
    }
    return Host.parse(to.getHostString()).filter(plan.endpoint().host()::equals).isPresent();
  }

  /** The secured connection that it has become; empty before. */
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
