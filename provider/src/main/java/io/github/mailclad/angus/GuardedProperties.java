package io.github.mailclad.angus;

import io.github.mailclad.internal.policy.ProtocolName;
import io.github.mailclad.internal.policy.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What Angus sees of a session's properties while it connects. A live view of the user's own, under
 * the used name and then the service's other names, except that the socket factory is ours,
 * everything that could lead around it is not there, and waiting has an end. The user's properties
 * are not touched.
 */
final class GuardedProperties extends PropertiesView {
  private static final long serialVersionUID = 1L;

  /**
   * Rooms of Angus in which an unknown key of a future version could open another way to the
   * network.
   */
  private static final List<String> CLOSED_ROOMS = List.of("ssl.", "socketFactory", "starttls.");

  private static final Set<String> OPEN_KEYS =
      Set.of("ssl.hostnameverifier", "ssl.hostnameverifier.class");

  private static final Map<String, String> FIXED =
      Map.of(
          "ssl.enable", "true",
          // we verify: with the platform's check on as well, a certificate with a SRV-ID alone
          // could never be accepted
          "ssl.checkserveridentity", "false",
          "socketFactory.fallback", "false",
          "starttls.enable", "false",
          "starttls.required", "false",
          "sasl.usecanonicalhostname", "false",
          "ehlo", "true");

  private static final String MINUTE = "60000";
  private static final String HALF_A_MINUTE = "30000";

  private final transient Settings settings;
  private final transient String prefix;
  private final transient ScheduledExecutorService writeTimeouts;
  private final transient Map<String, String> waiting;
  private transient volatile @Nullable SSLSocketFactory factory;

  GuardedProperties(Settings settings, ScheduledExecutorService writeTimeouts) {
    super(settings.user());
    this.settings = settings;
    this.prefix = "mail." + settings.protocol().text() + ".";
    this.writeTimeouts = writeTimeouts;
    this.waiting =
        Map.of(
            "connectiontimeout",
            HALF_A_MINUTE,
            "timeout",
            readTimeout(settings.protocol()),
            "writetimeout",
            MINUTE);
  }

  /**
   * RFC 5321, section 4.5.3.2, gives a server ten minutes to accept a message; nothing else waits
   * for so long.
   */
  private static String readTimeout(ProtocolName protocol) {
    return switch (protocol) {
      case IMAPS, IMAP, POP3S, POP3 -> MINUTE;
      case SUBMISSIONS, SUBMISSION, SMTPS, SMTP -> "600000";
    };
  }

  /** The factory for the connection that Angus opens next. */
  void connectThrough(SSLSocketFactory next) {
    factory = next;
  }

  @Override
  @Nullable Object lookUp(String name) {
    if (!name.startsWith(prefix)) {
      return settings.get(name).map(Settings.Setting::value).orElse(null);
    }
    String suffix = name.substring(prefix.length());
    if (suffix.equals("ssl.socketFactory")) {
      return factory;
    }
    if (FIXED.containsKey(suffix)) {
      return FIXED.get(suffix);
    }
    if (CLOSED_ROOMS.stream().anyMatch(suffix::startsWith) && !OPEN_KEYS.contains(suffix)) {
      return null;
    }
    return settings.find(suffix).map(Settings.Setting::value).orElseGet(() -> defaultFor(suffix));
  }

  private @Nullable Object defaultFor(String suffix) {
    // one thread for all connections; Angus would start one for each
    return suffix.equals("executor.writetimeout") ? writeTimeouts : waiting.get(suffix);
  }
}
