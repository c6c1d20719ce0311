package io.github.mailclad.angus;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Outcome;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ConfigReadings;
import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.config.LoginRules;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.internal.jars.NeededJars;
import io.github.mailclad.internal.oauth.OAuthRules;
import io.github.mailclad.internal.sasl.Credentials;
import io.github.mailclad.internal.sasl.LoginMemory;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connects one store or transport. It reads the policy, plans each connection, and gives Angus only
 * the network access that the plan allows. The level (guarded or lowered) is decided when the
 * service is created, because Angus decides then whether it uses TLS.
 */
final class MailConnector {
  private final Settings settings;
  private final boolean lowered;
  private final ServiceStatus status;
  private final LoginMemory memory;
  private final GuardLog log;
  private final Session session;
  private final ServicePlanner planner;
  private final ConfigSource config;
  private final @Nullable LoweredConnector unprotected;
  private final @Nullable NetworkAccess network;
  private final @Nullable Refusal unnamed;

  private MailConnector(
      Session user,
      ProtocolName protocol,
      @Nullable Refusal unnamed,
      ServiceStatus.Preparation preparation) {
    this.unnamed = unnamed;
    this.settings = new Settings(user.getProperties(), protocol);
    CompositionRoot.SHARED.prepareOnce(settings);
    this.log = new GuardLog(user);
    // constructors never throw: an unreadable policy is guarded, and refused at connect
    ConfigReadings readings = CompositionRoot.SHARED.readings(user);
    this.lowered = readings.isLowered(settings);
    MailService loweredService = lowered ? LoweredConnector.service(settings) : null;
    this.memory = CompositionRoot.SHARED.logins(user);
    this.status = new ServiceStatus(log, settings, loweredService, memory, preparation);
    this.config = new ConfigSource(settings, readings, lowered, status);
    this.planner = new ServicePlanner(settings, config, status);
    if (loweredService != null) {
      this.unprotected = new LoweredConnector(settings, loweredService, config, planner, status);
      this.session = unprotected.session();
      this.network = null;
    } else {
      this.session = CompositionRoot.SHARED.guarded(user);
      this.unprotected = null;
      this.network = new NetworkAccess(session, settings, config, planner, status);
    }
    log.debugAlsoIn(session);
    CompositionRoot.SHARED.checkOnce(user);
  }

  /**
   * Returns a connector for a service with that URL; without a URL the rules of the fallback apply.
   * Angus reads its properties under the URL's protocol name. A service whose name is not ours, or
   * not of its kind, cannot connect.
   */
  static MailConnector of(
      Session session,
      @Nullable URLName url,
      ProtocolName fallback,
      ServiceStatus.Preparation preparation) {
    if (url == null) {
      return new MailConnector(session, fallback, /* unnamed= */ null, preparation);
    }
    String name = String.valueOf(url.getProtocol());
    ProtocolName known = ProtocolName.of(name).orElse(null);
    return known != null && known.protocol() == fallback.protocol()
        ? new MailConnector(session, known, /* unnamed= */ null, preparation)
        : new MailConnector(
            session,
            fallback,
            new SettingsRefusal.UnknownProtocolName(PeerText.of(name), fallback.text()),
            preparation);
  }

  /** Returns the session in which Angus connects. */
  Session session() {
    return session;
  }

  /** Returns the status of the service's connections. */
  ServiceStatus status() {
    return status;
  }

  /** Returns whether Angus has to use implicit TLS. */
  boolean implicitTls() {
    return !lowered || settings.protocol().meansTlsToJakartaMail();
  }

  /** Returns whether the account has no minimum level, so that Angus connects by itself. */
  boolean isLowered() {
    return lowered;
  }

  /**
   * Returns whether the lowered connection that this thread is opening must use TLS and does not
   * yet.
   */
  boolean owesTls() {
    return unprotected != null && unprotected.owesTls();
  }

  /**
   * Returns the property {@code mail.<protocol>.<suffix>} as text, under the used name or another
   * name of the service.
   */
  Optional<String> setting(String suffix) {
    Optional<Setting> setting = settings.find(suffix);
    return setting.isPresent() ? setting.get().text() : Optional.empty();
  }

  /** Returns whether such a property is true. */
  boolean isTrue(String suffix) {
    return Ascii.equalsIgnoringCase("true", setting(suffix).orElse(""));
  }

  /** Returns the account's rules for logins, as read for the newest connection. */
  LoginRules loginRules() {
    return config().login();
  }

  /** Returns the supplier of the account's tokens for the newest connection; null for none. */
  @Nullable OAuthTokenSupplier tokens() {
    OAuthRules oauth = loginRules().oauth();
    return oauth == null
        ? loginRules().tokens()
        : CompositionRoot.SHARED.tokenSources().of(oauth, config(), settings, status);
  }

  /** Returns the account's configuration, as read for the newest connection. */
  AccountConfig config() {
    return config.newest();
  }

  /** Returns the logins that the session remembers. */
  LoginMemory logins() {
    return memory;
  }

