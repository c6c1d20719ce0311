package io.github.mailclad.internal.dane;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of an answer that can be used under a policy, after digest algorithm agility (RFC
 * 7671, section 9). Of one certificate usage and selector, these are the records with the whole
 * content, and those with the strongest digest that is present. Unusable records are dropped first,
 * so that a defect in the strongest does not disable the others.
 *
 * @param name the name of the records
 * @param usable the usable records, in the order of the answer
 * @param unusable the defect of each unusable record
 */
public record UsableRecords(String name, List<TlsaRecord> usable, List<String> unusable) {
  public UsableRecords {
    usable = List.copyOf(usable);
    unusable = List.copyOf(unusable);
  }

  /** Returns the usable records of an answer; its status is not considered. */
  static UsableRecords of(TlsaAnswer answer, DanePolicy policy) {
    List<TlsaRecord> sound = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    for (TlsaRecord record : answer.records()) {
      Optional<String> defect = defect(record, policy);
      if (defect.isEmpty()) {
        sound.add(record);
      } else {
        unusable.add(fields(record) + ": " + defect.get());
      }
    }
    return new UsableRecords(answer.name(), agile(sound, policy), unusable);
  }

  private static String fields(TlsaRecord record) {
    return record.usage() + " " + record.selector() + " " + record.matchingType();
  }

  private static Optional<String> defect(TlsaRecord record, DanePolicy policy) {
    Optional<TlsaUsage> usage = TlsaUsage.of(record.usage());
    Optional<TlsaSelector> selector = TlsaSelector.of(record.selector());
    Optional<TlsaMatching> matching = TlsaMatching.of(record.matchingType());
    if (usage.isEmpty()) {
      return Optional.of("the certificate usage is unknown");
    }
    if (!policy.usages().contains(usage.get())) {
      return Optional.of(usage.get() + " is not used for this account");
    }
    if (selector.isEmpty()) {
      return Optional.of("the selector is unknown");
    }
    if (matching.isEmpty()) {
      return Optional.of("the matching type is unknown");
    }
    return matching.get() == TlsaMatching.FULL
        ? FullContent.defect(selector.get(), record.octets())
        : digestDefect(matching.get(), record.octets().length, policy);
  }

  private static Optional<String> digestDefect(TlsaMatching digest, int octets, DanePolicy policy) {
    if (!policy.digests().contains(digest)) {
      return Optional.of(digest + " is not used for this account");
    }
    return octets == digest.octets()
        ? Optional.empty()
        : Optional.of(
            "a %s digest has %d octets, not %d".formatted(digest, digest.octets(), octets));
  }

  private static List<TlsaRecord> agile(List<TlsaRecord> sound, DanePolicy policy) {
    Map<List<Integer>, Integer> strongest = new HashMap<>();
    for (TlsaRecord record : sound) {
      if (rank(record, policy) >= 0) {
        strongest.merge(kind(record), rank(record, policy), Math::min);
      }
    }
    return sound.stream()
        .filter(
            record ->
                rank(record, policy) < 0
                    || rank(record, policy) == strongest.getOrDefault(kind(record), -1))
        .toList();
  }

  private static List<Integer> kind(TlsaRecord record) {
    return List.of(record.usage(), record.selector());
  }

  /**
   * Returns the rank of a record's digest: 0 for the strongest; -1 for a record without a digest,
   * to which agility does not apply.
   */
  private static int rank(TlsaRecord record, DanePolicy policy) {
    return policy.digests().indexOf(TlsaMatching.of(record.matchingType()).orElseThrow());
  }

  /** Returns the first usable record of a usage that the certificate matches. */
  public Optional<TlsaRecord> matching(TlsaUsage usage, X509Certificate certificate) {
    Map<List<Integer>, String> contents = new HashMap<>();
    return usable.stream()
        .filter(record -> record.usage() == usage.number())
        .filter(
            record ->
                contents
                    .computeIfAbsent(
                        List.of(record.selector(), record.matchingType()),
                        kind -> content(record, certificate))
                    .equals(record.data()))
        .findFirst();
  }

  /** Returns the content that the record would have if it described the certificate. */
  private static String content(TlsaRecord record, X509Certificate certificate) {
    return TlsaRecord.of(
            TlsaUsage.of(record.usage()).orElseThrow(),
            TlsaSelector.of(record.selector()).orElseThrow(),
            TlsaMatching.of(record.matchingType()).orElseThrow(),
            certificate)
        .data();
  }

  /** Returns the usable records of a usage. */
  public List<TlsaRecord> of(TlsaUsage usage) {
    return usable.stream().filter(record -> record.usage() == usage.number()).toList();
  }
}
