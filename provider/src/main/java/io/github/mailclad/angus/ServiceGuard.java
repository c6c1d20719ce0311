package io.github.mailclad.angus;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.MailService;
import io.github.mailclad.Refusal;
import io.github.mailclad.Refusal.SettingProblem;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ConnectionPlanner;
import io.github.mailclad.internal.connect.ConnectionPlanner.Planning;
import io.github.mailclad.internal.connect.ConnectionPlanner.Wish;
import io.github.mailclad.internal.policy.PolicyReader;
import io.github.mailclad.internal.policy.PolicyReading;
import io.github.mailclad.internal.policy.ProtocolName;
import io.github.mailclad.internal.policy.Settings;
import io.github.mailclad.internal.policy.Settings.Setting;
import io.github.mailclad.internal.tls.SecuredSocket;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all our stores and transports have in common: it reads the policy, plans each connection,
 * gives Angus the properties to connect with, and turns what comes back into a refusal or a status.
 * One for each service. The level (guarded or lowered) is settled when the service is made, because
 * Angus settles there whether it uses TLS.
 */
final class ServiceGuard implements SecuredSocket.Observer {
  private final Session user;
  private final Settings settings;
  private final boolean lowered;
  private final GuardLog log;
  private final @Nullable GuardedProperties guarded;
  private final Session guardedSession;
  private volatile @Nullable ConnectionSecurity security;
  private volatile @Nullable SecuredSocket newest;
  private volatile @Nullable SecurityListener listener;
  private volatile @Nullable Thread connecting;
  private volatile @Nullable ConnectionPlan pending;
  private volatile @Nullable Endpoint destination;

