package io.github.mailclad;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The requirements of one account for its connections. Immutable; made from session properties or
 * by a {@linkplain #builder() builder}, whose defaults are the strict ones. Two policies that are
 * equal ask for the same. An application sets one as an object: {@code
 * session.getProperties().put("mail.imaps.security.policy", policy)}.
 *
 * <pre>{@code
 * SecurityPolicy policy = SecurityPolicy.builder().versions(Set.of(TlsVersion.TLS_1_3)).build();
 * session.getProperties().put("mail.imaps.security.policy", policy);
 * }</pre>
 *
 * @param minimumLevel the minimum confidentiality level; a connection below it is refused (RFC
 *     8314, section 5.2). It is {@link ConfidentialityLevel#ENCRYPTED} if and only if there is an
 *     account pin, since a pin never reaches more (RFC 8314, section 5.4)
 * @param tlsStart the TLS start; null for implicit TLS, and then no cleartext port is accepted
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
    private TlsRules tls;
    private TrustRules trust;
    private Timeouts timeouts;
    private @Nullable ClientIdentity clientIdentity;

    private Builder(SecurityPolicy policy) {
      this.minimumLevel = policy.minimumLevel;
      this.tlsStart = policy.tlsStart;
      this.tls = policy.tls;
      this.trust = policy.trust;
      this.timeouts = policy.timeouts;
      this.clientIdentity = policy.clientIdentity;
    }

    /** Requires a verified server, which is the default, and accepts no other certificate. */
    public Builder authenticated() {
      this.trust = trust.withAccountPin(null);
      this.minimumLevel = ConfidentialityLevel.AUTHENTICATED;
      return this;
    }

    /**
     * Gives up every protection of this account: others on the network path may read and change
     * passwords and messages.
     */
    public Builder dangerouslyWithoutMinimum() {
      this.trust = trust.withAccountPin(null);
      this.minimumLevel = ConfidentialityLevel.NONE;
      return this;
    }

    /**
     * Accepts one certificate for this account although it cannot be verified, and lowers the
     * minimum level to {@link ConfidentialityLevel#ENCRYPTED} for that: an attacker who was present
     * when it was accepted stays unnoticed (RFC 8314, section 5.4).
     */
    public Builder dangerouslyAccepting(AccountPin certificate) {
      this.trust = trust.withAccountPin(certificate);
      this.minimumLevel = ConfidentialityLevel.ENCRYPTED;
      return this;
    }

    /** Sets how TLS starts. */
    public Builder tlsStart(TlsStart start) {
      this.tlsStart = start;
      return this;
    }

    /** Changes the requirements of TLS itself. */
    public Builder tls(UnaryOperator<TlsRules> change) {
      this.tls = change.apply(tls);
      return this;
    }

    /** Changes the requirements of the server's certificate. */
    public Builder trust(UnaryOperator<TrustRules> change) {
      this.trust = change.apply(trust);
      return this;
    }

    /** Sets the TLS versions to offer. */
    public Builder versions(Set<TlsVersion> versions) {
      this.tls = tls.withVersions(versions);
      return this;
    }

    /** Sets the cipher suites to offer. */
    public Builder cipherSuites(List<String> suites) {
      this.tls = tls.withCipherSuites(suites);
      return this;
    }

    /** Sets the key exchanges that are accepted. */
    public Builder keyExchange(KeyExchange accepted) {
      this.tls = tls.withKeyExchange(accepted);
      return this;
    }

    /** Sets the safeguards without which TLS 1.2 is refused. */
    public Builder requiredSafeguards(Set<TlsSafeguard> safeguards) {
      this.tls = tls.withRequiredSafeguards(safeguards);
      return this;
    }

    /** Sets the implementation of TLS. */
    public Builder tlsProvider(TlsProvider provider) {
      this.tls = tls.withProvider(provider);
      return this;
    }

    /** Sets the source of the trust anchors. */
    public Builder anchors(AnchorSource source) {
      this.trust = trust.withAnchors(source);
      return this;
    }

    /** Sets the keys of which one must be in the certification path. */
    public Builder pins(Set<Pin> pins) {
      this.trust = trust.withPins(pins);
      return this;
    }

    /** Sets how the account learns that a certificate was revoked. */
    public Builder revocation(RevocationPolicy revocation) {
      this.trust = trust.withRevocation(revocation);
      return this;
    }

    /** Sets the use of TLSA records. */
    public Builder dane(DanePolicy policy) {
      this.trust = trust.withDane(policy);
      return this;
    }

    /** Sets the total time of a handshake. */
    public Builder handshakeTimeout(Duration timeout) {
      this.timeouts = new Timeouts(timeout, timeouts.login());
      return this;
    }

    /** Sets the total time of a login. */
    public Builder loginTimeout(Duration timeout) {
      this.timeouts = new Timeouts(timeouts.handshake(), timeout);
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
      return new SecurityPolicy(minimumLevel, tlsStart, tls, trust, timeouts, clientIdentity);
    }
  }
}
