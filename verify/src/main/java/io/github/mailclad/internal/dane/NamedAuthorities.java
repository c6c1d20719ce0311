package io.github.mailclad.internal.dane;

import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that usable records name, as the trust anchors of one chain, each with its
 * record. The end-entity is never one of them (RFC 7671, section 5.2.1). The number of signatures
 * that are checked to find them is bounded.
 *
 * @param byAnchor the authorities by the certificates that may end a path
 */
public record NamedAuthorities(Map<X509Certificate, NamedAuthority> byAnchor) {
  private static final int MOST_SIGNATURES = 64;

  /**
   * An authority that a record names.
   *
   * @param record the record
   * @param certificate its certificate; null if only its key is known
   */
  public record NamedAuthority(TlsaRecord record, @Nullable X509Certificate certificate) {}

  public NamedAuthorities {
    byAnchor = Collections.unmodifiableMap(new LinkedHashMap<>(byAnchor));
  }

  /**
   * Returns the authorities that PKIX-TA records name.
   *
   * @param known certificates that may be such authorities
   */
  public static NamedAuthorities pkixTa(
      UsableRecords records, X509Certificate endEntity, Collection<X509Certificate> known) {
    return new NamedAuthorities(matching(records, TlsaUsage.PKIX_TA, endEntity, known));
  }

  /**
   * Returns the authorities that DANE-TA records name. These are presented certificates that match,
   * and certificates that stand in the records. A record may also hold a key whose certificate was
   * not presented. Then there is an anchor with that key for each presented certificate that it
   * signed (RFC 7671, section 5.2.2).
   *
   * @param chain the certificates as presented
   * @param now the instant of the verdict
   */
  public static NamedAuthorities daneTa(
      UsableRecords records, List<X509Certificate> chain, Instant now) {
    X509Certificate endEntity = chain.get(0);
    Map<X509Certificate, NamedAuthority> anchors =
        matching(records, TlsaUsage.DANE_TA, endEntity, chain.subList(1, chain.size()));
    int signatures = 0;
    for (TlsaRecord record : records.of(TlsaUsage.DANE_TA)) {
      if (record.matchingType() != TlsaMatching.FULL.number()) {
        continue;
      }
      if (record.selector() == TlsaSelector.CERT.number()) {
        FullContent.certificate(record.octets())
            .filter(authority -> !authority.equals(endEntity))
            .ifPresent(
                authority -> anchors.putIfAbsent(authority, new NamedAuthority(record, authority)));
        continue;
      }
      Optional<PublicKey> key =
          FullContent.publicKey(record.octets())
              .filter(k -> KeyStrength.weakness(k).isEmpty())
              // a key whose certificate was presented is judged by that certificate, its expiry
              // included
              .filter(k -> chain.stream().noneMatch(c -> c.getPublicKey().equals(k)));
      if (key.isPresent()) {
        for (X509Certificate certificate : chain) {
          if (++signatures <= MOST_SIGNATURES && isSignedBy(key.get(), certificate)) {
            FullContent.anchor(certificate.getIssuerX500Principal(), record.octets(), now)
                .ifPresent(anchor -> anchors.putIfAbsent(anchor, new NamedAuthority(record, null)));
          }
        }
      }
    }
    return new NamedAuthorities(anchors);
  }

  private static Map<X509Certificate, NamedAuthority> matching(
      UsableRecords records,
      TlsaUsage usage,
      X509Certificate endEntity,
      Collection<X509Certificate> certificates) {
    Map<X509Certificate, NamedAuthority> found = new LinkedHashMap<>();
    if (!records.of(usage).isEmpty()) {
      certificates.stream()
          .filter(certificate -> !certificate.equals(endEntity))
          .forEach(
              certificate ->
                  records
                      .matching(usage, certificate)
                      .ifPresent(
                          record ->
                              found.put(certificate, new NamedAuthority(record, certificate))));
    }
    return found;
  }

  private static boolean isSignedBy(PublicKey key, X509Certificate certificate) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Returns the certificates that may end a path. */
  public List<X509Certificate> anchors() {
    return List.copyOf(byAnchor.keySet());
  }

  /** Returns the authority of one of the anchors. */
  public NamedAuthority behind(X509Certificate anchor) {
    return Objects.requireNonNull(byAnchor.get(anchor), "not one of these anchors");
  }
}
