package io.github.mailclad;

/**
 * An implementation of TLS. The requirements of an account, the verdicts and the refusals are the
 * same with each of them.
 */
public enum TlsProvider {
  /** The TLS of the Java platform. */
  PLATFORM,
  /** Bouncy Castle's {@code bctls-jdk18on}, with the cryptography of the platform where it can. */
  BCTLS,
  /** Google's {@code conscrypt-openjdk-uber}, a native library. */
  CONSCRYPT
}
