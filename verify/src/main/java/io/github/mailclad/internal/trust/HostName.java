package io.github.mailclad.internal.trust;

/** The syntax of host names in certificates, for name constraints. */
final class HostName {
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  private HostName() {}

  /**
   * Returns whether this is a host name in lower case. The underscore is accepted, because names
   * with it exist and only the subtree of a name matters here.
   */
  static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (label == 0) {
          return false;
        }
        label = 0;
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
        label++;
        if (label > LONGEST_LABEL) {
          return false;
        }
      } else {
        return false;
      }
    }
    return label > 0;
  }

  /** Returns whether a valid name is an IPv4 address; no domain has a last label of digits only. */
  static boolean isAddress(String name) {
    return name.substring(name.lastIndexOf('.') + 1).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Returns whether a name is the domain or is in it. */
  static boolean isWithin(String name, String domain) {
    return name.endsWith(domain)
        && (name.length() == domain.length()
            || name.charAt(name.length() - domain.length() - 1) == '.');
  }
}
