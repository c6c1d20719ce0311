package io.github.mailclad;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one account requires of its connections. Immutable; made from session properties or by a
 * {@linkplain #builder() builder}, whose defaults are the strict ones. Two policies that are equal
 * ask for the same. An application sets one as an object: {@code
 * session.getProperties().put("mail.imaps.security.policy", policy)}.
 *
 * @param minimumLevel the minimum confidentiality level; a connection below it is refused (RFC
 *     8314, section 5.2)
 * @param tlsStart how TLS starts, where the application said so; null means implicit TLS, and that
 *     no cleartext port is accepted
 * @param versions the TLS versions that are offered; at least one
 * @param cipherSuites the cipher suites that are offered, in that order; some of {@link
 *     #CIPHER_SUITES}
 * @param trust where the trust anchors come from
 * @param pins if not empty, the path must contain one of these keys
 * @param accountPin the one certificate that is accepted although nobody vouches for it; null for
 *     none. There if and only if the minimum level is {@link ConfidentialityLevel#ENCRYPTED}, since
 *     a pin never reaches more (RFC 8314, section 5.4)
 * @param requiredSafeguards the safeguards without which TLS 1.2 is refused
 * @param handshakeTimeout the total time from the first octet of TLS to the verdict
 * @param loginTimeout the total time from the verdict to the completed login
 * @param revocation how it is learned that a certificate was revoked
 * @param clientIdentity the client certificate of the account; null for none. Only with the minimum
 *     level {@link ConfidentialityLevel#AUTHENTICATED}: it is for a server that was authenticated
 * @param keyExchange which key exchanges are accepted; with {@link KeyExchange#POST_QUANTUM} TLS
 *     1.3 alone is offered, whatever {@code versions} said, since TLS 1.2 has none
 * @param dane what is made of TLSA records; null where nobody said: then they are preferred for a
 *     server that was discovered or where a resolver is configured, and off for others
 */
public record SecurityPolicy(
    ConfidentialityLevel minimumLevel,
    @Nullable TlsStart tlsStart,
    Set<TlsVersion> versions,
    List<String> cipherSuites,
    TrustPolicy trust,
    Set<Pin> pins,
    @Nullable AccountPin accountPin,
    Set<TlsSafeguard> requiredSafeguards,
    Duration handshakeTimeout,
    Duration loginTimeout,
    RevocationPolicy revocation,
    @Nullable ClientIdentity clientIdentity,
    KeyExchange keyExchange,
    @Nullable DanePolicy dane) {

  /**
   * Every cipher suite that is ever offered, in the order of preference: those of TLS 1.3 (RFC
   * 8446, section 9.1), then for TLS 1.2 the forward-secret AEAD suites of RFC 9325, section 4.2,
   * the one that RFC 9051 makes mandatory first.
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

  /** Copies the collections and refuses a policy that cannot lead to a connection. */
  public SecurityPolicy {
    versions =
        versions.stream()
            .filter(
                version ->
                    keyExchange == KeyExchange.ANY || version.compareTo(TlsVersion.TLS_1_3) >= 0)
            .collect(Collectors.toUnmodifiableSet());
    cipherSuites = List.copyOf(cipherSuites);
    pins = Set.copyOf(pins);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("no TLS version left");
    }
    if (cipherSuites.isEmpty() || !CIPHER_SUITES.containsAll(cipherSuites)) {
      throw new IllegalArgumentException("cipher suites must be some of " + CIPHER_SUITES);
    }
    if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
      throw new IllegalArgumentException("the handshake timeout must be positive");
    }
    if (loginTimeout.isNegative() || loginTimeout.isZero()) {
      throw new IllegalArgumentException("the login timeout must be positive");
    }
    requiredSafeguards = Set.copyOf(requiredSafeguards);
    if ((minimumLevel == ConfidentialityLevel.ENCRYPTED) != (accountPin != null)) {
      throw new IllegalArgumentException(
          "an account pin and the minimum level encrypted need each other");
    }
    if (clientIdentity != null && minimumLevel != ConfidentialityLevel.AUTHENTICATED) {
      throw new IllegalArgumentException("a client certificate is for an authenticated server");
    }
  }

  /**
   * The same policy with one certificate accepted although nobody vouches for it, as {@link
   * Builder#dangerouslyAccepting} has it. Without a client certificate: that one is for a server
   * that was authenticated.
   */
  public SecurityPolicy dangerouslyAccepting(AccountPin certificate) {
    Builder pinned = toBuilder().dangerouslyAccepting(certificate);
    pinned.clientIdentity = null;
    return pinned.build();
  }

  /** Returns a builder that begins with this policy. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Whether TLS 1.2 may go on without these safeguards. */
  public boolean tolerates(Set<TlsSafeguard> missing) {
    return Collections.disjoint(requiredSafeguards, missing);
  }

  /** A builder with the strict defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a policy. Not thread-safe; the defaults are the strict ones. */
  public static final class Builder {
    private ConfidentialityLevel minimumLevel = ConfidentialityLevel.AUTHENTICATED;
    private @Nullable TlsStart tlsStart;
    private Set<TlsVersion> versions = EnumSet.allOf(TlsVersion.class);
    private List<String> cipherSuites = CIPHER_SUITES;
    private TrustPolicy trust = new TrustPolicy.PlatformAnchors();
    private Set<Pin> pins = Set.of();
    private @Nullable AccountPin accountPin;
    private Set<TlsSafeguard> requiredSafeguards = Set.of();
    private Duration handshakeTimeout = Duration.ofSeconds(30);
    private Duration loginTimeout = Duration.ofSeconds(60);
    private RevocationPolicy revocation = RevocationPolicy.defaults();
    private @Nullable ClientIdentity clientIdentity;
    private KeyExchange keyExchange = KeyExchange.ANY;
    private @Nullable DanePolicy dane;

    private Builder() {}

    private Builder(SecurityPolicy policy) {
      this.minimumLevel = policy.minimumLevel;
      this.tlsStart = policy.tlsStart;
      this.versions = policy.versions;
      this.cipherSuites = policy.cipherSuites;
      this.trust = policy.trust;
      this.pins = policy.pins;
      this.accountPin = policy.accountPin;
      this.requiredSafeguards = policy.requiredSafeguards;
      this.handshakeTimeout = policy.handshakeTimeout;
      this.loginTimeout = policy.loginTimeout;
      this.revocation = policy.revocation;
      this.clientIdentity = policy.clientIdentity;
      this.keyExchange = policy.keyExchange;
      this.dane = policy.dane;
    }

    /** Requires a verified server, which is the default, and accepts no other certificate. */
    public Builder authenticated() {
      this.accountPin = null;
      this.minimumLevel = ConfidentialityLevel.AUTHENTICATED;
      return this;
    }

    /**
     * Gives up every promise for this account: passwords and messages may be read and changed by
     * others on the way.
     */
    public Builder dangerouslyWithoutMinimum() {
      this.accountPin = null;
      this.minimumLevel = ConfidentialityLevel.NONE;
      return this;
    }

    /** How TLS starts. */
    public Builder tlsStart(TlsStart start) {
      this.tlsStart = start;
      return this;
    }

    /** The TLS versions to offer. */
    public Builder versions(Set<TlsVersion> versions) {
      this.versions = versions;
      return this;
    }

    /** The cipher suites to offer. */
    public Builder cipherSuites(List<String> suites) {
      this.cipherSuites = suites;
      return this;
    }

    /** Where the trust anchors come from. */
    public Builder trust(TrustPolicy trust) {
      this.trust = trust;
      return this;
    }

    /** The keys of which one must be in the path. */
    public Builder pins(Set<Pin> pins) {
      this.pins = pins;
      return this;
    }

    /**
     * Accepts one certificate for this account although nobody vouches for it, and lowers the
     * minimum level to {@link ConfidentialityLevel#ENCRYPTED} for that: an attacker who was there
     * when it was accepted stays unnoticed (RFC 8314, section 5.4).
     */
    public Builder dangerouslyAccepting(AccountPin certificate) {
      this.accountPin = certificate;
      this.minimumLevel = ConfidentialityLevel.ENCRYPTED;
      return this;
    }

    /** The safeguards without which TLS 1.2 is refused. */
    public Builder requiredSafeguards(Set<TlsSafeguard> safeguards) {
      this.requiredSafeguards = safeguards;
      return this;
    }

    /** The total time of a handshake. */
    public Builder handshakeTimeout(Duration timeout) {
      this.handshakeTimeout = timeout;
      return this;
    }

    /** The total time of a login. */
    public Builder loginTimeout(Duration timeout) {
      this.loginTimeout = timeout;
      return this;
    }

    /** How it is learned that a certificate was revoked. */
    public Builder revocation(RevocationPolicy revocation) {
      this.revocation = revocation;
      return this;
    }

    /** The client certificate of the account. */
    public Builder clientIdentity(ClientIdentity identity) {
      this.clientIdentity = identity;
      return this;
    }

    /** Which key exchanges are accepted. */
    public Builder keyExchange(KeyExchange accepted) {
      this.keyExchange = accepted;
      return this;
    }

    /** What is made of TLSA records. */
    public Builder dane(DanePolicy policy) {
      this.dane = policy;
      return this;
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException if it could not lead to a connection
     */
    public SecurityPolicy build() {
      return new SecurityPolicy(
          minimumLevel,
          tlsStart,
          versions,
          cipherSuites,
          trust,
          pins,
          accountPin,
          requiredSafeguards,
          handshakeTimeout,
          loginTimeout,
          revocation,
          clientIdentity,
          keyExchange,
          dane);
    }
  }
}
