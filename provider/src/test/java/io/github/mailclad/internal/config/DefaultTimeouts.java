package io.github.mailclad.internal.config;

import io.github.mailclad.internal.net.WriteTimeout;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.SocketFactory;

/** The timeouts of Angus under Mailclad if the application sets none. */
public final class DefaultTimeouts {
  private DefaultTimeouts() {}

  /** The milliseconds of {@code mail.<protocol>.<suffix>}; "null" if waiting has no end. */
  public static String of(ProtocolName protocol, String suffix) {
    if (suffix.equals("writetimeout")) {
      Settings none = new Settings(new Properties(), protocol);
      WriteTimeout writes = NetworkSettings.writeTimeout(none, new ScheduledThreadPoolExecutor(0));
      return String.valueOf(writes.limit().toMillis());
    }
    GuardedProperties properties =
        new GuardedProperties(new Properties(), SocketFactory.getDefault());
    return String.valueOf(properties.getProperty("mail." + protocol.text() + "." + suffix));
  }
}
