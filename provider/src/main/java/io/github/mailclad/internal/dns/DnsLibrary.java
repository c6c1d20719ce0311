package io.github.mailclad.internal.dns;

/**
 * The DNS library, which may be missing: dnsjava, and slf4j-api, without which it does not start.
 * Asking for it runs none of its code.
 */
public final class DnsLibrary {
  private static final String VALIDATOR = "org.xbill.DNS.dnssec.ValidatingResolver";
  private static final String LOGGING = "org.slf4j.LoggerFactory";

  private DnsLibrary() {}

  /** Whether {@link DnsjavaResolver} can be used here. */
  public static boolean isPresent() {
    try {
      Class<?> validator = Class.forName(VALIDATOR, false, DnsLibrary.class.getClassLoader());
      // in OSGi, the library sees the logging that it needs, and we do not
      Class.forName(LOGGING, false, validator.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
