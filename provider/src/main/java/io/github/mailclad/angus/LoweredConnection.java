package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.internal.config.NetworkSettings;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.NoAddressException;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.net.Dialling;
import io.github.mailclad.internal.net.Route;
import io.github.mailclad.internal.tls.PlannedSocketFactory;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.internal.tls.StarttlsOnlySocket;
import io.github.mailclad.internal.tls.StarttlsOnlySocket.Stage;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an account without a minimum level, which Angus opens by itself. It forbids clear
 * text to a server that is known to have TLS. It verifies the TLS that Angus begins, before data is
 * sent over it: it refuses only versions below the floor, and a server that proved more before. For
 * one thread.
 */
final class LoweredConnection implements HostnameVerifier {
  private static final String FACTORY = "socketFactory";
  private static final String FALLBACK = "socketFactory.fallback";
  private static final String VERIFIER = "ssl.hostnameverifier";

  private final Settings settings;
  private final ServicePlanner planner;
  private final ServiceStatus status;
  private final Server server;
  private final @Nullable String account;
  private final Supplier<Outcome<SecurityPolicy>> policy;
  private @Nullable Map<String, Object> factory;
  private @Nullable StarttlsOnlySocket socket;
  private volatile @Nullable ConnectionSecurity security;
  private volatile @Nullable Refusal refusal;

  /** Creates a connection that Angus may open, with the supplier of the policy at that time. */
  LoweredConnection(
      Settings settings,
      ServicePlanner planner,
      ServiceStatus status,
      Server server,
      @Nullable String account,
      Supplier<Outcome<SecurityPolicy>> policy) {
    this.settings = settings;
    this.planner = planner;
    this.status = status;
    this.server = server;
    this.account = account;
    this.policy = policy;
  }

  Endpoint server() {
    return server.endpoint();
  }

  @Nullable String account() {
    return account;
  }

  /** Returns the security of the connection. */
  ConnectionSecurity security() {
    ConnectionSecurity got = security;
    return got == null ? new ConnectionSecurity.Unjudged(server.service(), server()) : got;
  }

  /** Returns whether the connection must use TLS and does not yet. */
  boolean owesTls() {
    return socket != null && socket.stage() != Stage.TLS;
  }

  /** Closes and refuses the connection if it must use TLS and does not. */
  void requireTls() throws InsecureConnectionException {
    StarttlsOnlySocket open = socket;
    if (open != null && owesTls()) {
      status.cut(open);
      throw status.refuse(server(), open.refusal());
    }
  }

  /**
   * Returns the refusal that ended the connection, which Angus may have lost; empty if it failed
   * for another reason.
   */
  Optional<Refusal> refusalOfFailure() {
    if (socket != null && socket.stage() == Stage.STARTTLS_SENT) {
      refuse(socket.refusal());
    }
    return Optional.ofNullable(refusal);
  }

  /** Reports a refusal from within a call of Angus, and returns the exception for Angus. */
  private RefusedException refuse(Refusal found) {
    Refusal reconsidered = status.memory().reconsider(account, server(), found);
    refusal = reconsidered;
    status.refuse(server(), reconsidered);
    return new RefusedException(reconsidered, null);
  }

  /**
   * Returns the value that Angus finds instead of the application's own; empty for no other. Clear
   * text is decided when Angus looks for a socket factory, and not before.
   */
  Optional<Object> replacement(String suffix) {
    if (suffix.equals(VERIFIER)) {
      return verifies() ? Optional.of(this) : Optional.empty();
    }
    if (server.service().tlsStart() == TlsStart.IMPLICIT || !suffix.startsWith(FACTORY)) {
      return Optional.empty();
    }
    Map<String, Object> decided = factory;
    if (decided == null) {
      decided = factoryProperties();
      factory = decided;
    }
    return Optional.ofNullable(decided.get(suffix));
  }

  private Map<String, Object> factoryProperties() {
    try {
      return cleartextRefusal().map(this::gate).orElse(Map.of());
    } catch (InsecureConnectionException e) {
      return Map.of(
          FACTORY,
          PlannedSocketFactory.refusing(new RefusedException(e.refusal(), null)),
          FALLBACK,
          "false");
    }
  }

