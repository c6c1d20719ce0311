package io.github.mailclad.angus;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.GuardedProperties;
import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.tls.ConnectionObserver;
import io.github.mailclad.internal.tls.PlannedSocket;
import io.github.mailclad.internal.tls.PlannedSocketFactory;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.HandshakeRefusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The only network access of one service. Angus finds a socket factory while this service is
 * connecting on its thread, and none at any other time. Other services of the same session have
 * their own access.
 */
final class NetworkAccess {
  private final GuardedProperties properties;
  private final Settings settings;
  private final ConfigSource config;
  private final ServicePlanner planner;
  private final ServiceStatus status;

  /**
   * Creates the access of a service.
   *
   * @param session the guarded session
   */
  NetworkAccess(
      Session session,
      Settings settings,
      ConfigSource config,
      ServicePlanner planner,
      ServiceStatus status) {
    this.properties = (GuardedProperties) session.getProperties();
    this.settings = settings;
    this.config = config;
    this.planner = planner;
    this.status = status;
  }

  /**
   * Lets Angus connect to the named server, or else to one that the domain of the user's address
   * publishes.
   */
  boolean connect(
      SecurityPolicy policy,
      @Nullable NamedServer named,
      @Nullable String user,
      @Nullable String password,
      ConnectAttempt.Connect angus)
      throws MessagingException {
    return new ConnectAttempt(config, planner, status, this, policy)
        .connect(planner.servers(policy, named, user), user, password, angus);
  }

  /**
   * Opens the access for connections by one plan, on this thread, until the binding is closed.
   *
   * @param observer the observer of the connections
   */
  OpenAccess open(ConnectionPlan plan, ConnectionObserver observer) {
    return bind(() -> socket(plan, observer));
  }

  /**
   * Returns the binding for a connection that Angus opens now: the one that a connect planned on
   * this thread, else one planned anew, because pools connect long after the store did and
   * properties may have changed.
   */
  OpenAccess openAgain(String host, int port, @Nullable String account) {
    return isOpen()
        ? () -> {}
        : openLater(
            planner.endpoint(planner.named(host, port)),
            policy -> planner.serverAt(policy, host, port),
            account == null ? "" : account);
  }

  /**
   * Lets Angus run an action that opens a connection only if the old one is gone. If it opens one,
   * the connection is planned anew.
   */
  <T> T mayReconnect(AngusAction<T> work) throws MessagingException {
    ConnectionPlan known = planner.latest();
    if (isOpen() || known == null) {
      return spoken(work);
    }
    try (OpenAccess open =
        openLater(known.endpoint(), policy -> planner.again(policy, known), known.account())) {
      T done = spoken(work);
      status.connections().loggedIn();
      return done;
    } catch (MessagingException e) {
      throw status.unwrapped(e, known.endpoint(), Optional.empty());
    }
  }

  /**
   * Lets Angus run an action that speaks to the server. Unless the action reports that there is no
   * connection, it must have used a connection of this service.
   */
  <T> T spoken(AngusAction<T> work) throws MessagingException {
    status.connections().listen();
    T done = work.run();
    if (!Boolean.FALSE.equals(done) && !status.connections().hasSpoken()) {
      status.connections().newest().ifPresent(status::cut);
      throw status.refuse(planner.latestServer(), new HandshakeRefusal.ForeignConnection());
    }
    return done;
  }

  /**
   * Opens the access for a connection that is planned, or refused, when Angus asks for a socket.
   *
   * @param known the server that the connection is for; null if it is not valid
   * @param choice chooses the server under the policy of that moment, or refuses
   */
  private OpenAccess openLater(
      @Nullable Endpoint known, Function<SecurityPolicy, Outcome<Server>> choice, String account) {
    return bind(() -> socket(plan(known, choice, account), status));
  }

  private ConnectionPlan plan(
      @Nullable Endpoint known, Function<SecurityPolicy, Outcome<Server>> choice, String account)
      throws IOException {
    try {
      SecurityPolicy policy = planner.policy(known);
      Server server = status.require(known, choice.apply(policy));
      return planner.plan(policy, server, account);
    } catch (InsecureConnectionException e) {
      throw new RefusedException(e.refusal(), null);
    } catch (MessagingException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns whether this service is connecting on this thread. */
  private boolean isOpen() {
    return properties.factoryOf(this).isPresent();
  }

  /** Returns the connection that this thread is opening; empty if there is none yet. */
  Optional<SecuredSocket> opened() {
    return properties
        .factoryOf(this)
        .filter(PlannedSocketFactory.class::isInstance)
        .map(PlannedSocketFactory.class::cast)
        .flatMap(PlannedSocketFactory::secured);
  }

  private OpenAccess bind(PlannedSocketFactory.Sockets sockets) {
    return properties.open(this, new PlannedSocketFactory(sockets, "planned"));
  }

  private PlannedSocket socket(ConnectionPlan plan, ConnectionObserver observer) {
    PlannedSocket socket = CompositionRoot.SHARED.socket(plan, settings, observer);
    status.planned(socket);
    return socket;
  }
}