  private ServiceGuard(Session user, ProtocolName protocol) {
    this.user = user;
    this.settings = new Settings(user.getProperties(), protocol);
    this.log = new GuardLog(user);
    // constructors never throw: an unreadable policy is guarded, and refused at connect
    this.lowered =
        PolicyReader.read(settings) instanceof PolicyReading.Legible legible
            && legible.policy().minimumLevel() == ConfidentialityLevel.NONE;
    this.guarded =
        lowered
            ? null
            : new GuardedProperties(settings, CompositionRoot.SHARED.deadlines().executor());
    this.guardedSession = derived(guarded == null ? new LoweredProperties(settings) : guarded);
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

  private Session derived(Properties properties) {
    Session session = Session.getInstance(properties);
    session.setDebug(user.getDebug());
    session.setDebugOut(user.getDebugOut());
    return session;
  }

  /** The session in which Angus connects. */
  Session guardedSession() {
    return guardedSession;
  }

  /** Whether Angus is told to use TLS from the first octet. */
  boolean implicitTls() {
    return !lowered || settings.protocol().meansTlsToJakartaMail();
  }

  /** Whether the account has no minimum level, and Angus goes its own way. */
  boolean isLowered() {
    return lowered;
  }

  Optional<ConnectionSecurity> security() {
    return Optional.ofNullable(security);
  }

  /** The newest secured socket, for what is set on it later. */
  Optional<SecuredSocket> newestSocket() {
    return Optional.ofNullable(newest);
  }

  /**
   * The property {@code mail.<protocol>.<suffix>} as text, under the used name or another of the
   * service.
   */
  Optional<String> setting(String suffix) {
    return settings.find(suffix).flatMap(Setting::text);
  }

  /** What Angus does when it connects. */
  @FunctionalInterface
  interface Connect {
    boolean to(@Nullable String host, int port) throws MessagingException;
  }

  /** Plans a connection and lets Angus connect, or refuses. */
  boolean connect(@Nullable String host, int port, @Nullable String account, Connect angus)
      throws MessagingException {
    destination = null;
    SecurityPolicy policy = policy();
    if (lowered) {
      return connectLowered(host, port, angus);
    }
    if (host == null) {
      return angus.to(null, port);
    }
    ConnectionPlan plan = plan(policy, host, port, account);
    connecting = Thread.currentThread();
    pending = plan;
    try {
      return angus.to(plan.endpoint().host(), plan.endpoint().port());
    } catch (MessagingException e) {
      throw told(plan.endpoint(), e);
    } finally {
      connecting = null;
      pending = null;
    }
  }

  private boolean connectLowered(@Nullable String host, int port, Connect angus)
      throws MessagingException {
    MailService service = settings.protocol().implicitService();
    log.warning(
        "mail.%s.security.minimum-level=none: passwords and messages of this account may be read on the way to %s"
            .formatted(settings.protocol().text(), host));
    boolean connected = angus.to(host, port);
    if (connected && host != null) {
      int actual =
          port > 0 ? port : setting("port").map(Integer::valueOf).orElse(service.defaultPort());
      ConnectionSecurity unjudged =
          new ConnectionSecurity.Unjudged(
              service, new Endpoint(host, actual, Endpoint.Provenance.CONFIGURED));
      security = unjudged;
      tell(l -> l.connected(unjudged));
    }
    return connected;
  }

  /** The policy as the properties say it now; they are live. */
  private SecurityPolicy policy() throws InsecureConnectionException {
    PolicyReading reading = PolicyReader.read(settings);
    listener = reading.securityListener().orElse(null);
    if (reading instanceof PolicyReading.Illegible illegible) {
      throw refuse(null, illegible.refusal());
    }
    PolicyReading.Legible legible = (PolicyReading.Legible) reading;
    legible.notes().forEach(log::warning);
    if ((legible.policy().minimumLevel() == ConfidentialityLevel.NONE) != lowered) {
      throw refuse(
          null,
          new Refusal.UnsafeSettings(
              List.of(
                  new SettingProblem(
                      "mail." + settings.protocol().text() + ".security.minimum-level",
                      "was changed after this store or transport was made",
                      "get a new one from the session"))));
    }
    return legible.policy();
  }

  private ConnectionPlan plan(
      SecurityPolicy policy, String host, int port, @Nullable String account)
      throws InsecureConnectionException {
    Optional<Setting> configured = settings.find("port");
    int wanted =
        port > 0 ? port : configured.flatMap(Setting::text).map(Integer::valueOf).orElse(-1);
    Wish wish =
        new Wish(
            settings.protocol().text(),
            settings.protocol().implicitService(),
            host,
            wanted,
            port > 0 ? "the application" : configured.map(Setting::key).orElse("the service"),
            account == null ? "" : account);
    Planning planning = ConnectionPlanner.plan(wish, policy);
    if (planning instanceof Planning.Unplanned unplanned) {
      throw refuse(unplanned.endpoint(), unplanned.refusal());
    }
    ConnectionPlan plan = ((Planning.Planned) planning).plan();
    destination = plan.endpoint();
    log.fine("plan: " + plan);
    if (guarded != null) {
      guarded.connectThrough(
          new PlannedSocketFactory(CompositionRoot.SHARED.connector(), plan, this));
    }
    return plan;
  }

  /**
   * Makes sure that the connection which Angus opens now is planned, be it by itself for its pool
   * or after a loss.
   */
  void ensurePlanned(String host, int port, @Nullable String account)
      throws InsecureConnectionException {
    if (pending != null && Thread.currentThread().equals(connecting)) {
      pending = null;
      return;
    }
    plan(policy(), host, port, account);
  }

  /** The properties with which Angus connects, where it takes them directly. */
  Properties guardedProperties() {
    return guardedSession.getProperties();
  }

  /**
   * The refusal inside an exception, as an exception of its own; any other exception stays what it
   * is.
   *
   * @param endpoint where the connection went; null for where the newest one was planned to go
   */
  MessagingException told(@Nullable Endpoint endpoint, MessagingException e) {
    if (e instanceof InsecureConnectionException) {
      return e;
    }
    Endpoint at = endpoint == null ? destination : endpoint;
    return Refusal.in(e)
        .<MessagingException>map(r -> new InsecureConnectionException(at, r, e))
        .orElse(e);
  }

  /**
   * A refusal, told to the listener and the log.
   *
   * @param where where the connection went; null for where the newest one was planned to go
   */
  InsecureConnectionException refuse(@Nullable Endpoint where, Refusal refusal) {
    Endpoint endpoint = where == null ? destination : where;
    log.fine("refused: " + refusal.explain(String.valueOf(endpoint)));
    if (endpoint != null) {
      tell(l -> l.refused(endpoint, refusal));
    }
    return new InsecureConnectionException(endpoint, refusal, null);
  }

  @Override
  public void secured(SecuredSocket socket, ConnectionSecurity got) {
    newest = socket;
    security = got;
    log.fine("outcome: " + got);
    tell(l -> l.connected(got));
  }

  @Override
  public void refused(ConnectionPlan plan, Refusal refusal) {
    String told = refusal.explain(plan.endpoint().toString());
    if (Thread.currentThread().equals(connecting)) {
      log.fine("refused: " + told);
    } else {
      // pool connections and reconnects: Angus reports a lost connection, without the reason
      log.warning(told);
    }
    tell(l -> l.refused(plan.endpoint(), refusal));
  }

  private void tell(Consumer<SecurityListener> news) {
    SecurityListener told = listener;
    if (told == null) {
      return;
    }
    try {
      news.accept(told);
    } catch (RuntimeException e) {
      log.warning("the security listener failed: " + e);
    }
  }
}
