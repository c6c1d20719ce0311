package io.github.mailclad.angus;

import io.github.mailclad.internal.policy.ProtocolName;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** How long Angus waits under Mailclad where the application sets nothing. */
public final class DefaultTimeouts {
  private DefaultTimeouts() {}

  /** The milliseconds of {@code mail.<protocol>.<suffix>}; "null" if waiting has no end. */
  public static String of(ProtocolName protocol, String suffix) {
    GuardedProperties properties =
        new GuardedProperties(new Properties(), new ScheduledThreadPoolExecutor(0));
    return String.valueOf(properties.getProperty("mail." + protocol.text() + "." + suffix));
  }
}
