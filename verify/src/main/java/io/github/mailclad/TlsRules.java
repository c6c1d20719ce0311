package io.github.mailclad;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requirements of an account for TLS itself. Immutable.
 *
 * @param versions the TLS versions that are offered; at least one
 * @param cipherSuites the cipher suites that are offered, in that order; some of {@link
 *     #CIPHER_SUITES}
 * @param keyExchange the key exchanges that are accepted; with {@link KeyExchange#POST_QUANTUM} TLS
 *     1.3 alone is offered, also if {@code versions} has TLS 1.2, which has no such key exchange
 * @param requiredSafeguards the safeguards without which TLS 1.2 is refused
 * @param provider the implementation of TLS; null for the platform's, or for {@link
 *     TlsProvider#BCTLS} if only a post-quantum key exchange is accepted, the platform has none and
 *     the jars are there
 */
public record TlsRules(
    Set<TlsVersion> versions,
    List<String> cipherSuites,
    KeyExchange keyExchange,
    Set<TlsSafeguard> requiredSafeguards,
    @Nullable TlsProvider provider) {

  /**
   * Every cipher suite that is ever offered, in the order of preference: those of TLS 1.3 (RFC
   * 8446, section 9.1; RFC 9846 replaces it), then for TLS 1.2 the forward-secret AEAD suites of
   * RFC 9325, section 4.2, the one that RFC 9051 makes mandatory first. TLS 1.2 gets no new
   * features (RFC 9851).
   */
  public static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

  /**
   * Checks the rules.
   *
   * @throws IllegalArgumentException if they could not lead to a connection
   */
  public TlsRules {
    Set<TlsVersion> usable = EnumSet.noneOf(TlsVersion.class);
    for (TlsVersion version : versions) {
      if (keyExchange == KeyExchange.ANY || version.compareTo(TlsVersion.TLS_1_3) >= 0) {
        usable.add(version);
      }
    }
    versions = Set.copyOf(usable);
    cipherSuites = List.copyOf(cipherSuites);
    requiredSafeguards = Set.copyOf(requiredSafeguards);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("no TLS version left");
    }
    if (cipherSuites.isEmpty() || !CIPHER_SUITES.containsAll(cipherSuites)) {
      throw new IllegalArgumentException("cipher suites must be some of " + CIPHER_SUITES);
    }
  }

  /** Returns the rules of an account that sets none: TLS 1.2 and newer. */
  public static TlsRules defaults() {
    return new TlsRules(
        EnumSet.allOf(TlsVersion.class),
        CIPHER_SUITES,
        KeyExchange.ANY,
        /* requiredSafeguards= */ Set.of(),
        /* provider= */ null);
  }

  /** Returns whether TLS 1.2 may go on without these safeguards. */
  public boolean tolerates(Set<TlsSafeguard> missing) {
    return Collections.disjoint(requiredSafeguards, missing);
  }

  /** Returns the same rules with other versions. */
  public TlsRules withVersions(Set<TlsVersion> versions) {
    return new TlsRules(versions, cipherSuites, keyExchange, requiredSafeguards, provider);
  }

  /** Returns the same rules with other cipher suites. */
  public TlsRules withCipherSuites(List<String> cipherSuites) {
    return new TlsRules(versions, cipherSuites, keyExchange, requiredSafeguards, provider);
  }

  /** Returns the same rules with another key exchange. */
  public TlsRules withKeyExchange(KeyExchange keyExchange) {
    return new TlsRules(versions, cipherSuites, keyExchange, requiredSafeguards, provider);
  }

  /** Returns the same rules with other required safeguards. */
  public TlsRules withRequiredSafeguards(Set<TlsSafeguard> requiredSafeguards) {
    return new TlsRules(versions, cipherSuites, keyExchange, requiredSafeguards, provider);
  }

  /** Returns the same rules with an implementation of TLS; null for the default. */
  public TlsRules withProvider(@Nullable TlsProvider provider) {
    return new TlsRules(versions, cipherSuites, keyExchange, requiredSafeguards, provider);
  }
}
