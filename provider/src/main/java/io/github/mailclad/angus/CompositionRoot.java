package io.github.mailclad.angus;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.internal.client.ClientKeyLoader;
import io.github.mailclad.internal.config.ConfigReadings;
import io.github.mailclad.internal.config.GuardedProperties;
import io.github.mailclad.internal.config.LevelFloor;
import io.github.mailclad.internal.config.LookupRules;
import io.github.mailclad.internal.config.NetworkSettings;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerFinder;
import io.github.mailclad.internal.discovery.WebSearch;
import io.github.mailclad.internal.dns.Resolvers;
import io.github.mailclad.internal.https.HttpsClients;
import io.github.mailclad.internal.jfr.FlightRecording;
import io.github.mailclad.internal.memory.AccountStores;
import io.github.mailclad.internal.memory.Announcements;
import io.github.mailclad.internal.net.ConnectThreads;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.reuse.KeptConnections;
import io.github.mailclad.internal.reuse.KeptSession;
import io.github.mailclad.internal.sasl.LoginMemory;
import io.github.mailclad.internal.tls.ConnectionObserver;
import io.github.mailclad.internal.tls.Deadlines;
import io.github.mailclad.internal.tls.PlannedSocket;
import io.github.mailclad.internal.tls.PlannedSocketFactory;
import io.github.mailclad.internal.tls.SecuredConnector;
import io.github.mailclad.internal.tls.TlsContexts;
import io.github.mailclad.internal.trust.AnchorLoader;
import jakarta.mail.Session;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The composition root of the library, one instance per class loader. Jakarta Mail creates stores
 * and transports by reflection, from a session and a URL only. Connections can therefore find what
 * they share only here; this is the one static object. Thread-safe.
 */
final class CompositionRoot {
  private static final System.Logger LOG = System.getLogger("io.github.mailclad");

  static final CompositionRoot SHARED = new CompositionRoot();

  private final Clock clock = Clock.systemUTC();
  private final LevelFloor floor = LevelFloor.of(System.getProperty(LevelFloor.PROPERTY, ""));
  private final Deadlines deadlines = new Deadlines();
  private final Executor attempts = ConnectThreads.executor(Runtime.version(), LOG);
  private final AccountStores stores = new AccountStores();
  private final Announcements announcements = new Announcements();
  private final FlightRecording recording = new FlightRecording();
  private final ConfigReadings.OfOtherSessions otherReadings = new ConfigReadings.OfOtherSessions();
  private final AtomicBoolean prepared = new AtomicBoolean();
  private final AtomicBoolean checked = new AtomicBoolean();
  private final Map<Session, SoftReference<OfSession>> sessions = new WeakHashMap<>();
  private @Nullable TokenSources tokenSources;
  private @Nullable HttpsClients httpsClients;

  /**
   * What only a connection needs. The thread that prepares TLS loads these classes, while the
   * application creates its service.
   */
  private static final class Connecting {
    static final TlsContexts CONTEXTS = new TlsContexts();
    static final AnchorLoader ANCHORS = new AnchorLoader(CompositionRoot::platformTrustStore);
    static final SecuredConnector CONNECTOR =
        new SecuredConnector(
            CONTEXTS, ANCHORS, new ClientKeyLoader(), SHARED.deadlines, SHARED.clock);
    static final Dialler DIALLER =
        new Dialler(host -> List.of(InetAddress.getAllByName(host)), SHARED.attempts);
    static final Resolvers RESOLVERS = new Resolvers(SHARED.clock);
    // chooses among servers of equal weight, which needs no secrecy
    static final ServerFinder FINDER = new ServerFinder(SHARED.clock, new Random());

    private Connecting() {}
  }

  /** The objects that are created once for a session of the application. */
  private record OfSession(
      Session guarded,
      ConfigReadings readings,
      LoginMemory logins,
      KeptConnections<KeptSession.Key, KeptSession> kept) {}

  private CompositionRoot() {}

  /**
   * Prepares the TLS of the first service in this JVM. Meanwhile its thread reads the settings,
   * resolves names and connects.
   */
  void prepareOnce(Settings settings) {
    if (prepared.compareAndSet(false, true)) {
      attempts.execute(
          () -> Connecting.CONTEXTS.warmUp(() -> ConfigReadings.tlsProvider(settings)));
    }
  }

  /**
   * Returns the session in which Angus connects for a session of the application; it has {@link
   * GuardedProperties}.
   */
  Session guarded(Session user) {
    return ofSession(user).guarded();
  }

  /** Returns the configurations of a session of the application. */
  ConfigReadings readings(Session user) {
    return ofSession(user).readings();
  }

  /** Returns the logins that a session of the application remembers. */
  LoginMemory logins(Session user) {
    return ofSession(user).logins();
  }

  /** Returns the open connections of a session of the application that no transport uses. */
  KeptConnections<KeptSession.Key, KeptSession> kept(Session user) {
    return ofSession(user).kept();
  }

