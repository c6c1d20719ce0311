package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Identifier;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.MailService;
import io.github.mailclad.Refusal;
import io.github.mailclad.Refusal.SettingProblem;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ConnectionPlanner;
import io.github.mailclad.internal.connect.ConnectionPlanner.Planning;
import io.github.mailclad.internal.connect.ConnectionPlanner.Wish;
import io.github.mailclad.internal.policy.LoginRules;
import io.github.mailclad.internal.policy.PolicyReader;
import io.github.mailclad.internal.policy.PolicyReading;
import io.github.mailclad.internal.policy.ProtocolName;
import io.github.mailclad.internal.policy.Settings;
import io.github.mailclad.internal.policy.Settings.Setting;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginChoice;
import io.github.mailclad.internal.sasl.LoginOffer;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.SecuredSocket;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all our stores and transports have in common: it reads the policy, plans each connection,
 * and gives Angus the one way to the network that the plan allows. One for each service. The level
 * (guarded or lowered) is settled when the service is made, because Angus settles there whether it
 * uses TLS.
 */
final class ServiceGuard {
  private final Settings settings;
  private final boolean lowered;
  private final ServiceStatus status;
  private final Session session;
  private volatile @Nullable Destination latest;
  private volatile LoginRules loginRules =
      new LoginRules(AuthMechanism.BY_DEFAULT, /* tokens= */ null);

  /** Where a service connected, as the application said it. */
  private record Destination(String host, int port, @Nullable String account) {}

  private ServiceGuard(Session user, ProtocolName protocol) {
    this.settings = new Settings(user.getProperties(), protocol);
    this.status = new ServiceStatus(new GuardLog(user));
    // constructors never throw: an unreadable policy is guarded, and refused at connect
    this.lowered =
        PolicyReader.read(settings) instanceof PolicyReading.Legible legible
            && legible.policy().minimumLevel() == ConfidentialityLevel.NONE;
    this.session =
        lowered
            ? Session.getInstance(new LoweredProperties(settings))
            : CompositionRoot.SHARED.guarded(user);
    debugAs(user);
    CompositionRoot.SHARED.checkOnce(user);
  }

  /**
   * A guard for a service of that URL; without one, or for a protocol of another name, the
   * fallback's rules hold.
   */
  static ServiceGuard of(Session session, @Nullable URLName url, ProtocolName fallback) {
    return new ServiceGuard(
        session, url == null ? fallback : ProtocolName.of(url.getProtocol()).orElse(fallback));
  }

  /** Being told to debug, a session greets: once, by the application's own, was enough. */
  private void debugAs(Session user) {
    if (session.getDebug() != user.getDebug()) {
      session.setDebugOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
      session.setDebug(user.getDebug());
    }
    session.setDebugOut(user.getDebugOut());
  }

  /** The session in which Angus connects. */
  Session session() {
    return session;
  }

  /** What is known of the service's connections. */
  ServiceStatus status() {
    return status;
  }

  /** Whether Angus is told to use TLS from the first octet. */
  boolean implicitTls() {
    return !lowered || settings.protocol().meansTlsToJakartaMail();
  }

  /** Whether the account has no minimum level, and Angus goes its own way. */
  boolean isLowered() {
    return lowered;
  }

  /**
   * The property {@code mail.<protocol>.<suffix>} as text, under the used name or another of the
   * service.
   */
  Optional<String> setting(String suffix) {
    return settings.find(suffix).flatMap(Setting::text);
  }

  /**
   * How the account may log in, as the properties said it when the newest connection was planned.
   */
  LoginRules loginRules() {
    return loginRules;
  }

  /** How to log in on a secured connection to a server that offers this. */
  LoginChoice choose(Credentials credentials, LoginOffer offer, SecuredSocket socket) {
    return LoginChoice.of(
        loginRules.mechanisms(), credentials, offer, socket.endpoint(), socket.getSession());
  }

  /** What Angus does when it connects. */
  @FunctionalInterface
  interface Connect {
    boolean to(@Nullable String host, int port, @Nullable String user, @Nullable String password)
        throws MessagingException;
  }

  /**
   * Plans a connection and lets Angus connect, or refuses. Where no password is needed and none was
   * given, Angus gets an empty one: without, it would not even connect.
   */
  boolean connect(
      @Nullable String host,
      int port,
      @Nullable String user,
      @Nullable String password,
      Connect angus)
      throws MessagingException {
    status.watched();
    try {
      status.destination(host == null ? null : endpoint(host, port));
      SecurityPolicy policy = policy();
      Optional<Refusal> unsafe =
          Credentials.problem(user, password, setting("sasl.authorizationid").orElse(null));
      if (unsafe.isPresent()) {
        throw status.refuse(unsafe.get());
      }
      if (lowered) {
        return connectLowered(host, port, (h, p) -> angus.to(h, p, user, password));
      }
      String name = user == null && loginRules.needNoPassword() ? "" : user;
      String secret = password == null && loginRules.needNoPassword() ? "" : password;
      if (host == null) {
        return angus.to(null, port, name, secret);
      }
      ConnectionPlan plan = plan(policy, new Destination(host, port, user));
      try (GuardedProperties.Binding way = open(plan)) {
        boolean connected = angus.to(plan.endpoint().host(), plan.endpoint().port(), name, secret);
        status.loggedIn();
        return connected;
      }
    } catch (MessagingException e) {
      throw status.toldOfNewest(e);
    } catch (RuntimeException e) {
      // some answers of a server make Angus stumble, and the application expects no such exception
      status.cut();
      throw new MessagingException("the server's answer cannot be understood", e);
    } finally {
      status.unwatched();
    }
  }

