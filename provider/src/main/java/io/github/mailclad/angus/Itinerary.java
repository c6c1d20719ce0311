package io.github.mailclad.angus;

import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.connect.ConnectionPlan;
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
 * Goes from server to server until one is connected to as the account requires. What keeps it from
 * one leads to the next of the same kind, never to less; once a server was verified, what that one
 * says is final. For one use.
 */
final class Itinerary {
  private final ServicePlanner planner;
  private final ServiceStatus status;
  private final Way way;
  private final SecurityPolicy policy;
  private final List<MessagingException> failures = new ArrayList<>();

  /** Opens the way for connections by one plan. */
  @FunctionalInterface
  interface Way {
    GuardedProperties.Binding open(ConnectionPlan plan);
  }

  /** What Angus does when it connects. */
  @FunctionalInterface
  interface Connect {
    boolean to(@Nullable String host, int port, @Nullable String user, @Nullable String password)
        throws MessagingException;
  }

  Itinerary(ServicePlanner planner, ServiceStatus status, Way way, SecurityPolicy policy) {
    this.planner = planner;
    this.status = status;
    this.way = way;
    this.policy = policy;
  }

  /**
   * Connects to the first of the servers that can be connected to.
   *
   * @throws MessagingException why not to the first one that was refused, else to the first one,
   *     with what kept it from the others suppressed
   */
  boolean connect(List<Stop> stops, @Nullable String user, @Nullable String password, Connect angus)
      throws MessagingException {
    for (List<Stop> left = stops; !left.isEmpty(); left = next(left, stops)) {
      for (Stop stop : left) {
        try {
          return connectTo(stop, left, user, password, angus);
        } catch (MessagingException e) {
          MessagingException told = status.toldOfNewest(e);
          if (status.newestSocket().isPresent() || Thread.currentThread().isInterrupted()) {
            throw told;
          }
          failures.add(told);
        }
      }
    }
    throw failure();
  }

  private List<Stop> next(List<Stop> tried, List<Stop> first) {
    return tried.equals(first) ? planner.stopsAfter(first) : List.of();
  }

  private MessagingException failure() {
    MessagingException told =
        failures.stream()
            .filter(InsecureConnectionException.class::isInstance)
            .findFirst()
            .orElse(failures.get(0));
    failures.stream().filter(other -> !other.equals(told)).forEach(told::addSuppressed);
    return told;
  }

  private boolean connectTo(
      Stop stop, List<Stop> all, @Nullable String user, @Nullable String password, Connect angus)
      throws MessagingException {
    status.watched();
    ConnectionPlan plan = planner.plan(policy, stop);
    try {
      return connectBy(plan, stop, all, user, password, angus);
    } catch (MessagingException e) {
      Optional<ConnectionPlan> fresh =
          status.newestSocket().isEmpty()
                  && Refusal.in(e).filter(DaneRefusal.DaneMismatch.class::isInstance).isPresent()
              ? planner.planAnew(policy, stop, plan)
              : Optional.empty();
      if (fresh.isEmpty()) {
        throw withPort(plan, e);
      }
      return connectBy(fresh.get(), stop, all, user, password, angus);
    }
  }

  /** Nothing answered on a port that the application did not name: it should know which and why. */
  private MessagingException withPort(ConnectionPlan plan, MessagingException e) {
    Optional<String> why =
        e instanceof MailConnectException ? planner.whyThatPort(plan.endpoint()) : Optional.empty();
    if (why.isEmpty()) {
      return e;
    }
    MailConnectException failed = (MailConnectException) e;
    MailConnectException told =
        new MailConnectException(
            new SocketConnectException(
                why.get(),
                failed.getNextException(),
                failed.getHost(),
                failed.getPort(),
                failed.getConnectionTimeout()));
    told.setStackTrace(failed.getStackTrace());
    return told;
  }

  private boolean connectBy(
      ConnectionPlan plan,
      Stop stop,
      List<Stop> all,
      @Nullable String user,
      @Nullable String password,
      Connect angus)
      throws MessagingException {
    String host = plan.endpoint().host().text();
    int port = plan.endpoint().port();
    String name = stop instanceof Stop.Discovered known ? known.userName() : user;
    try (GuardedProperties.Binding open = way.open(plan)) {
      boolean connected;
      try {
        connected = angus.to(host, port, name, password);
      } catch (AuthenticationFailedException e) {
        Optional<String> other = planner.otherUserName(stop, name);
        if (other.isEmpty()) {
          throw e;
        }
        connected = withOtherName(other.get(), host, port, password, angus, e);
        name = other.get();
      }
      status.loggedIn();
      if (connected) {
        status.memory().established(plan.account(), plan.endpoint());
      }
      if (connected && name != null) {
        planner.reached(stop, all, name);
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
    status.watched();
    try {
      return angus.to(host, port, name, password);
    } catch (MessagingException e) {
      e.addSuppressed(first);
      throw e;
    }
  }
}
