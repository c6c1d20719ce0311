package io.github.mailclad;

import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaUsage;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one account makes of TLSA records (RFC 6698, RFC 7671).
 *
 * @param mode how much depends on them
 * @param usages the certificate usages that count; records of others are unusable
 * @param digests the digests that count, the strongest first; records with others are unusable, and
 *     of several digests of one thing only the strongest counts (RFC 7671, section 9)
 */
public record DanePolicy(Mode mode, Set<TlsaUsage> usages, List<TlsaMatching> digests)
    implements Serializable {
  private static final Set<TlsaUsage> USAGES = Set.of(TlsaUsage.DANE_TA, TlsaUsage.DANE_EE);
  private static final List<TlsaMatching> DIGESTS =
      List.of(TlsaMatching.SHA2_512, TlsaMatching.SHA2_256);

  /** How much depends on TLSA records. */
  public enum Mode {
    /** They are not asked for, and an answer that is there nevertheless means nothing. */
    OFF,
    /** Usable records decide alone; where there are none, the client's trust anchors decide. */
    PREFER,
    /** Without usable records nothing is accepted (RFC 7671, section 10.3). */
    REQUIRE,
    /** They are evaluated and reported, and the client's trust anchors decide. */
    AUDIT_ONLY
  }

  /** Copies the collections and refuses a policy under which no record could be usable. */
  public DanePolicy {
    usages = Set.copyOf(usages);
    digests = List.copyOf(digests);
    if (usages.isEmpty()) {
      throw new IllegalArgumentException("no certificate usage left");
    }
    if (digests.isEmpty()
        || digests.contains(TlsaMatching.FULL)
        || EnumSet.copyOf(digests).size() < digests.size()) {
      throw new IllegalArgumentException("digests are SHA2-512, SHA2-256 or both, each once");
    }
  }

  /**
   * The policy of that mode with the recommended rest: DANE-TA and DANE-EE (RFC 7671, section 4),
   * SHA2-512 before SHA2-256.
   */
  public static DanePolicy of(Mode mode) {
    return new DanePolicy(mode, USAGES, DIGESTS);
  }

  /** This policy with these certificate usages. */
  public DanePolicy accepting(Set<TlsaUsage> counting) {
    return new DanePolicy(mode, counting, digests);
  }

  /** This policy with these digests, the strongest first. */
  public DanePolicy preferring(List<TlsaMatching> strongestFirst) {
    return new DanePolicy(mode, usages, strongestFirst);
  }
}
