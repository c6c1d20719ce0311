package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerList;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.tls.ConnectionObserver;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.DaneRefusal;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.jspecify.annotations.Nullable;

/**
 * One connect, which tries one server after another until one meets the account's requirements.
 * After a failure it tries the next server of the same kind, never one with less protection. Once a
 * server was verified, its answer is final. It observes the connections that Angus opens meanwhile
 * on the same thread. For one use.
 */
final class ConnectAttempt implements ConnectionObserver {
  private final ConfigSource config;
  private final ServicePlanner planner;
  private final ServiceStatus status;
  private final NetworkAccess network;
  private final SecurityPolicy policy;
  private final List<MessagingException> failures = new ArrayList<>();
  private volatile @Nullable SecuredSocket newest;

  /** The connect of Angus. */
  @FunctionalInterface
  interface Connect {
    boolean to(@Nullable String host, int port, @Nullable String user, @Nullable String password)
        throws MessagingException;
  }

  /** Creates an attempt under a policy. */
  ConnectAttempt(
      ConfigSource config,
      ServicePlanner planner,
      ServiceStatus status,
      NetworkAccess network,
      SecurityPolicy policy) {
    this.config = config;
    this.planner = planner;
    this.status = status;
    this.network = network;
    this.policy = policy;
  }

  /**
   * Connects to the first server that can be connected to.
   *
   * @throws MessagingException the failure of the first server that was refused, else of the first
   *     server; the failures of the other servers are suppressed exceptions
   */
  boolean connect(
      ServerList servers, @Nullable String user, @Nullable String password, Connect angus)
      throws MessagingException {
    try {
      return connectToOneOf(servers, user, password, angus);
    } catch (RuntimeException | LinkageError e) {
      newest().ifPresent(status::cut);
      throw e;
    }
  }

  private boolean connectToOneOf(
      ServerList servers, @Nullable String user, @Nullable String password, Connect angus)
      throws MessagingException {
    Optional<ServerList> left = Optional.of(servers);
    while (left.isPresent()) {
      ServerList tried = left.get();
      for (Server server : tried.inOrder()) {
        try {
          return connectTo(server, tried, user, password, angus);
        } catch (MessagingException e) {
          MessagingException failure =
              status.unwrapped(e, server.endpoint(), newest().flatMap(SecuredSocket::refusal));
          if (newest().isPresent() || Thread.currentThread().isInterrupted()) {
            throw failure;
          }
          failures.add(failure);
        }
      }
      left = tried.equals(servers) ? planner.otherServers(servers) : Optional.empty();
    }
    throw failure();
  }

  /** Returns the newest connection to the server that is tried now; empty if there is none yet. */
  private Optional<SecuredSocket> newest() {
    return Optional.ofNullable(newest);
  }

  @Override
  public void secured(SecuredSocket socket, ConnectionSecurity security) {
    newest = socket;
    status.secured(socket, security);
  }

  @Override
  public void takenOver(SecuredSocket socket, ConnectionSecurity security) {
    newest = socket;
    status.takenOver(socket, security);
  }

  @Override
  public Refusal refused(ConnectionPlan plan, Refusal refusal) {
    return status.refused(plan, refusal);
  }

  @Override
  public void noted(ConnectionPlan plan, String news) {
    status.noted(plan, news);
  }

  @Override
  public void timed(HandshakeTimes times) {
    status.timed(times);
  }

  private MessagingException failure() {
    MessagingException first =
        failures.stream()
            .filter(InsecureConnectionException.class::isInstance)
            .findFirst()
            .orElse(failures.get(0));
    failures.stream().filter(other -> !other.equals(first)).forEach(first::addSuppressed);
    return first;
  }

  private boolean connectTo(
      Server server,
      ServerList all,
      @Nullable String user,
      @Nullable String password,
      Connect angus)
      throws MessagingException {
    newest = null;
    ConnectionPlan plan = planner.plan(policy, server, all.account());
    try {
      return connectBy(plan, all, user, password, angus);
    } catch (MessagingException e) {
      Optional<ConnectionPlan> fresh =
          newest().isEmpty()
                  && Refusal.in(e).filter(DaneRefusal.DaneMismatch.class::isInstance).isPresent()
              ? planner.planAnew(plan)
              : Optional.empty();
      if (fresh.isEmpty()) {
        throw withPort(plan, e);
      }
      return connectBy(fresh.get(), all, user, password, angus);
    }
  }

  /**
   * Adds the port to a failure: nothing answered on a port that the application did not name, so it
   * needs the port and the reason for it.
   */
  private MessagingException withPort(ConnectionPlan plan, MessagingException e) {
    Optional<String> why =
        e instanceof MailConnectException ? config.whyThatPort(plan.endpoint()) : Optional.empty();
    if (why.isEmpty()) {
      return e;
    }
    MailConnectException failed = (MailConnectException) e;
    MailConnectException explained =
        new MailConnectException(
            new SocketConnectException(
                why.get(),
                failed.getNextException(),
                failed.getHost(),
                failed.getPort(),
                failed.getConnectionTimeout()));
    explained.setStackTrace(failed.getStackTrace());
    return explained;
  }

  private boolean connectBy(
      ConnectionPlan plan,
      ServerList all,
      @Nullable String user,
      @Nullable String password,
      Connect angus)
      throws MessagingException {
    String host = plan.endpoint().host().text();
    int port = plan.endpoint().port();
    String name = all.query() == null ? user : all.userName();
    try (OpenAccess open = network.open(plan, this)) {
      boolean connected;
      try {
        connected = angus.to(host, port, name, password);
      } catch (AuthenticationFailedException e) {
        Optional<String> other =
            all.query() == null ? Optional.empty() : config.otherUserName(name);
        if (other.isEmpty() || status.logins().postponed(e).isPresent()) {
          throw e;
        }
        connected = withOtherName(other.get(), host, port, password, angus, e);
        name = other.get();
      }
      SecuredSocket socket = newest;
      if (socket != null) {
        socket.loggedIn();
      }
      if (connected) {
        status.memory().established(plan.account(), plan.endpoint());
      }
      if (connected && name != null) {
        planner.reached(all, plan.server(), name);
      }
      return connected;
    }
  }

  private boolean withOtherName(
      String name,
      String host,
      int port,
      @Nullable String password,
      Connect angus,
      AuthenticationFailedException first)
      throws MessagingException {
    newest = null;
    try {
      return angus.to(host, port, name, password);
    } catch (MessagingException e) {
      e.addSuppressed(first);
      throw e;
    }
  }
}
