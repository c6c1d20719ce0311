package io.github.mailclad.angus;

import io.github.mailclad.Verification;
import io.github.mailclad.internal.client.ClientKeyLoader;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerFinder;
import io.github.mailclad.internal.memory.AccountStores;
import io.github.mailclad.internal.net.Dialler;
import io.github.mailclad.internal.tls.ConnectionObserver;
import io.github.mailclad.internal.tls.Deadlines;
import io.github.mailclad.internal.tls.PlannedSocket;
import io.github.mailclad.internal.tls.SecuredConnector;
import io.github.mailclad.internal.tls.TlsContexts;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.takeover.ProviderCheck;
import jakarta.mail.Session;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;

/**
 * Where the library is put together, once for each class loader that has it. Jakarta Mail makes
 * stores and transports by reflection, with a session and a URL and nothing else, so what
 * connections share can only be found here: it is the one thing that is static. Thread-safe.
 */
final class CompositionRoot {
  static final CompositionRoot SHARED = new CompositionRoot();

  private static final System.Logger LOG = System.getLogger("io.github.mailclad");

  private final Clock clock = Clock.systemUTC();
  private final Deadlines deadlines = new Deadlines();
  private final SecuredConnector connector =
      new SecuredConnector(
          new TlsContexts(),
          new AnchorLoader(CompositionRoot::platformTrustStore),
          new ClientKeyLoader(),
          deadlines,
          clock);
  private final Dialler dialler =
      new Dialler(host -> List.of(InetAddress.getAllByName(host)), attempts());
  private final Resolvers resolvers = new Resolvers(clock);
  private final ServerFinder finder = new ServerFinder(clock, new SecureRandom());
  private final AccountStores stores = new AccountStores();
  private final AtomicBoolean checked = new AtomicBoolean();
  private final Map<Session, SoftReference<Session>> guardedSessions = new WeakHashMap<>();

  private CompositionRoot() {}

  /**
   * The session in which Angus connects for that session of the user's: it has {@link
   * GuardedProperties}. Making one costs as much as a TLS handshake, so it is kept; softly, because
   * properties may lead back to the session.
   */
  Session guarded(Session user) {
    synchronized (guardedSessions) {
      SoftReference<Session> known = guardedSessions.get(user);
      Session guarded = known == null ? null : known.get();
      if (guarded == null) {
        guarded = Session.getInstance(new GuardedProperties(user.getProperties()));
        guardedSessions.put(user, new SoftReference<>(guarded));
      }
      return guarded;
    }
  }

  /** The resolvers of all accounts. */
  Resolvers resolvers() {
    return resolvers;
  }

  /** Where accounts are remembered. */
  AccountStores stores() {
    return stores;
  }

  /** What there is to say about the server of a TLS session that Angus opened by itself. */
  Verification judge(ConnectionPlan plan, SSLSession session) throws IOException {
    return connector.judge(plan, session);
  }

  /** What time it is. */
  Clock clock() {
    return clock;
  }

  /** Finds the servers of accounts that name none. */
  ServerFinder finder() {
    return finder;
  }

  /** A socket that will be connected and secured as planned, on the way that is set now. */
  PlannedSocket socket(ConnectionPlan plan, Settings settings, ConnectionObserver observer) {
    return new PlannedSocket(
        dialler, connector, plan, NetworkSettings.read(settings, deadlines.executor()), observer);
  }

  /** Threads that wait for TCP, each for a bounded time; they end when there is nothing to do. */
  private static Executor attempts() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        2,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "mailclad-connect");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Tells once who serves which protocol; later sessions can be asked with {@link ProviderCheck}.
   */
  void checkOnce(Session session) {
    if (checked.compareAndSet(false, true)) {
      ProviderCheck check = ProviderCheck.of(session);
      LOG.log(System.Logger.Level.DEBUG, check::toString);
      check.warnings().forEach(TakeoverNotice.SHARED::say);
    }
  }

  /** Which trust store the platform uses now, and in which state it is. */
  private static String platformTrustStore() {
    String named = System.getProperty("javax.net.ssl.trustStore", "");
    String state = named + "|" + System.getProperty("javax.net.ssl.trustStoreType", "");
    try {
      Path file =
          named.isEmpty()
              ? Path.of(System.getProperty("java.home", ""), "lib", "security", "cacerts")
              : Path.of(named);
      return Files.isRegularFile(file)
          ? state + "|" + Files.getLastModifiedTime(file) + "|" + Files.size(file)
          : state;
    } catch (IOException | InvalidPathException e) {
      return state;
    }
  }
}
