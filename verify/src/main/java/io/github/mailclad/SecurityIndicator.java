package io.github.mailclad;

import java.util.Collection;
import java.util.Comparator;

/**
 * The indicator that a program shows a person for a connection, or for an account as a whole (RFC
 * 8314, section 5). Confidential means TLS 1.2 or newer to a verified server, on a connection that
 * has the account's {@linkplain Minimum minimum}.
 */
public enum SecurityIndicator {
  /** Others cannot read along, and the account's minimum is met. */
  CONFIDENTIAL("confidential", "Confidential: others cannot read along.", 0),
  /** Others may be able to read along, or the account's minimum is missed. */
  NOT_CONFIDENTIAL("not-confidential", "Not confidential: others may be able to read along.", 3),
  /** Encrypted to a server that showed a certificate which a person accepted. */
  PINNED_NOT_CONFIDENTIAL(
      "pinned-not-confidential",
      "Not confidential: encrypted, but with a certificate that you accepted yourself and that cannot be verified.",
      2),
  /** There is no connection that could be judged. */
  UNKNOWN_NOT_CONNECTED("unknown", "Not known: there is no connection to check.", 1);

  private final String code;
  private final String text;
  private final int badness;

  SecurityIndicator(String code, String text, int badness) {
    this.code = code;
    this.text = text;
    this.badness = badness;
  }

  /**
   * Returns the indicator of one connection.
   *
   * @param connection the security of the connection
   * @param minimum the minimum of the account
   */
  public static SecurityIndicator of(ConnectionSecurity connection, Minimum minimum) {
    if (connection instanceof ConnectionSecurity.Pinned) {
      return PINNED_NOT_CONFIDENTIAL;
    }
    return connection instanceof ConnectionSecurity.Authenticated
            && minimum.shortfalls(connection).isEmpty()
        ? CONFIDENTIAL
        : NOT_CONFIDENTIAL;
  }

  /**
   * Returns the indicator of an account: the worst of its services. The worst is {@link
   * #NOT_CONFIDENTIAL}, then {@link #PINNED_NOT_CONFIDENTIAL}, then {@link #UNKNOWN_NOT_CONNECTED}:
   * an unknown service never hides a bad one, and an account is confidential only if every service
   * is. Without any service it is {@link #UNKNOWN_NOT_CONNECTED}.
   */
  public static SecurityIndicator worst(Collection<SecurityIndicator> services) {
    return services.stream()
        .max(Comparator.comparingInt(indicator -> indicator.badness))
        .orElse(UNKNOWN_NOT_CONNECTED);
  }

  /** Returns the code for programs, in lower case with hyphens; it never changes. */
  public String code() {
    return code;
  }

  /** Returns one or two plain sentences for people, which make sense when they are read aloud. */
  public String text() {
    return text;
  }
}
