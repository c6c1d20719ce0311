package io.github.mailclad.angus;

import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.tls.ConnectionObserver;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.Optional;

/**
 * The only network access of one service. Angus finds a socket factory while this service is
 * connecting on its thread, and none at any other time. Other services of the same session have
 * their own access.
 */
final class NetworkAccess {
  private final GuardedProperties properties;
  private final Settings settings;
  private final ServicePlanner planner;
  private final ServiceStatus status;

  /**
   * Creates the access of a service.
   *
   * @param session the guarded session
   */
  NetworkAccess(Session session, Settings settings, ServicePlanner planner, ServiceStatus status) {
    this.properties = (GuardedProperties) session.getProperties();
    this.settings = settings;
    this.planner = planner;
    this.status = status;
  }

  /** Chooses the server of a connection under the policy of that moment, or refuses. */
  @FunctionalInterface
  interface ServerChoice {
    Server of(SecurityPolicy policy) throws InsecureConnectionException;
  }

  /**
   * Opens the access for connections by one plan, on this thread, until the binding is closed.
   *
   * @param observer the observer of the connections
   */
  GuardedProperties.Binding open(ConnectionPlan plan, ConnectionObserver observer) {
    return bind(() -> plan, observer);
  }

  /**
   * Opens the access for a connection that is planned, or refused, when Angus asks for a socket.
   */
  GuardedProperties.Binding openLater(ServerChoice server, String account) {
    return bind(
        () -> {
          try {
            SecurityPolicy policy = planner.policy();
            return planner.plan(policy, server.of(policy), account);
          } catch (InsecureConnectionException e) {
            throw new RefusedException(e.refusal(), null);
          } catch (MessagingException e) {
            throw new IOException(e.getMessage(), e);
          }
        },
        status);
  }

  /** Returns whether this service is connecting on this thread. */
  boolean isOpen() {
    return properties.boundBy(this).isPresent();
  }

  /** Returns the connection that this thread is opening; empty if there is none yet. */
  Optional<SecuredSocket> opened() {
    return properties.boundBy(this).flatMap(PlannedSocketFactory::secured);
  }

  /** Makes the plan of a connection, or refuses. */
  @FunctionalInterface
  private interface PlanSource {
    ConnectionPlan plan() throws IOException;
  }

  private GuardedProperties.Binding bind(PlanSource plans, ConnectionObserver observer) {
    return properties.bind(
        this,
        new PlannedSocketFactory(
            () -> CompositionRoot.SHARED.socket(plans.plan(), settings, observer), "planned"));
  }
}
