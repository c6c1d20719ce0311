package io.github.mailclad.account;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last observation of TLS at a server. Immutable.
 *
 * @param at the time of the last observation; not updated within one day
 * @param best the best confidentiality level that a connection ever reached there
 * @param start the way in which TLS started
 * @param evidence the kind of evidence for the server, in the words of {@link Evidence}
 * @param key the public key of the server, {@code sha256/...} as a {@link io.github.mailclad.Pin};
 *     null where it is not known
 * @param issuer the issuer of its certificate, as RFC 2253 writes names; null where it is not known
 * @param tlsaStatus the DNSSEC status of its TLSA answer; null where it was not looked up
 * @param tlsaRecords its TLSA records, sorted, each as in a zone file; at most 2,000 characters;
 *     null where they were not looked up or are not known, empty for none
 */
public record Observation(
    Instant at,
    ConfidentialityLevel best,
    TlsStart start,
    Evidence evidence,
    @Nullable String key,
    @Nullable String issuer,
    @Nullable DnssecStatus tlsaStatus,
    @Nullable String tlsaRecords) {

  /** The kind of evidence for a server. */
  public enum Evidence {
    /** A certification path and the server's name. */
    PKIX,
    /** Secure TLSA records. */
    DANE,
    /** A certificate that a person accepted. */
    PIN,
    /** Nothing. */
    NONE
  }

  /**
   * Returns the newer observation, with the best level that either reached. A value that was not
   * checked this time stays as it was: otherwise an attacker could make the store forget it.
   */
  public Observation followedBy(Observation newer) {
    ConfidentialityLevel reached = best.compareTo(newer.best) > 0 ? best : newer.best;
    Observation asked = newer.tlsaStatus == null ? this : newer;
    return new Observation(
        newer.at,
        reached,
        newer.start,
        newer.evidence,
        newer.key == null ? key : newer.key,
        newer.issuer == null ? issuer : newer.issuer,
        asked.tlsaStatus,
        asked.tlsaRecords);
  }
}
