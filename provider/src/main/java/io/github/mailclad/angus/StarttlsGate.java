package io.github.mailclad.angus;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.Endpoint;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.Cleartext;
import io.github.mailclad.internal.connect.NoAddressException;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.net.Dialling;
import io.github.mailclad.internal.net.Route;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.StarttlsOnlySocket;
import io.github.mailclad.internal.tls.StarttlsOnlySocket.Preface;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The gate between Angus and one server when an account without a minimum level connects. It
 * decides whether clear text to the server is permitted when Angus looks for a socket factory, and
 * not before. If clear text is permitted, Angus finds the user's own settings. For one thread.
 */
final class StarttlsGate {
  /** The properties that lead to the gate, without the prefix of the protocol. */
  static final String ROOM = "socketFactory";

  private static final String FACTORY = ROOM;
  private static final String FALLBACK = "socketFactory.fallback";

  private final Settings settings;
  private final ServicePlanner planner;
  private final ServiceStatus status;
  private final Endpoint server;
  private final @Nullable String account;
  private final ServicePlanner.PolicySupplier policy;
  private @Nullable Map<String, Object> instead;
  private @Nullable StarttlsOnlySocket newest;
  private volatile @Nullable Refusal told;

  StarttlsGate(
      Settings settings,
      ServicePlanner planner,
      ServiceStatus status,
      Endpoint server,
      @Nullable String account,
      ServicePlanner.PolicySupplier policy) {
    this.settings = settings;
    this.planner = planner;
    this.status = status;
    this.server = server;
    this.account = account;
    this.policy = policy;
  }

  /** Returns the value that Angus finds under a key of the gate; null for none. */
  @Nullable Object lookUp(String suffix) {
    Map<String, Object> decided = instead;
    if (decided == null) {
      decided = decide();
      instead = decided;
    }
    Object own = own(suffix).orElse(null);
    return decided.getOrDefault(suffix, own);
  }

  /** Returns the reason why the newest connection must use TLS, if it does not yet. */
  Optional<Refusal> owed() {
    StarttlsOnlySocket socket = newest;
    return socket != null && socket.isInTheClear()
        ? Optional.of(socket.refusal())
        : Optional.empty();
  }

  /**
   * Returns the reason for the end of the newest connection, if the server did not begin TLS when
   * asked.
   */
  Optional<Refusal> unanswered() {
    StarttlsOnlySocket socket = newest;
    return socket != null && socket.waitsForTls()
        ? Optional.of(socket.refusal())
        : Optional.empty();
  }

  /** Reports a refusal from within a call of Angus, which may lose it. */
  void tell(Refusal why) {
    Refusal reconsidered = status.memory().reconsider(account, server, why);
    told = reconsidered;
    status.refuse(reconsidered);
  }

  /** Returns the refusal that was reported from within a call of Angus; empty for none. */
  Optional<Refusal> told() {
    return Optional.ofNullable(told);
  }

  /** Ends the connection. */
  void shut() {
    StarttlsOnlySocket socket = newest;
    if (socket != null) {
      status.cut(socket);
    }
  }

  private Map<String, Object> decide() {
    try {
      Optional<Refusal> missed = planner.clearTextForbidden(account, server);
      if (missed.isPresent()) {
        return throughTheGate(missed.get());
      }
      Cleartext verdict = cleartext(policy.now());
      if (verdict instanceof Cleartext.Undecided undecided) {
        throw status.refuse(undecided.refusal());
      }
      if (verdict instanceof Cleartext.Discouraged audited) {
        status.warning(
            "audited only: the TLSA records at " + audited.name() + " forbid clear text");
      }
      return verdict instanceof Cleartext.Forbidden forbidden
          ? throughTheGate(new TlsStartRefusal.CleartextForbidden(PeerText.of(forbidden.name())))
          : Map.of();
    } catch (InsecureConnectionException e) {
      return Map.of(
          FACTORY,
          PlannedSocketFactory.refusing(new RefusedException(e.refusal(), null)),
          FALLBACK,
          "false");
    }
  }

  private Cleartext cleartext(SecurityPolicy asked) throws InsecureConnectionException {
    Server named = Server.named(settings.protocol().implicitService(), server);
    DanePolicy dane = planner.dane(asked, named);
    if (dane.mode() == DanePolicy.Mode.OFF) {
      return new Cleartext.Allowed();
    }
    try {
      return Cleartext.of(planner.lookup(named).lookUp(named, dane), dane.mode());
    } catch (NoAddressException e) {
      return new Cleartext.Allowed();
    }
  }

  /**
   * Returns the properties that lead through the gate. A factory of the user that makes TLS sockets
   * needs no gate if Angus really uses it.
   */
  private Map<String, Object> throughTheGate(Refusal refusal) {
    Optional<Object> own = own(FACTORY).filter(SocketFactory.class::isInstance);
    Optional<String> named = own("socketFactory.class").map(Object::toString);
    if (own.isEmpty() && named.isPresent()) {
      own = named.flatMap(StarttlsGate::load);
      if (own.isEmpty()) {
        return Map.of(FALLBACK, "false");
      }
    }
    if (own.filter(SSLSocketFactory.class::isInstance).isPresent()) {
      return Map.of(FALLBACK, "false");
    }
    SocketFactory users = (SocketFactory) own.orElse(null);
    SocketFactory gate =
        new PlannedSocketFactory(() -> gated(users, refusal), "nothing but STARTTLS");
    return users == null
        // the port of a missing factory has no effect, and must not get any
        ? Map.of(FACTORY, gate, FALLBACK, "false", "socketFactory.port", "-1")
        : Map.of(FACTORY, gate, FALLBACK, "false");
  }

  /** Returns the factory of a class, found as Angus finds it; empty where Angus would fail, too. */
  private static Optional<Object> load(String className) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> type =
          loader == null
              ? Class.forName(className)
              : Class.forName(className, /* initialize= */ true, loader);
      return Optional.ofNullable(type.getMethod("getDefault").invoke(null))
          .filter(SocketFactory.class::isInstance);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Socket gated(@Nullable SocketFactory users, Refusal refusal) throws IOException {
    Dialling dialling = NetworkSettings.readAsAngus(settings);
    Socket made = users == null ? null : users.createSocket();
    if (made instanceof SSLSocket) {
      return made;
    }
    StarttlsOnlySocket socket =
        new StarttlsOnlySocket(
            made == null ? dialling.newSocket() : made,
            settings.protocol().implicitService(),
            dialling.route() instanceof Route.HttpProxy ? Preface.HTTP_CONNECT : Preface.NONE,
            refusal,
            this::tell);
    newest = socket;
    return socket;
  }

  private Optional<Object> own(String suffix) {
    return settings.get("mail." + settings.protocol().text() + "." + suffix).map(Setting::value);
  }
}
