package io.github.mailclad;

import io.github.mailclad.ConnectionSecurity.Authenticated;
import io.github.mailclad.dns.TlsaUsage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a connection must have at least for an account (RFC 8314, section 5.2): a level, and demands
 * beyond it. There are no demands below {@link ConfidentialityLevel#AUTHENTICATED}, since whatever
 * a server offers that did not prove who it is, is worth nothing. Immutable.
 *
 * @param level the level
 * @param demands what is asked for beyond the level; possibly nothing
 */
public record Minimum(ConfidentialityLevel level, Set<Demand> demands) {

  /** Copies the demands, and refuses them without a server that proves who it is. */
  public Minimum {
    demands = Set.copyOf(demands);
    if (!demands.isEmpty() && !ConfidentialityLevel.AUTHENTICATED.equals(level)) {
      throw new IllegalArgumentException(
          "what is demanded of a server needs a server that was verified: the level authenticated");
    }
  }

  /** What an account may demand beyond a level. */
  public enum Demand {
    /** TLS 1.3. */
    TLS_1_3,
    /** A Secure TLSA record that decided about the server. */
    DANE,
    /**
     * Nobody is left to ask whether the server's certificate is still good: each certificate of its
     * path has a good answer, or a Secure TLSA record alone vouches for it, which its owner
     * withdraws instead.
     */
    REVOCATION_CHECKED,
    /** A key exchange that a quantum computer does not undo. */
    POST_QUANTUM_KEY_EXCHANGE;

    /** Tells whether a connection has what is demanded. */
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
            || dane.revocation().vouchesForEachOf(dane.path());
      }
      return evidence instanceof TrustEvidence.Pkix pkix
          && pkix.revocation().vouchesForEachOf(pkix.path());
    }

    private String shortfall() {
      return switch (this) {
        case TLS_1_3 -> "TLS 1.3";
        case DANE -> "a Secure TLSA record that vouches for the server (DANE)";
        case REVOCATION_CHECKED -> "word that no certificate of the server's path is revoked";
        case POST_QUANTUM_KEY_EXCHANGE -> "a post-quantum key exchange";
      };
    }
  }

  /** What a policy lets pass at least; every connection that it accepts has this. */
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
   * What a connection lacks, in words for a person, the level first; empty if it has all of it. To
   * a server that was not verified every demand is unmet, whatever was agreed on with it.
   */
  public List<String> shortfalls(ConnectionSecurity connection) {
    List<String> missing = new ArrayList<>();
    if (!connection.level().meets(level)) {
      missing.add(
          level == ConfidentialityLevel.AUTHENTICATED
              ? "a server that proved who it is, over TLS 1.2 or newer"
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