  /**
   * Returns the refusal of clear text to the server; empty if it is permitted. It is not permitted
   * if the account remembers TLS, or if Secure TLSA records, usable or not, say that the server has
   * TLS (the idea of RFC 7672, section 2.2.3).
   */
  private Optional<Refusal> cleartextRefusal() throws InsecureConnectionException {
    Optional<Refusal> remembered = planner.clearTextForbidden(account, server());
    if (remembered.isPresent()) {
      return remembered;
    }
    DanePolicy dane =
        planner.dane(policy.get().orThrow(why -> status.refuse(server(), why)), server);
    if (dane.mode() == DanePolicy.Mode.OFF) {
      return Optional.empty();
    }
    Tlsa tlsa = tlsa(dane);
    if (tlsa == null
        || tlsa.answer().status() != DnssecStatus.SECURE
        || tlsa.answer().records().isEmpty()) {
      return Optional.empty();
    }
    String name = tlsa.answer().name();
    if (dane.mode() == DanePolicy.Mode.AUDIT_ONLY) {
      status.warning("audited only: the TLSA records at " + name + " forbid clear text");
      return Optional.empty();
    }
    return Optional.of(new TlsStartRefusal.CleartextForbidden(PeerText.of(name)));
  }

  private @Nullable Tlsa tlsa(DanePolicy dane) throws InsecureConnectionException {
    try {
      return planner
          .lookup(server)
          .lookUp(server, dane)
          .orThrow(refusal -> status.refuse(server(), refusal))
          .tlsa();
    } catch (NoAddressException e) {
      return null;
    }
  }

  /**
   * Returns the properties that let Angus send nothing but STARTTLS in the clear. A factory of the
   * application that makes TLS sockets needs no gate if Angus really uses it.
   */
  private Map<String, Object> gate(Refusal why) {
    Optional<String> className = own("socketFactory.class").map(Object::toString);
    Object own = own(FACTORY).orElse(null);
    SocketFactory users =
        own instanceof SocketFactory made
            ? made
            : className.flatMap(LoweredConnection::load).orElse(null);
    // Angus cannot load a class that is missing here, and must not connect without it
    if (users instanceof SSLSocketFactory || (users == null && className.isPresent())) {
      return Map.of(FALLBACK, "false");
    }
    SocketFactory gate = new PlannedSocketFactory(() -> gated(users, why), "nothing but STARTTLS");
    return users == null
        // the port of a missing factory has no effect, and must not get any
        ? Map.of(FACTORY, gate, FALLBACK, "false", "socketFactory.port", "-1")
        : Map.of(FACTORY, gate, FALLBACK, "false");
  }

  /** Returns the factory of a class, found as Angus finds it; empty where Angus would fail, too. */
  private static Optional<SocketFactory> load(String className) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> type =
          loader == null
              ? Class.forName(className)
              : Class.forName(className, /* initialize= */ true, loader);
      return Optional.ofNullable(type.getMethod("getDefault").invoke(null))
          .filter(SocketFactory.class::isInstance)
          .map(SocketFactory.class::cast);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Socket gated(@Nullable SocketFactory users, Refusal why) throws IOException {
    Dialling dialling = NetworkSettings.diallingOfAngus(settings);
    Socket made = users == null ? dialling.newSocket() : users.createSocket();
    if (made instanceof SSLSocket) {
      return made;
    }
    StarttlsOnlySocket next =
        new StarttlsOnlySocket(
            made,
            server.service().protocol(),
            dialling.route() instanceof Route.HttpProxy ? Stage.PROXY_REQUEST : Stage.CLEAR,
            why,
            this::refuse);
    socket = next;
    return next;
  }

  /** Returns whether Angus can call this verifier, and this one the application's own. */
  private boolean verifies() {
    Optional<Object> own = own(VERIFIER).or(() -> own(VERIFIER + ".class"));
    return own.isEmpty() || own.get() instanceof HostnameVerifier;
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    if (own(VERIFIER).orElse(null) instanceof HostnameVerifier own && !own.verify(host, session)) {
      return false;
    }
    try {
      SecurityPolicy required =
          policy
              .get()
              .orThrow(why -> new RefusedException(status.refuse(server(), why).refusal(), null));
      String name = account == null ? "" : account;
      ConnectionSecurity got =
          CompositionRoot.SHARED
              .judge(ConnectionPlan.to(server, settings.protocol().text(), name, required), session)
              .orThrow(this::refuse);
      Optional<Refusal> regression = status.memory().regression(account, got);
      if (regression.isPresent()) {
        throw refuse(regression.get());
      }
      security = got;
      status.memory().remember(account, got, /* tlsa= */ null, required);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Object> own(String suffix) {
    return settings.get("mail." + settings.protocol().text() + "." + suffix).map(Setting::value);
  }
}
