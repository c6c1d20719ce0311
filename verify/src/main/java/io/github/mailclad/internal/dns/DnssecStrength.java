package io.github.mailclad.internal.dns;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Properties;
import java.util.Set;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.Digest;

/**
 * The required strength of signatures. A zone with only weaker ones is Insecure, like a zone with
 * unknown algorithms (RFC 4035, section 5.2; RFC 8624, section 3).
 */
final class DnssecStrength {
  /**
   * The smallest accepted RSA key. Some top-level domains sign with 1280 bits, and change such keys
   * every few months.
   */
  private static final int RSA_BITS = 1280;

  private static final int HIGHEST = 16;
  private static final int HIGHEST_DIGEST = 4;

  private static final Set<Integer> ALGORITHMS =
      Set.of(
          Algorithm.RSASHA256,
          Algorithm.RSASHA512,
          Algorithm.ECDSAP256SHA256,
          Algorithm.ECDSAP384SHA384,
          Algorithm.ED25519,
          Algorithm.ED448);

  private static final Set<Integer> DIGESTS = Set.of(Digest.SHA256, Digest.SHA384);

  private DnssecStrength() {}

  static boolean isEnough(int algorithm) {
    return ALGORITHMS.contains(algorithm);
  }

  static boolean isEnoughForDigest(int digest) {
    return DIGESTS.contains(digest);
  }

  static boolean isEnough(DNSKEYRecord key) {
    try {
      PublicKey decoded = key.getPublicKey();
      return isEnough(key.getAlgorithm())
          && (!(decoded instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= RSA_BITS);
    } catch (DNSSEC.DNSSECException e) {
      return false;
    }
  }

  /**
   * Returns the same limits for dnsjava's validator, with all limits on the work for hostile
   * answers. Every property is set, because a missing one keeps the value of a system property.
   */
  static Properties forValidator() {
    Properties p = new Properties();
    for (int algorithm = 0; algorithm <= HIGHEST; algorithm++) {
      p.setProperty("dnsjava.dnssec.algorithm." + algorithm, Boolean.toString(isEnough(algorithm)));
    }
    for (int digest = 0; digest <= HIGHEST_DIGEST; digest++) {
      p.setProperty("dnsjava.dnssec.digest." + digest, Boolean.toString(isEnoughForDigest(digest)));
    }
    p.setProperty("dnsjava.dnssec.algorithm_rsa_min_key_size", Integer.toString(RSA_BITS));
    // one good path is enough (RFC 6840, section 5.11); weak signatures are removed before
    p.setProperty("dnsjava.dnssec.harden_algo_downgrade", "false");
    p.setProperty("dnsjava.dnssec.max_ds_match_failures", "4");
    p.setProperty("dnsjava.dnssec.max_validate_rrsigs", "8");
    // a stricter limit than the iterations at which RFC 9276, section 3.2, lets a validator refuse
    p.setProperty("dnsjava.dnssec.nsec3.iterations.1024", "150");
    p.setProperty("dnsjava.dnssec.nsec3.iterations.2048", "150");
    p.setProperty("dnsjava.dnssec.nsec3.iterations.4096", "150");
    p.setProperty("dnsjava.dnssec.keycache.max_ttl", "900");
    p.setProperty("dnsjava.dnssec.keycache.max_size", "1000");
    return p;
  }
}
