package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailService;
import io.github.mailclad.Minimum;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.ConfigReading;
import io.github.mailclad.internal.config.SettingWords;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.memory.ServiceMemory;
import io.github.mailclad.internal.sasl.LoginMemory;
import io.github.mailclad.internal.tls.ConnectionObserver;
import io.github.mailclad.internal.tls.OpenConnections;
import io.github.mailclad.internal.tls.PlannedSocket;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The status of a service during its lifetime, and the reports to the application by exceptions,
 * its listener, and the log. It observes the connections that the service opens outside of a {@link
 * ConnectAttempt}, such as those of a pool.
 */
final class ServiceStatus implements ConnectionObserver, ServiceMemory.Reports {
  /** The newest connection, and the policy that it was judged by. */
  private record Connected(ConnectionSecurity security, SecurityPolicy policy) {}

  private final GuardLog log;
  private final SettingWords words;
  private final LoginMessages logins;
  private final LoginMemory loginMemory;
  private final ServiceMemory memory;
  private volatile @Nullable Connected connected;
  private final OpenConnections connections = new OpenConnections();
  private final MailService implicitService;
  private final @Nullable MailService loweredService;

  /** The newest reading; most services are created before there is one. */
  private volatile @Nullable ConfigReading reading;

  private final List<Thread> connecting = new CopyOnWriteArrayList<>();
  private final Preparation preparation;

  /**
   * Creates the status of a service whose connections get that preparation.
   *
   * @param loweredService the service, TLS start included, of an account without a minimum level;
   *     null for any other account
   */
  ServiceStatus(
      GuardLog log,
      Settings settings,
      @Nullable MailService loweredService,
      LoginMemory loginMemory,
      Preparation preparation) {
    this.log = log;
    this.loginMemory = loginMemory;
    this.preparation = preparation;
    this.words = new SettingWords(settings);
    this.logins = new LoginMessages(words);
    this.implicitService = settings.protocol().implicitService();
    this.loweredService = loweredService;
    this.memory =
        new ServiceMemory(
            implicitService,
            CompositionRoot.SHARED.stores(),
            CompositionRoot.SHARED.clock(),
            CompositionRoot.SHARED.announcements(),
            this);
  }

  /** Returns the security of the newest connection; empty before the first one. */
  Optional<ConnectionSecurity> security() {
    Connected connection = connected;
    return connection == null ? Optional.empty() : Optional.of(connection.security());
  }

  /** Returns the indicator of the newest connection. */
  SecurityIndicator indicator() {
    Connected connection = connected;
    return connection == null
        ? SecurityIndicator.UNKNOWN_NOT_CONNECTED
        : SecurityIndicator.of(connection.security(), Minimum.of(connection.policy()));
  }

  /** Returns the connections of the service that are open. */
  OpenConnections connections() {
    return connections;
  }

  /** Prepares every secured connection before Angus gets its streams. */
  @FunctionalInterface
  interface Preparation {
    void of(SecuredSocket socket) throws IOException;

    /** Prepares a socket that Angus connects next. */
    default void planned(PlannedSocket socket) {}
  }

  LoginMessages logins() {
    return logins;
  }

  /** Returns the memory of the accounts of the service. */
  ServiceMemory memory() {
    return memory;
  }

  /** Reports to the listener of this reading from now on. */
  void configure(ConfigReading newest) {
    reading = newest;
  }

  /** Returns the service, including its TLS start, for refusals that come before a plan. */
  private MailService service() {
    if (loweredService != null) {
      return loweredService;
    }
    ConfigReading newest = reading;
    return newest == null ? implicitService : implicitService.with(newest.tlsStart());
  }

  /**
   * Runs a connect of the application, whose caller gets every exception. Outside of it Angus may
   * swallow exceptions, so the log warns of refusals.
   */
  <T> T runConnect(AngusAction<T> connect) throws MessagingException {
    Thread caller = Thread.currentThread();
    connecting.add(caller);
    try {
      return connect.run();
    } finally {
      connecting.remove(caller);
    }
  }

  void fine(String message) {
    fine(message, "");
  }

  /** Logs a detail in two parts. Its text is made only if it is logged. */
  void fine(String beginning, Object rest) {
    log.fine(beginning, rest);
  }

  void warning(String message) {
    log.warning(message);
  }

  /** Reports a note about the settings that a person should read. It quotes nothing. */
  @Override
  public void note(String message) {
    log.warning(words.inText(message));
  }

  /**
   * Returns the exception for a refusal before a connection was opened, after a report to the
   * listener and the log.
   *
   * @param server the server; null if it is not known
   */
  InsecureConnectionException refuse(@Nullable Endpoint server, Refusal refusal) {
    InsecureConnectionException insecure = exception(server, refusal, /* cause= */ null);
    report(service(), server, refusal, String.valueOf(insecure.getMessage()));
    return insecure;
  }

