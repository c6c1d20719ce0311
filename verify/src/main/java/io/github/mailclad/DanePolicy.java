package io.github.mailclad;

import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaUsage;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The use of TLSA records by one account (RFC 6698, RFC 7671).
 *
 * @param mode the effect of the records
 * @param usages the certificate usages that count; records of others are unusable
 * @param digests the digests that count, the strongest first; records with others are unusable, and
 *     of several digests of one thing only the strongest counts (RFC 7671, section 9)
 */
public record DanePolicy(Mode mode, Set<TlsaUsage> usages, List<TlsaMatching> digests)
    implements Serializable {
  private static final Set<TlsaUsage> USAGES = Set.of(TlsaUsage.DANE_TA, TlsaUsage.DANE_EE);
  private static final List<TlsaMatching> DIGESTS =
      List.of(TlsaMatching.SHA2_512, TlsaMatching.SHA2_256);

  /** The effect of TLSA records. */
  public enum Mode {
    /** TLSA records are not looked up; an answer that exists nevertheless has no effect. */
    OFF,
    /** Usable records decide alone; without usable records, the client's trust anchors decide. */
    PREFER,
    /** Without usable records, no server is accepted (RFC 7671, section 10.3). */
    REQUIRE,
    /** The records are evaluated and reported, and the client's trust anchors decide. */
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
   * Returns the policy of that mode with the recommended other values: DANE-TA and DANE-EE (RFC
   * 7671, section 4), SHA2-512 before SHA2-256.
   */
  public static DanePolicy of(Mode mode) {
    return new DanePolicy(mode, USAGES, DIGESTS);
  }

  /** Returns this policy with other certificate usages. */
  public DanePolicy accepting(Set<TlsaUsage> counting) {
    return new DanePolicy(mode, counting, digests);
  }

  /** Returns this policy with other digests, the strongest first. */
  public DanePolicy preferring(List<TlsaMatching> strongestFirst) {
    return new DanePolicy(mode, usages, strongestFirst);
  }
}
