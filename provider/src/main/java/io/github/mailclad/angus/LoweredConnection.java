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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an account without a minimum level, which Angus opens by itself. It forbids clear
 * text to a server that is known to have TLS. It verifies the TLS that Angus begins, before data is
 * sent over it: it refuses only versions below the floor, and a server that proved more before. For
 * one thread.
 */
final class LoweredConnection implements OwnFactories.Judge {
  private final Settings settings;
  private final OwnFactories own;
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
    this.own = new OwnFactories(settings, server, this);
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

  @Override
  public RefusedException refuse(Refusal found) {
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
    return OwnFactories.isAbout(suffix)
        ? Optional.ofNullable(decided().get(suffix))
        : Optional.empty();
  }

  /** Returns whether {@code ssl.trust} is applied here, and Angus must not see it. */
  boolean appliesTrust() {
    return OwnFactories.isJudged(decided());
  }

  private Map<String, Object> decided() {
    Map<String, Object> known = factory;
    if (known == null) {
      known = factoryProperties();
      factory = known;
    }
    return known;
  }

  private Map<String, Object> factoryProperties() {
    Map<String, Object> found = new HashMap<>(own.judged());
    if (server.service().tlsStart() == TlsStart.IMPLICIT) {
      return found;
    }
    try {
      cleartextRefusal().ifPresent(why -> found.putAll(gate(why)));
      return found;
    } catch (InsecureConnectionException e) {
      return OwnFactories.refusing(new RefusedException(e.refusal(), null));
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
    DanePolicy dane = planner.dane(status.require(server(), policy.get()), server);
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
      return status.require(server(), planner.lookup(server).lookUp(server, dane)).tlsa();
    } catch (NoAddressException e) {
      return null;
    }
  }

  /**
   * Returns the properties that let Angus send nothing but STARTTLS in the clear. A factory of the
   * application that makes TLS sockets needs no gate if Angus really uses it.
   */
  private Map<String, Object> gate(Refusal why) {
    OwnFactories.Own users = own.plain();
    // Angus cannot load a class that is missing here, and must not connect without it
    if (users.isMissing() || users.makesTls()) {
      return Map.of(OwnFactories.FALLBACK, "false");
    }
    SocketFactory gate =
        new PlannedSocketFactory(() -> gated(users.factory(), why), "nothing but STARTTLS");
    Map<String, Object> found =
        new HashMap<>(Map.of(OwnFactories.PLAIN, gate, OwnFactories.FALLBACK, "false"));
    if (users.factory() == null) {
      // the port of a missing factory has no effect, and must not get any
      found.put(OwnFactories.PLAIN_PORT, "-1");
    }
    return found;
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

  /**
   * Verifies the TLS that Angus begins over sockets of the application, and calls the application's
   * own verifier.
   */
  @Override
  public boolean verify(String host, SSLSession session) {
    if (own.verifier().filter(check -> !check.verify(host, session)).isPresent()) {
      return false;
    }
    try {
      require(session);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses a version below the floor, and a server that proved more before. */
  @Override
  public void require(SSLSession session) throws IOException {
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
  }
}
