package io.github.mailclad.programs;

import org.jspecify.annotations.Nullable;

/** A system property that has a value until it is closed, as {@code -D} sets it. */
public final class SystemProperty implements AutoCloseable {
  private final String name;
  private final @Nullable String before;

  private SystemProperty(String name, String value) {
    this.name = name;
    this.before = System.setProperty(name, value);
  }

  /** Sets the trust anchors of the account's server for all sessions. */
  public static SystemProperty anchors(Account account) {
    return new SystemProperty("mail.security.trust-anchors", account.anchors().toString());
  }

  @Override
  public void close() {
    if (before == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, before);
    }
  }
}
