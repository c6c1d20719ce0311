package io.github.mailclad.internal.dns;

/**
 * The optional DNS library: dnsjava, and slf4j-api, without which it does not start. The check runs
 * none of their code.
 */
public final class DnsLibrary {
  private static final String VALIDATOR = "org.xbill.DNS.dnssec.ValidatingResolver";
  private static final String LOGGING = "org.slf4j.LoggerFactory";

  private DnsLibrary() {}

  /** Returns whether {@link DnsjavaResolver} can be used here. */
  public static boolean isPresent() {
    try {
      Class<?> validator = Class.forName(VALIDATOR, false, DnsLibrary.class.getClassLoader());
      // in OSGi, the library can load its logging classes, and this bundle cannot
      Class.forName(LOGGING, false, validator.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