  /**
   * Plans a connection and lets Angus connect, or refuses. If no password is needed and none was
   * given, Angus gets an empty one, because without a password it would not even connect.
   */
  boolean connect(
      @Nullable String host,
      int port,
      @Nullable String user,
      @Nullable String password,
      ConnectAttempt.Connect angus)
      throws MessagingException {
    TakeoverNotice.SHARED.requireAllServed();
    status.logins().begin();
    boolean connected;
    try {
      connected = status.runConnect(() -> checkAndConnect(host, port, user, password, angus));
    } catch (MessagingException e) {
      throw explained(unwrapped(e), password);
    } catch (RuntimeException e) {
      // some answers of a server make Angus fail with exceptions that the application does not
      // expect
      throw new MessagingException("the server's answer cannot be understood", e);
    } catch (LinkageError e) {
      throw TakeoverNotice.unusable(NeededJars.problem(e));
    }
    if (isEmptySecret(password)) {
      throw status.logins().emptyPassword();
    }
    if (!connected && user != null && password == null) {
      throw status.logins().noPassword();
    }
    return connected;
  }

  /**
   * Returns a rejected login with an explanation, or the refusal of one that the server postpones;
   * every other exception stays as it is.
   */
  MessagingException explained(MessagingException e, @Nullable String secret) {
    Optional<Refusal> postponed = status.logins().postponed(e);
    if (postponed.isPresent()) {
      return refuse(postponed.get());
    }
    return e instanceof AuthenticationFailedException rejected
        ? status.logins().explained(rejected, latestServer(), secret)
        : e;
  }

  /**
   * Returns the refusal inside an exception of the newest connection as an exception of its own.
   */
  MessagingException unwrapped(MessagingException e) {
    return status.unwrapped(e, latestServer(), Optional.empty());
  }

  /** Returns the exception for a refusal on the newest connection, after a report. */
  InsecureConnectionException refuse(Refusal refusal) {
    return status.refuse(latestServer(), refusal);
  }

  /** Returns the value of an outcome, or refuses on the newest connection, after a report. */
  <T> T require(Outcome<T> outcome) throws InsecureConnectionException {
    return status.require(latestServer(), outcome);
  }

  /** Returns the server of the newest connection; null before the first one. */
  private @Nullable Endpoint latestServer() {
    return unprotected == null ? planner.latestServer() : unprotected.latestServer();
  }

  private boolean checkAndConnect(
      @Nullable String host,
      int port,
      @Nullable String user,
      @Nullable String password,
      ConnectAttempt.Connect angus)
      throws MessagingException {
    NamedServer named = host == null ? null : planner.named(host, port);
    Endpoint server = named == null ? null : planner.endpoint(named);
    if (unnamed != null) {
      throw status.refuse(server, unnamed);
    }
    SecurityPolicy policy = planner.policy(named, port);
    Optional<Refusal> unsafe =
        Credentials.problem(user, password, setting("sasl.authorizationid").orElse(null));
    if (unsafe.isPresent()) {
      throw status.refuse(server, unsafe.get());
    }
    if (isEmptySecret(password)) {
      return true;
    }
    if (network == null) {
      return Objects.requireNonNull(unprotected)
          .connect(policy, host, port, user, () -> angus.to(host, port, user, password));
    }
    String name = user == null && loginRules().needNoPassword() ? "" : user;
    String secret = password == null && loginRules().needNoPassword() ? "" : password;
    return (named == null && user == null)
        ? angus.to(null, port, null, secret)
        : network.connect(policy, named, name, secret, angus);
  }

  /** Returns whether the password is empty although a login needs one. */
  private boolean isEmptySecret(@Nullable String password) {
    return unprotected == null
        && password != null
        && password.isEmpty()
        && !Credentials.sufficeWithoutPassword(loginRules().mechanisms(), tokens());
  }

  /** Connects without credentials, independently of this service's own connections. */
  Probe probe(@Nullable URLName url) {
    if (unnamed != null) {
      return new Probe.Refused(/* endpoint= */ null, unnamed, /* certificate= */ null);
    }
    return lowered
        ? new Probe.Unreachable(
            "an account without a minimum level cannot be probed, because nothing would verify the answers; probe with the default level, as a set-up does")
        : new Probing(settings, session, memory, log).at(url);
  }

  /** Lets Angus run an action that opens a connection only if the old one is gone. */
  <T> T mayReconnect(AngusAction<T> work) throws MessagingException {
    return network == null
        ? Objects.requireNonNull(unprotected).mayReconnect(work)
        : network.mayReconnect(work);
  }

  /**
   * Lets Angus run an action that speaks to the server. Unless the action reports that there is no
   * connection, it must have used a connection of this service.
   */
  <T> T spoken(AngusAction<T> work) throws MessagingException {
    return network == null ? work.run() : network.spoken(work);
  }

  /** Returns the connection that this thread is opening; empty before the first one. */
  Optional<SecuredSocket> opened() {
    return network == null ? Optional.empty() : network.opened();
  }

  /** Returns the binding for a connection that Angus opens now. */
  OpenAccess openAgain(String host, int port, @Nullable String account) {
    return network == null
        ? Objects.requireNonNull(unprotected).openAgain(host, port, account)
        : network.openAgain(host, port, account);
  }
}
