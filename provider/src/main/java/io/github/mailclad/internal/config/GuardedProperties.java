package io.github.mailclad.internal.config;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.internal.config.AngusProperty.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The view of a session's properties that Angus reads while it connects. It is a live view of the
 * application's properties, under the used protocol name and then the service's other names. It
 * differs in four points: the socket factory is ours, every property that could bypass the factory
 * or that the factory handles itself is hidden, timeouts are finite, and a transport does not wait
 * for the answer to its QUIT. The application's properties are not changed.
 */
public final class GuardedProperties extends PropertiesView {
  private static final long serialVersionUID = 1L;

  private static final String MAIL = "mail.";

  /** Angus asks for fewer keys than that; any other key is understood anew each time. */
  private static final int MOST_KEYS = 512;

  private final transient SocketFactory unplanned;
  private final transient Map<String, AskedKey> asked = new ConcurrentHashMap<>();

  /** The asked keys of no protocol whose value is the user's, as {@code mail.mime.allowutf8}. */
  private final transient Set<String> passedOn = ConcurrentHashMap.newKeySet();

  @SuppressWarnings(
      "ThreadLocalUsage") // one for each session: a plan of one session must not serve another
  private final transient ThreadLocal<Access> open = new ThreadLocal<>();

  /**
   * Creates a view for all services of a session. It never writes to the session's properties.
   *
   * @param unplanned the factory that Angus finds while no service is connecting, which refuses
   *     every connection
   */
  public GuardedProperties(Properties user, SocketFactory unplanned) {
    super(user);
    this.unplanned = unplanned;
  }

  /**
   * A key of one of our protocols.
   *
   * @param suffix the part after {@code mail.<protocol>.}
   * @param keys the same property under each name of the service, the asked one first
   */
  private record AskedKey(ProtocolName protocol, String suffix, View view, List<String> keys) {
    static AskedKey of(ProtocolName protocol, String suffix) {
      List<String> names = protocol.propertyNames();
      List<String> keys = new ArrayList<>(names.size());
      // the first use of a stream costs the first store of a process a millisecond
      for (String name : names) {
        keys.add(MAIL + name + "." + suffix);
      }
      return new AskedKey(protocol, suffix, AngusProperty.viewOf(suffix), keys);
    }
  }

  /**
   * The network access of this thread, until it is closed. At any other time no connection can be
   * opened.
   */
  public interface OpenAccess extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The factory of a service that is connecting on a thread. While one service connects,
   * application code on its thread may use another service of the same session. That service has
   * its own factory, and the outer one is restored afterwards.
   */
  private record Access(Object service, SocketFactory factory) {}

  /** Lets a service open connections on this thread, through this factory only. */
  public OpenAccess open(Object service, SocketFactory factory) {
    Access outer = open.get();
    open.set(new Access(service, factory));
    return () -> {
      if (outer == null) {
        open.remove();
      } else {
        open.set(outer);
      }
    };
  }

  /**
   * Returns the factory by which a service is connecting on this thread; empty if it is not
   * connecting.
   */
  public Optional<SocketFactory> factoryOf(Object service) {
    Access access = open.get();
    return access != null && access.service() == service
        ? Optional.of(access.factory())
        : Optional.empty();
  }

  @Override
  protected @Nullable Object lookUp(String key) {
    AskedKey known = asked.get(key);
    if (known != null) {
      return valueOf(known);
    }
    if (passedOn.contains(key)) {
      return super.lookUp(key);
    }
    int dot = key.startsWith(MAIL) ? key.indexOf('.', MAIL.length()) : -1;
    if (dot < 0) {
      return super.lookUp(key);
    }
    String suffix = key.substring(dot + 1);
    Optional<ProtocolName> protocol = ProtocolName.of(key.substring(MAIL.length(), dot));
    if (protocol.isPresent()) {
      AskedKey understood = AskedKey.of(protocol.get(), suffix);
      if (asked.size() < MOST_KEYS) {
        asked.put(key, understood);
      }
      return valueOf(understood);
    }
    // a protocol name that is not ours can open no connection
    if (suffix.equals("ssl.socketFactory")) {
      return unplanned;
    }
    if (isClosed(suffix)) {
      return null;
    }
    if (passedOn.size() < MOST_KEYS) {
      passedOn.add(key);
    }
    return super.lookUp(key);
  }

  private @Nullable Object valueOf(AskedKey known) {
    return switch (known.view()) {
      case OUR_FACTORY -> factory();
      case FIXED_TRUE, FIXED_FALSE, FIXED_LOGIN -> known.view().text();
      case HIDDEN, SERVED -> null;
      case OF_USER -> ofUser(known);
    };
  }

  private @Nullable Object ofUser(AskedKey known) {
    for (String key : known.keys()) {
      Object value = super.lookUp(key);
      if (value != null) {
        return value;
      }
    }
    return byDefault(known.protocol(), known.suffix());
  }

  private static boolean isClosed(String suffix) {
    return AngusProperty.isInClosedGroup(suffix) && AngusProperty.viewOf(suffix) != View.OF_USER;
  }

  private SocketFactory factory() {
    Access access = open.get();
    return access == null ? unplanned : access.factory();
  }

  private static @Nullable Object byDefault(ProtocolName protocol, String suffix) {
    return switch (suffix) {
      // every message was answered before QUIT
      case "quitwait" -> "false";
      case "connectiontimeout" -> "30000";
      case "timeout" -> readTimeout(protocol);
      default -> null;
    };
  }

  /**
   * Returns the read timeout. RFC 5321, section 4.5.3.2, gives a server ten minutes to accept a
   * message; no other answer may take so long.
   */
  private static String readTimeout(ProtocolName protocol) {
    return protocol.protocol() == MailProtocol.SUBMISSION ? "600000" : "60000";
  }
}
