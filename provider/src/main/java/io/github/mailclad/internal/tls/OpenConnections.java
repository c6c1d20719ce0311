package io.github.mailclad.internal.tls;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
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
    remove(null);
    open.add(new WeakReference<>(socket));
  }

  /** Forgets a connection that another service will use. */
  public void released(SecuredSocket socket) {
    remove(socket);
    if (socket.equals(newest)) {
      newest = null;
    }
  }

  /** Removes a connection, and those that were collected. */
  @SuppressWarnings(
      "ModifyCollectionInEnhancedForLoop") // a copy-on-write list is iterated as it was
  private void remove(@Nullable SecuredSocket gone) {
    for (WeakReference<SecuredSocket> known : open) {
      SecuredSocket socket = known.get();
      if (socket == null || socket.equals(gone)) {
        open.remove(known);
      }
    }
  }

  /** Returns the newest connection, open or not. */
  public Optional<SecuredSocket> newest() {
    return Optional.ofNullable(newest);
  }

  /** Records that the newest connection is logged in. */
  public void loggedIn() {
    SecuredSocket socket = newest;
    if (socket != null) {
      socket.loggedIn();
    }
  }

  /** Starts to record the connections that this thread writes to. */
  public void listen() {
    for (SecuredSocket socket : all()) {
      socket.forgetWrites(Thread.currentThread());
    }
  }

  /** Returns whether this thread wrote to an open connection of this service. */
  public boolean hasSpoken() {
    for (SecuredSocket socket : all()) {
      if (!socket.isClosed() && socket.wasLastWrittenBy(Thread.currentThread())) {
        return true;
      }
    }
    return false;
  }

  /** Prepares for the close of the service: its connections log out without waiting for long. */
  public void beginLogout() {
    for (SecuredSocket socket : all()) {
      socket.beginLogout();
    }
  }

  private List<SecuredSocket> all() {
    List<SecuredSocket> all = new ArrayList<>();
    for (WeakReference<SecuredSocket> known : open) {
      SecuredSocket socket = known.get();
      if (socket != null) {
        all.add(socket);
      }
    }
    return all;
  }
}