  /**
   * Creating these costs as much as a TLS handshake, so they are cached. The reference is soft,
   * because properties may lead back to the session.
   */
  private OfSession ofSession(Session user) {
    synchronized (sessions) {
      SoftReference<OfSession> reference = sessions.get(user);
      OfSession known = reference == null ? null : reference.get();
      if (known == null) {
        known =
            new OfSession(
                Session.getInstance(
                    new GuardedProperties(
                        user.getProperties(),
                        PlannedSocketFactory.refusing(
                            new IOException("no connection was planned")))),
                new ConfigReadings(floor, otherReadings),
                new LoginMemory(),
                new KeptConnections<>(clock, deadlines.executor(), attempts));
        sessions.put(user, new SoftReference<>(known));
      }
      return known;
    }
  }

  /** Returns the level below which no session of the JVM may go. */
  LevelFloor floor() {
    return floor;
  }

  /** Returns the resolvers of all accounts. */
  Resolvers resolvers() {
    return Connecting.RESOLVERS;
  }

  /** Returns the stores in which accounts are remembered. */
  AccountStores stores() {
    return stores;
  }

  /** Returns the sources of requested tokens. Most programs have none, and load no class of it. */
  synchronized TokenSources tokenSources() {
    TokenSources known = tokenSources;
    if (known == null) {
      known = new TokenSources(httpsClients(), Connecting.DIALLER, clock);
      tokenSources = known;
    }
    return known;
  }

  /** Returns what was announced already. */
  Announcements announcements() {
    return announcements;
  }

  /** Returns the recording of events in this JVM. */
  FlightRecording recording() {
    return recording;
  }

  /** Returns the security of a TLS session that Angus opened by itself. */
  Outcome<ConnectionSecurity> judge(ConnectionPlan plan, SSLSession session) {
    return Connecting.CONNECTOR.judge(plan, session);
  }

  Clock clock() {
    return clock;
  }

  /** Returns the finder of the servers of accounts that name none. */
  ServerFinder finder() {
    return Connecting.FINDER;
  }

  /**
   * Returns the search for configuration files under the rules of an account; empty if it asks for
   * none.
   */
  Outcome<Optional<WebSearch>> webSearch(
      SecurityPolicy policy, LookupRules lookups, Settings settings) {
    return lookups.kinds() == WebSearch.Kinds.SRV
        ? Outcome.of(Optional.empty())
        : httpsClients()
            .client(
                policy,
                NetworkSettings.connector(settings, lookups, Connecting.DIALLER),
                WebSearch.LIMIT,
                WebSearch.LARGEST_FILE)
            .map(
                client ->
                    new WebSearch(client, lookups.kinds(), lookups.directory(), WebSearch.LIMIT))
            .map(Optional::of);
  }

  /** Returns the HTTPS clients of all accounts. Most programs ask for none, and load no class. */
  private synchronized HttpsClients httpsClients() {
    HttpsClients known = httpsClients;
    if (known == null) {
      known = new HttpsClients(Connecting.ANCHORS, clock);
      httpsClients = known;
    }
    return known;
  }

  /**
   * Returns a socket that will be connected and secured as planned, over the network path that is
   * set now.
   */
  PlannedSocket socket(ConnectionPlan plan, Settings settings, ConnectionObserver observer) {
    return new PlannedSocket(
        Connecting.DIALLER,
        Connecting.CONNECTOR,
        plan,
        NetworkSettings.dialling(settings),
        NetworkSettings.writeTimeout(settings, deadlines.executor()),
        observer);
  }

  /**
   * Reports once which provider serves which protocol. {@link ProviderCheck} answers the same for
   * later sessions. It searches the class path, so another thread does it.
   */
  void checkOnce(Session session) {
    if (checked.compareAndSet(false, true)) {
      attempts.execute(() -> check(session));
    }
  }

  private static void check(Session session) {
    try {
      ProviderCheck check = ProviderCheck.of(session);
      if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
        LOG.log(System.Logger.Level.DEBUG, check.toString());
      }
      for (String warning : check.warnings()) {
        TakeoverNotice.SHARED.warnOnce(warning);
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, "Mailclad could not check which providers serve", e);
    }
  }

  /** Returns the name and the present state of the trust store that the platform uses. */
  private static String platformTrustStore() {
    String named = System.getProperty("javax.net.ssl.trustStore", "");
    String state = named + "|" + System.getProperty("javax.net.ssl.trustStoreType", "");
    try {
      Path file =
          named.isEmpty()
              ? Path.of(System.getProperty("java.home", ""), "lib", "security", "cacerts")
              : Path.of(named);
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.isRegularFile()
          ? state + "|" + found.lastModifiedTime().to(TimeUnit.NANOSECONDS) + "|" + found.size()
          : state;
    } catch (IOException | InvalidPathException e) {
      return state;
    }
  }
}
