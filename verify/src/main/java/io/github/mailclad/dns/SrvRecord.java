package io.github.mailclad.dns;

import java.io.Serializable;

/**
 * A SRV record as it was published (RFC 2782). The caller has to drop values that make no sense.
 *
 * @param priority 0 to 65535; the lowest comes first
 * @param weight 0 to 65535; among records of one priority, the share of this one
 * @param port 0 to 65535
 * @param target the host name in lower case without a trailing dot, with everything beyond
 *     printable ASCII escaped; {@code .} means that there is no such service
 */
public record SrvRecord(int priority, int weight, int port, String target) implements Serializable {
  /** The target that means that there is no such service. */
  public static final String NO_SERVICE = ".";

  /** Refuses values that no record can hold. */
  public SrvRecord {
    if ((priority | weight | port) < 0 || Math.max(Math.max(priority, weight), port) > 65535) {
      throw new IllegalArgumentException("a field of a SRV record is a number from 0 to 65535");
    }
    if (target.isEmpty()) {
      throw new IllegalArgumentException("a SRV record has a target");
    }
  }

  /** Returns the record as in a zone file after {@code SRV}. */
  @Override
  public String toString() {
    return priority + " " + weight + " " + port + " " + target;
  }
}
