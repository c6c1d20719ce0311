package io.github.mailclad;

import java.util.Optional;

/**
 * A TLS version that Mailclad speaks; older ones are not implemented (RFC 8996; RFC 9325, section
 * 3.1.1).
 */
public enum TlsVersion {
  /** TLS 1.2 (RFC 5246). */
  TLS_1_2("TLSv1.2"),
  /** TLS 1.3 (RFC 8446). */
  TLS_1_3("TLSv1.3");

  private final String jsseName;

  TlsVersion(String jsseName) {
    this.jsseName = jsseName;
  }

  /** Returns the name that the Java security libraries use, for example {@code TLSv1.3}. */
  public String jsseName() {
    return jsseName;
  }

  /** Returns the number of the version, for example {@code 1.3}. */
  public String number() {
    return jsseName.substring("TLSv".length());
  }

  /**
   * Returns the version of that {@linkplain #jsseName() name}; empty for every other protocol,
   * older TLS included.
   */
  public static Optional<TlsVersion> of(String jsseName) {
    for (TlsVersion version : values()) {
      if (version.jsseName.equals(jsseName)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
