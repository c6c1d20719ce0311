package io.github.mailclad.angus;

import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.tls.WriteTimeout;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** How long Angus waits under Mailclad where the application sets nothing. */
public final class DefaultTimeouts {
  private DefaultTimeouts() {}

  /** The milliseconds of {@code mail.<protocol>.<suffix>}; "null" if waiting has no end. */
  public static String of(ProtocolName protocol, String suffix) {
    if (suffix.equals("writetimeout")) {
      Settings none = new Settings(new Properties(), protocol);
      WriteTimeout writes = NetworkSettings.read(none, new ScheduledThreadPoolExecutor(0)).writes();
      return String.valueOf(writes.limit().toMillis());
    }
    GuardedProperties properties = new GuardedProperties(new Properties());
    return String.valueOf(properties.getProperty("mail." + protocol.text() + "." + suffix));
  }
}