  /** What Angus does with the user's own credentials. */
  @FunctionalInterface
  private interface ConnectAsIs {
    boolean to(@Nullable String host, int port) throws MessagingException;
  }

  private boolean connectLowered(@Nullable String host, int port, ConnectAsIs angus)
      throws MessagingException {
    MailService service = settings.protocol().implicitService();
    status.warning(
        "mail.%s.security.minimum-level=none: passwords and messages of this account may be read on the way to %s"
            .formatted(settings.protocol().text(), host));
    boolean connected = angus.to(host, port);
    if (connected && host != null) {
      int actual = port > 0 ? port : configuredPort().orElse(service.defaultPort());
      Endpoint endpoint = new Endpoint(host, actual, Endpoint.Provenance.CONFIGURED);
      status.connected(new ConnectionSecurity.Unjudged(service, endpoint));
    }
    return connected;
  }

  /**
   * Lets Angus do what opens a connection only if the old one is gone; it is planned anew for that
   * case.
   */
  <T> T mayReconnect(Work<T> work) throws MessagingException {
    Destination known = latest;
    if (lowered || guarded().isBound() || known == null) {
      return work.run();
    }
    try (GuardedProperties.Binding way = reopen(known)) {
      T done = work.run();
      status.loggedIn();
      return done;
    } catch (MessagingException e) {
      throw status.told(e);
    }
  }

  /** The way for a reconnect: as planned now, or a refusal if it comes to that. */
  private GuardedProperties.Binding reopen(Destination known) {
    try {
      return open(plan(policy(), known));
    } catch (InsecureConnectionException e) {
      return guarded().bind(PlannedSocketFactory.refusing(new RefusedException(e.refusal(), e)));
    }
  }

  /**
   * The way for a connection that Angus opens now: the one that {@link #connect} planned on this
   * thread, or one planned anew, since pools connect long after the store did and properties are
   * live.
   */
  GuardedProperties.Binding openAgain(String host, int port, @Nullable String account)
      throws RefusedException {
    if (guarded().isBound()) {
      return () -> {};
    }
    try {
      return open(plan(policy(), new Destination(host, port, account)));
    } catch (InsecureConnectionException e) {
      throw new RefusedException(e.refusal(), e);
    }
  }

  private GuardedProperties.Binding open(ConnectionPlan plan) {
    return guarded()
        .bind(
            new PlannedSocketFactory(
                () -> CompositionRoot.SHARED.socket(plan, settings, status), plan.toString()));
  }

  private GuardedProperties guarded() {
    return (GuardedProperties) session.getProperties();
  }

  /** The policy as the properties say it now; they are live. */
  private SecurityPolicy policy() throws InsecureConnectionException {
    PolicyReading reading = PolicyReader.read(settings);
    status.listener(reading.securityListener().orElse(null));
    if (reading instanceof PolicyReading.Illegible illegible) {
      throw status.refuse(illegible.refusal());
    }
    PolicyReading.Legible legible = (PolicyReading.Legible) reading;
    legible.notes().forEach(status::warning);
    loginRules = legible.login();
    if ((legible.policy().minimumLevel() == ConfidentialityLevel.NONE) != lowered) {
      throw status.refuse(
          new Refusal.UnsafeSettings(
              List.of(
                  new SettingProblem(
                      "mail." + settings.protocol().text() + ".security.minimum-level",
                      "was changed after this store or transport was made",
                      "get a new one from the session"))));
    }
    return legible.policy();
  }

  private ConnectionPlan plan(SecurityPolicy policy, Destination wanted)
      throws InsecureConnectionException {
    boolean named = wanted.port() > 0;
    Planning planning =
        ConnectionPlanner.plan(
            new Wish(
                settings.protocol().text(),
                settings.protocol().implicitService(),
                wanted.host(),
                named ? wanted.port() : configuredPort().orElse(-1),
                named
                    ? "the application"
                    : settings.find("port").map(Setting::key).orElse("the service"),
                wanted.account() == null ? "" : wanted.account()),
            policy);
    if (planning instanceof Planning.Unplanned unplanned) {
      throw status.refuse(unplanned.refusal());
    }
    ConnectionPlan plan = ((Planning.Planned) planning).plan();
    latest = wanted;
    status.destination(plan.endpoint());
    status.fine("plan: " + plan);
    return plan;
  }

  /**
   * Where a connection would go, for messages about what keeps it from being planned; null if the
   * host names no server.
   */
  private @Nullable Endpoint endpoint(String host, int port) {
    try {
      int known =
          port > 0
              ? port
              : configuredPort().orElse(settings.protocol().implicitService().defaultPort());
      return new Endpoint(
          Identifier.ofHost(host).hostText(), known, Endpoint.Provenance.CONFIGURED);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Optional<Integer> configuredPort() {
    return setting("port").map(Integer::valueOf);
  }
}
