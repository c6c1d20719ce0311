package io.github.mailclad;

import io.github.mailclad.ConnectionSecurity.Authenticated;
import io.github.mailclad.dns.TlsaUsage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The minimum of an account for its connections (RFC 8314, section 5.2): a level, and demands
 * beyond it. There are no demands below {@link ConfidentialityLevel#AUTHENTICATED}, because an
 * unverified server can claim anything. Immutable.
 *
 * @param level the level
 * @param demands the demands beyond the level; may be empty
 */
public record Minimum(ConfidentialityLevel level, Set<Demand> demands) {

  /** Refuses demands without a verified server. */
  public Minimum {
    demands = Set.copyOf(demands);
    if (!demands.isEmpty() && !ConfidentialityLevel.AUTHENTICATED.equals(level)) {
      throw new IllegalArgumentException("demands need the level authenticated");
    }
  }

  /** A demand beyond a level. */
  public enum Demand {
    /** TLS 1.3. */
    TLS_1_3,
    /** Verification by a Secure TLSA record. */
    DANE,
    /**
     * A revocation check that leaves no question open: each certificate of the path has a good
     * answer, or the server was verified by a Secure TLSA record alone. The owner withdraws such a
     * record instead of revoking a certificate.
     */
    REVOCATION_CHECKED,
    /** A post-quantum key exchange. */
    POST_QUANTUM_KEY_EXCHANGE;

    /** Returns whether a connection meets the demand. */
    public boolean isMetBy(Authenticated connection) {
      return switch (this) {
        case TLS_1_3 -> connection.tls().version() == TlsVersion.TLS_1_3;
        case DANE -> connection.evidence() instanceof TrustEvidence.Dane;
        case REVOCATION_CHECKED -> revocationChecked(connection.evidence());
        case POST_QUANTUM_KEY_EXCHANGE ->
            KeyExchange.POST_QUANTUM.accepts(connection.tls().group());
      };
    }

    private static boolean revocationChecked(TrustEvidence evidence) {
      if (evidence instanceof TrustEvidence.Dane dane) {
        return dane.usage() == TlsaUsage.DANE_EE
            || dane.usage() == TlsaUsage.DANE_TA
            || dane.revocation().isGoodForEachOf(dane.path());
      }
      return evidence instanceof TrustEvidence.Pkix pkix
          && pkix.revocation().isGoodForEachOf(pkix.path());
    }

    private String shortfall() {
      return switch (this) {
        case TLS_1_3 -> "TLS 1.3";
        case DANE -> "a Secure TLSA record that authenticates the server (DANE)";
        case REVOCATION_CHECKED -> "proof that no certificate of the server's path is revoked";
        case POST_QUANTUM_KEY_EXCHANGE -> "a post-quantum key exchange";
      };
    }
  }

  /** Returns the minimum of a policy; every connection that it accepts has it. */
  public static Minimum of(SecurityPolicy policy) {
    Set<Demand> demands = EnumSet.noneOf(Demand.class);
    if (policy.minimumLevel() != ConfidentialityLevel.AUTHENTICATED) {
      return new Minimum(policy.minimumLevel(), demands);
    }
    if (policy.tls().versions().equals(Set.of(TlsVersion.TLS_1_3))) {
      demands.add(Demand.TLS_1_3);
    }
    DanePolicy dane = policy.trust().dane();
    if (dane != null && dane.mode() == DanePolicy.Mode.REQUIRE) {
      demands.add(Demand.DANE);
    }
    if (policy.trust().revocation().requirement() == RevocationPolicy.Requirement.HARD) {
      demands.add(Demand.REVOCATION_CHECKED);
    }
    if (policy.tls().keyExchange() == KeyExchange.POST_QUANTUM) {
      demands.add(Demand.POST_QUANTUM_KEY_EXCHANGE);
    }
    return new Minimum(policy.minimumLevel(), demands);
  }

  /**
   * Returns what a connection lacks, in words for people, the level first; empty if it lacks
   * nothing. A connection to an unverified server meets no demand.
   */
  public List<String> shortfalls(ConnectionSecurity connection) {
    List<String> missing = new ArrayList<>();
    if (!connection.level().meets(level)) {
      missing.add(
          level == ConfidentialityLevel.AUTHENTICATED
              ? "a verified server, over TLS 1.2 or newer"
              : "TLS 1.2 or newer");
    }
    demands.stream()
        .sorted()
        .filter(
            demand -> !(connection instanceof Authenticated verified && demand.isMetBy(verified)))
        .map(Demand::shortfall)
        .forEach(missing::add);
    return List.copyOf(missing);
  }
}
