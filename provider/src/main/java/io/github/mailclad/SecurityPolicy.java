package io.github.mailclad;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one account requires of its connections. Immutable; made from session properties or by a
 * {@linkplain #builder() builder}, whose defaults are the strict ones. Two policies that are equal
 * ask for the same. An application sets one as an object: {@code
 * session.getProperties().put("mail.imaps.security.policy", policy)}.
 *
 * @param minimumLevel the minimum confidentiality level; a connection below it is refused (RFC
 *     8314, section 5.2). It is {@link ConfidentialityLevel#ENCRYPTED} if and only if there is an
 *     account pin, since a pin never reaches more (RFC 8314, section 5.4)
 * @param tlsStart how TLS starts; null for implicit TLS, and then no cleartext port is accepted
 * @param tls the requirements of TLS itself
 * @param trust the requirements of the server's certificate
 * @param timeouts the total times of handshake and login
 * @param clientIdentity the client certificate of the account; null for none. Only with the minimum
 *     level {@link ConfidentialityLevel#AUTHENTICATED}: it is for a server that was authenticated
 */
public record SecurityPolicy(
    ConfidentialityLevel minimumLevel,
    @Nullable TlsStart tlsStart,
    TlsRules tls,
    TrustRules trust,
    Timeouts timeouts,
    @Nullable ClientIdentity clientIdentity) {

  /**
   * Checks the policy.
   *
   * @throws IllegalArgumentException if it could not lead to a connection
   */
  public SecurityPolicy {
    if ((minimumLevel == ConfidentialityLevel.ENCRYPTED) != (trust.accountPin() != null)) {
      throw new IllegalArgumentException(
          "an account pin and the minimum level encrypted need each other");
    }
    if (clientIdentity != null && minimumLevel != ConfidentialityLevel.AUTHENTICATED) {
      throw new IllegalArgumentException("a client certificate is for an authenticated server");
    }
  }

  /**
   * Returns the same policy with one certificate accepted, as {@link Builder#dangerouslyAccepting}
   * has it. It has no client certificate: that one is for a server that was authenticated.
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

  /** Returns a builder with the strict defaults. */
  public static Builder builder() {
    return new Builder(
        new SecurityPolicy(
            ConfidentialityLevel.AUTHENTICATED,
            /* tlsStart= */ null,
            TlsRules.defaults(),
            TrustRules.defaults(),
            Timeouts.defaults(),
            /* clientIdentity= */ null));
  }

  /** Builds a policy. Not thread-safe. */
  public static final class Builder {
    private ConfidentialityLevel minimumLevel;
    private @Nullable TlsStart tlsStart;
    private Set<TlsVersion> versions;
    private List<String> cipherSuites;
    private KeyExchange keyExchange;
    private Set<TlsSafeguard> requiredSafeguards;
    private AnchorSource anchors;
    private Set<Pin> pins;
    private @Nullable AccountPin accountPin;
    private RevocationPolicy revocation;
    private @Nullable DanePolicy dane;
    private Duration handshakeTimeout;
    private Duration loginTimeout;
    private @Nullable ClientIdentity clientIdentity;

    private Builder(SecurityPolicy policy) {
      this.minimumLevel = policy.minimumLevel;
      this.tlsStart = policy.tlsStart;
      this.versions = policy.tls.versions();
      this.cipherSuites = policy.tls.cipherSuites();
      this.keyExchange = policy.tls.keyExchange();
      this.requiredSafeguards = policy.tls.requiredSafeguards();
      this.anchors = policy.trust.anchors();
      this.pins = policy.trust.pins();
      this.accountPin = policy.trust.accountPin();
      this.revocation = policy.trust.revocation();
      this.dane = policy.trust.dane();
      this.handshakeTimeout = policy.timeouts.handshake();
      this.loginTimeout = policy.timeouts.login();
      this.clientIdentity = policy.clientIdentity;
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

    /**
     * Accepts one certificate for this account although it cannot be verified, and lowers the
     * minimum level to {@link ConfidentialityLevel#ENCRYPTED} for that: an attacker who was there
     * when it was accepted stays unnoticed (RFC 8314, section 5.4).
     */
    public Builder dangerouslyAccepting(AccountPin certificate) {
      this.accountPin = certificate;
      this.minimumLevel = ConfidentialityLevel.ENCRYPTED;
      return this;
    }

    /** Sets how TLS starts. */
    public Builder tlsStart(TlsStart start) {
      this.tlsStart = start;
      return this;
    }

    /** Returns the rules of TLS as they are now. */
    public TlsRules tls() {
      return new TlsRules(versions, cipherSuites, keyExchange, requiredSafeguards);
    }

    /** Sets the TLS versions to offer. */
    public Builder versions(Set<TlsVersion> versions) {
      this.versions = versions;
      return this;
    }

    /** Sets the cipher suites to offer. */
    public Builder cipherSuites(List<String> suites) {
      this.cipherSuites = suites;
      return this;
    }

    /** Sets the key exchanges that are accepted. */
    public Builder keyExchange(KeyExchange accepted) {
      this.keyExchange = accepted;
      return this;
    }

    /** Sets the safeguards without which TLS 1.2 is refused. */
    public Builder requiredSafeguards(Set<TlsSafeguard> safeguards) {
      this.requiredSafeguards = safeguards;
      return this;
    }

    /** Sets the source of the trust anchors. */
    public Builder anchors(AnchorSource source) {
      this.anchors = source;
      return this;
    }

    /** Sets the keys of which one must be in the certification path. */
    public Builder pins(Set<Pin> pins) {
      this.pins = pins;
      return this;
    }

    /** Sets how the account learns that a certificate was revoked. */
    public Builder revocation(RevocationPolicy revocation) {
      this.revocation = revocation;
      return this;
    }

    /** Sets the use of TLSA records. */
    public Builder dane(DanePolicy policy) {
      this.dane = policy;
      return this;
    }

    /** Sets the total time of a handshake. */
    public Builder handshakeTimeout(Duration timeout) {
      this.handshakeTimeout = timeout;
      return this;
    }

    /** Sets the total time of a login. */
    public Builder loginTimeout(Duration timeout) {
      this.loginTimeout = timeout;
      return this;
    }

    /** Sets the client certificate of the account. */
    public Builder clientIdentity(ClientIdentity identity) {
      this.clientIdentity = identity;
      return this;
    }

    /**
     * Returns the policy.
     *
     * @throws IllegalArgumentException if it could not lead to a connection
     */
    public SecurityPolicy build() {
      return new SecurityPolicy(
          minimumLevel,
          tlsStart,
          tls(),
          new TrustRules(anchors, pins, accountPin, revocation, dane),
          new Timeouts(handshakeTimeout, loginTimeout),
          clientIdentity);
    }
  }
}
