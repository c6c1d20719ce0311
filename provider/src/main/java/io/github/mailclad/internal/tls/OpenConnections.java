package io.github.mailclad.internal.tls;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one service. It keeps none from being collected but the newest.
 * Thread-safe.
 */
public final class OpenConnections {
  private volatile @Nullable SecuredSocket newest;
  private final List<WeakReference<SecuredSocket>> open = new CopyOnWriteArrayList<>();

  /** Adds a connection, which is the newest now. */
  public void opened(SecuredSocket socket) {
    newest = socket;
    open.removeIf(known -> known.get() == null);
    open.add(new WeakReference<>(socket));
  }

  /** Forgets a connection that another service will use. */
  public void released(SecuredSocket socket) {
    open.removeIf(known -> socket.equals(known.get()));
    if (socket.equals(newest)) {
      newest = null;
    }
  }

  /** Returns the newest connection, open or not. */
  public Optional<SecuredSocket> newest() {
    return Optional.ofNullable(newest);
  }

  /** Records that the newest connection is logged in. */
  public void loggedIn() {
    newest().ifPresent(SecuredSocket::loggedIn);
  }

  /** Starts to record the connections that this thread writes to. */
  public void listen() {
    all().forEach(socket -> socket.forgetWrites(Thread.currentThread()));
  }

  /** Returns whether this thread wrote to an open connection of this service. */
  public boolean hasSpoken() {
    return all().stream()
        .anyMatch(socket -> !socket.isClosed() && socket.wasLastWrittenBy(Thread.currentThread()));
  }

  /** Prepares for the close of the service: its connections log out without waiting for long. */
  public void beginLogout() {
    all().forEach(SecuredSocket::beginLogout);
  }

  private List<SecuredSocket> all() {
    return open.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
  }
}
