package io.github.mailclad.account;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.TlsStart;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What TLS was like at a server, the last time that there was any. Immutable.
 *
 * @param at when it was seen last; within the day it is not kept up to date
 * @param best the best confidentiality level that a connection ever reached there
 * @param start how TLS started
 * @param evidence what vouched for the server, in the words of {@link Evidence}
 * @param key the public key of the server, {@code sha256/...} as a {@link io.github.mailclad.Pin};
 *     null where it is not known
 * @param issuer the issuer of its certificate, as RFC 2253 writes names; null where it is not known
 * @param tlsaStatus how far DNSSEC vouched for its TLSA answer; null where nobody asked
 * @param tlsaRecords its TLSA records, sorted, each as in a zone file; at most 2,000 characters;
 *     null where nobody asked or they are not known, empty for none
 */
public record Sighting(
    Instant at,
    ConfidentialityLevel best,
    TlsStart start,
    Evidence evidence,
    @Nullable String key,
    @Nullable String issuer,
    @Nullable DnssecStatus tlsaStatus,
    @Nullable String tlsaRecords) {

  /** What vouched for a server. */
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
   * The newer one, with the best of what both ever reached. What nobody asked about this time stays
   * as it was: a memory that fades could be made to fade.
   */
  public Sighting followedBy(Sighting newer) {
    ConfidentialityLevel reached = best.compareTo(newer.best) > 0 ? best : newer.best;
    Sighting asked = newer.tlsaStatus == null ? this : newer;
    return new Sighting(
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
