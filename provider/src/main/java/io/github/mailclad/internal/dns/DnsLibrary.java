package io.github.mailclad.internal.dns;

import java.util.List;

/**
 * The DNS library, which may be missing: dnsjava, and slf4j-api, without which it does not start.
 * Asking for it runs none of its code.
 */
public final class DnsLibrary {
  private static final List<String> NEEDED =
      List.of("org.xbill.DNS.dnssec.ValidatingResolver", "org.slf4j.LoggerFactory");

  private DnsLibrary() {}

  /** Whether {@link DnsjavaResolver} can be used here. */
  public static boolean isPresent() {
    ClassLoader ours = DnsLibrary.class.getClassLoader();
    return NEEDED.stream().allMatch(name -> isPresent(name, ours));
  }

  private static boolean isPresent(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
