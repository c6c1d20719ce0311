package io.github.mailclad.it.dane;

import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.it.dane.OpenSsl.Said;
import io.github.mailclad.refusal.DaneRefusal;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reason for which two sound implementations of DANE may differ about one server, with its
 * section. It counts only if both agree once it is removed from the question.
 */
enum Difference {
  /** Mailclad refuses, since the record is usable and nothing matches it. */
  KEY_OF_NO_USE(
      "a public key in a record that is sound DER and no key: unusable for OpenSSL, no match for"
          + " Mailclad (RFC 6698, section 4.1)") {
    @Override
    boolean explains(Verification ours, Said theirs, RandomRecords records, Judges judges) {
      List<TlsaRecord> noKeys =
          published(ours).stream()
              .filter(r -> r.selector() == 1 && r.matchingType() == 0)
              .filter(theirs.unusable()::contains)
              .toList();
      return !noKeys.isEmpty() && Judges.agree(judges.mailclad(records.without(noKeys)), theirs);
    }
  },
  /** OpenSSL makes use of what Mailclad takes for malformed, or for something else. */
  OTHER_CONTENT(
      "whole content that no certificate here has: OpenSSL makes out a key or a certificate that"
          + " serves, Mailclad asks for sound DER and compares (RFC 6698, section 2.1.3; RFC 5280,"
          + " section 4.1.1.2)") {
    @Override
    boolean explains(Verification ours, Said theirs, RandomRecords records, Judges judges) {
      List<TlsaRecord> others =
          records.records().stream()
              .filter(r -> r.matchingType() == 0 && r.selector() <= 1)
              .filter(r -> !isAsIssued(r, judges.server()) && !theirs.unusable().contains(r))
              .filter(r -> !r.equals(matched(ours)))
              .toList();
      return !others.isEmpty()
          && Judges.agree(
              judges.mailclad(records.without(others)),
              judges.openSsl(records.without(others), judges.server().anchor()));
    }
  },
  /** Mailclad refuses a key that is worth nothing. */
  WEAK_AUTHORITY(
      "a weak key in a DANE-TA record vouches for OpenSSL, not for Mailclad (RFC 9325, section"
          + " 4.5)") {
    @Override
    boolean explains(Verification ours, Said theirs, RandomRecords records, Judges judges) {
      List<String> weak =
          judges.server().authorities().stream()
              .map(Issued::certificate)
              .filter(c -> c.getPublicKey() instanceof RSAPublicKey)
              .filter(c -> ((RSAPublicKey) c.getPublicKey()).getModulus().bitLength() < 2048)
              .map(c -> HexFormat.of().formatHex(TlsaSelector.SPKI.of(c)))
              .toList();
      List<TlsaRecord> worthless =
          records.records().stream()
              .filter(r -> r.usage() == 2 && r.selector() == 1 && weak.contains(r.data()))
              .toList();
      return !worthless.isEmpty()
          && ours instanceof Verification.Refused
          && Judges.agree(
              ours, judges.openSsl(records.without(worthless), judges.server().anchor()));
    }
  },
  /** Mailclad accepts by an authority that both the server presents and the client trusts. */
  TRUSTED_FIRST(
      "an authority of a DANE-TA record that the client trusts too: OpenSSL takes it from the trust"
          + " store beside PKIX records and not for DANE-TA, for Mailclad any record that matches"
          + " is enough (RFC 6698, section 4.1)") {
    @Override
    boolean explains(Verification ours, Said theirs, RandomRecords records, Judges judges) {
      TlsaRecord matched = matched(ours);
      List<TlsaRecord> pkix = records.records().stream().filter(r -> r.usage() <= 1).toList();
      return matched != null
          && matched.usage() == TlsaUsage.DANE_TA.number()
          && !pkix.isEmpty()
          && Judges.agree(ours, judges.openSsl(records.without(pkix), judges.server().anchor()));
    }
  },
  /** Mailclad accepts by an authority above the one that the client trusts. */
  EXTENDED_PATH(
      "a path that ends at a trusted intermediate is extended to the authority of a PKIX-TA record"
          + " by Mailclad, not by OpenSSL (RFC 7671, section 5.4, MUST)") {
    @Override
    boolean explains(Verification ours, Said theirs, RandomRecords records, Judges judges) {
      TlsaRecord matched = matched(ours);
      return matched != null
          && matched.usage() == TlsaUsage.PKIX_TA.number()
          && judges.server().authorities().stream()
              .filter(authority -> !authority.equals(judges.server().anchor()))
              .filter(authority -> isAbout(matched, authority))
              .anyMatch(authority -> Judges.agree(ours, judges.openSsl(records, authority)));
    }
  },
  /** OpenSSL accepts a certificate that is issued by its own key. */
  OWN_AUTHORITY(
      "a DANE-TA record with the whole key of a self-signed end-entity: an authority for OpenSSL,"
          + " for Mailclad no server is its own (RFC 6698, section 2.1.1; RFC 7671, section 5.2)") {
    @Override
    boolean explains(Verification ours, Said theirs, RandomRecords records, Judges judges) {
      Issued server = judges.server().server();
      String ownKey = HexFormat.of().formatHex(TlsaSelector.SPKI.of(server.certificate()));
      List<TlsaRecord> own =
          records.records().stream()
              .filter(r -> r.equals(new TlsaRecord(2, 1, 0, ownKey)) && server.isSelfIssued())
              .toList();
      return !own.isEmpty()
          && ours instanceof Verification.Refused
          && Judges.agree(ours, judges.openSsl(records.without(own), judges.server().anchor()));
    }
  };

  private final String why;

  Difference(String why) {
    this.why = why;
  }

  /** The first one that is the reason; empty if none is. */
  static Optional<Difference> between(
      Verification ours, Said theirs, RandomRecords records, Judges judges) {
    return Arrays.stream(values())
        .filter(rule -> rule.explains(ours, theirs, records, judges))
        .findFirst();
  }

  abstract boolean explains(Verification ours, Said theirs, RandomRecords records, Judges judges);

  /** The records that Mailclad takes for usable, where it refuses for want of a match. */
  private static List<TlsaRecord> published(Verification ours) {
    return ours instanceof Verification.Refused refused
            && refused.refusal() instanceof DaneRefusal.DaneMismatch mismatch
        ? mismatch.published()
        : List.of();
  }

  /** The record by which Mailclad accepts; null if there is none. */
  private static @Nullable TlsaRecord matched(Verification ours) {
    return ours instanceof Verification.Accepted accepted
            && accepted.evidence() instanceof TrustEvidence.Dane dane
        ? dane.matched()
        : null;
  }

  private static boolean isAbout(TlsaRecord record, Issued authority) {
    return TlsaRecord.of(
            TlsaUsage.of(record.usage()).orElseThrow(),
            TlsaSelector.of(record.selector()).orElseThrow(),
            TlsaMatching.of(record.matchingType()).orElseThrow(),
            authority.certificate())
        .equals(record);
  }

  private static boolean isAsIssued(TlsaRecord record, RandomServer server) {
    TlsaSelector selector = TlsaSelector.of(record.selector()).orElseThrow();
    return server.subjects().stream()
        .anyMatch(c -> HexFormat.of().formatHex(selector.of(c)).equals(record.data()));
  }

  @Override
  public String toString() {
    return name() + ": " + why;
  }
}
