package io.github.mailclad;

import java.util.Collection;
import java.util.Comparator;

/**
 * What a program shows a person about a connection, or about an account as a whole (RFC 8314,
 * section 5). It says confidential for nothing but TLS 1.2 or newer to a server that proved who it
 * is, on a connection that has the account's {@linkplain Minimum minimum}.
 */
public enum SecurityIndicator {
  /** Others cannot read along, and the account's minimum is met. */
  CONFIDENTIAL("confidential", "Confidential: nobody on the way can read along.", 0),
  /** Others may be able to read along, or the account's minimum is missed. */
  NOT_CONFIDENTIAL("not-confidential", "Not confidential: others may be able to read along.", 3),
  /** Encrypted, to whoever showed the certificate that a person once accepted. */
  PINNED_NOT_CONFIDENTIAL(
      "pinned-not-confidential",
      "Not confidential: encrypted, but only to a certificate that you accepted yourself and that nobody vouches for.",
      2),
  /** There is no connection that could be judged. */
  UNKNOWN_NOT_CONNECTED(
      "unknown", "Not known: there is no connection yet that could be judged.", 1);

  private final String code;
  private final String text;
  private final int badness;

  SecurityIndicator(String code, String text, int badness) {
    this.code = code;
    this.text = text;
    this.badness = badness;
  }

  /**
   * What to show for one connection. A connection of which nothing good is known is not
   * confidential.
   *
   * @param connection what the connection got
   * @param minimum what the account asks for
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
   * What to show for an account, of which each service has one of these: that of its worst service.
   * The worst is {@link #NOT_CONFIDENTIAL}, then {@link #PINNED_NOT_CONFIDENTIAL}, then {@link
   * #UNKNOWN_NOT_CONNECTED}: what is known to be bad is never hidden by what is not known, and an
   * account is confidential only if every service is known to be. Without any service it is {@link
   * #UNKNOWN_NOT_CONNECTED}.
   */
  public static SecurityIndicator worst(Collection<SecurityIndicator> services) {
    return services.stream()
        .max(Comparator.comparingInt(indicator -> indicator.badness))
        .orElse(UNKNOWN_NOT_CONNECTED);
  }

  /** For programs: in lower case with hyphens; never changes. */
  public String code() {
    return code;
  }

  /** For people: one or two plain sentences that stand alone, also when they are read aloud. */
  public String text() {
    return text;
  }
}