  /**
   * Returns the value of an outcome, or {@linkplain #refuse(Endpoint, Refusal) refuses}.
   *
   * @param server the server; null if it is not known
   */
  <T> T require(@Nullable Endpoint server, Outcome<T> outcome) throws InsecureConnectionException {
    Optional<Refusal> refusal = outcome.refusal();
    if (refusal.isPresent()) {
      throw refuse(server, refusal.get());
    }
    return outcome.get();
  }

  /**
   * Returns the refusal inside an exception of Angus, as an exception of its own; any other
   * exception stays as it is.
   *
   * @param server the server; null if it is not known
   * @param lost the refusal of the connection, which Angus may have lost; empty for none
   */
  MessagingException unwrapped(
      MessagingException e, @Nullable Endpoint server, Optional<Refusal> lost) {
    return e instanceof InsecureConnectionException
        ? e
        : Refusal.in(e)
            .or(() -> lost)
            .<MessagingException>map(refusal -> exception(server, refusal, e))
            .orElse(e);
  }

  private InsecureConnectionException exception(
      @Nullable Endpoint server, Refusal refusal, @Nullable Exception cause) {
    return new InsecureConnectionException(server, refusal, words.of(refusal, server), cause);
  }

  /** Reports an event to the listener and the log. */
  @Override
  public void happened(SecurityEvent event) {
    log.event(event);
    inform(l -> l.onSecurityEvent(event));
  }

  /** Closes a connection that is not needed any more. */
  void cut(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      fine("closing failed: ", e);
    }
  }

  void connected(@Nullable String account, ConnectionSecurity got, SecurityPolicy policy) {
    memory.announce(account, got);
    connected = new Connected(got, policy);
    log.fine("outcome: ", got);
    if (isHeard()) {
      inform(l -> l.onConnected(got));
    }
  }

  /** Prepares a socket that Angus connects next. */
  void planned(PlannedSocket socket) {
    preparation.planned(socket);
  }

  @Override
  public void secured(SecuredSocket socket, ConnectionSecurity got) {
    Tlsa tlsa = socket.plan().records().tlsa();
    memory.remember(
        socket.plan().account(), got, tlsa == null ? null : tlsa.answer(), socket.plan().policy());
    takenOver(socket, got);
  }

  @Override
  public void takenOver(SecuredSocket socket, ConnectionSecurity got) {
    connections.opened(socket);
    connected(socket.plan().account(), got, socket.plan().policy());
    try {
      preparation.of(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Refusal refused(ConnectionPlan plan, Refusal refusal) {
    Refusal reconsidered = memory.reconsider(plan.account(), plan.endpoint(), refusal);
    report(
        plan.service(),
        plan.endpoint(),
        reconsidered,
        words.of(reconsidered, plan.endpoint()).explain(plan.endpoint().toString()));
    return reconsidered;
  }

  @Override
  public void noted(ConnectionPlan plan, String news) {
    log.warning(plan.endpoint() + ": " + news);
  }

  @Override
  public void timed(HandshakeTimes times) {
    if (isHeard()) {
      inform(l -> l.onHandshakeEnded(times));
    }
  }

  /** Reports the answer of the server to a login. */
  void loginEnded(LoginTimes times) {
    if (isHeard()) {
      inform(l -> l.onLoginEnded(times));
    }
  }

  private void report(
      MailService asked, @Nullable Endpoint endpoint, Refusal refusal, String text) {
    if (connecting.contains(Thread.currentThread())) {
      log.fine("outcome: ", text);
    } else {
      // pool connections and reconnects: Angus reports a lost connection without the reason
      log.warning(text);
    }
    if (endpoint != null) {
      loginMemory.forget(endpoint);
      inform(l -> l.onRefused(asked, endpoint, refusal));
    }
  }

  /** Returns whether anyone listens. Most programs have no listener, and need no news made. */
  private boolean isHeard() {
    return CompositionRoot.SHARED.recording().listener() != null || ofApplication() != null;
  }

  /** Reports to the Flight Recorder and to the listener of the application. */
  private void inform(Consumer<SecurityListener> news) {
    inform(CompositionRoot.SHARED.recording().listener(), news);
    inform(ofApplication(), news);
  }

  private @Nullable SecurityListener ofApplication() {
    ConfigReading newest = reading;
    return newest == null ? null : newest.config().listener();
  }

  private void inform(@Nullable SecurityListener listener, Consumer<SecurityListener> news) {
    if (listener == null) {
      return;
    }
    try {
      news.accept(listener);
    } catch (Throwable e) {
      // even an error or an undeclared exception of the application changes no decision
      log.warning("the security listener failed: " + e);
    }
  }
}
