package io.github.mailclad.internal.memory;

import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent.Drift;
import io.github.mailclad.SecurityEvent.Drift.Change;
import io.github.mailclad.account.Sighting;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The differences of a server since the last connection. A value that is unknown on either side is
 * no difference. A change of the TLSA status from Secure to Insecure is always one.
 */
public final class SightingChanges {
  private static final int LONGEST_RECORDS = 2000;

  private SightingChanges() {}

  /** Returns the differences, one event for each; an empty list if there are none. */
  public static List<Drift> between(
      String account, MailService service, Sighting before, Sighting now) {
    List<Drift> changes = new ArrayList<>();
    if (differ(before.key(), now.key())) {
      changes.add(
          new Drift(
              account, service, Change.CERT_KEY_CHANGED, shown(before.key()), shown(now.key())));
    }
    if (differ(before.issuer(), now.issuer())) {
      changes.add(
          new Drift(
              account,
              service,
              Change.ISSUER_CHANGED,
              shown(before.issuer()),
              shown(now.issuer())));
    }
    @Nullable Change tlsa = tlsa(before, now);
    if (tlsa != null) {
      changes.add(new Drift(account, service, tlsa, answer(before), answer(now)));
    }
    return List.copyOf(changes);
  }

  /**
   * Returns TLSA records in the form that a {@link Sighting} keeps: each as in a zone file, sorted,
   * with semicolons between them. Returns their number and digest if that would be too long. Empty
   * for none.
   */
  public static String records(List<TlsaRecord> records) {
    String text =
        records.stream()
            .map(TlsaRecord::toString)
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    if (text.length() <= LONGEST_RECORDS) {
      return text;
    }
    byte[] digest = TlsaMatching.SHA2_256.of(text.getBytes(StandardCharsets.US_ASCII));
    return records.size() + " records with the SHA-256 digest " + HexFormat.of().formatHex(digest);
  }

  private static @Nullable Change tlsa(Sighting before, Sighting now) {
    if (before.tlsaStatus() == null || now.tlsaStatus() == null) {
      return null;
    }
    if (now.tlsaStatus() == DnssecStatus.BOGUS) {
      return before.tlsaStatus() == DnssecStatus.BOGUS ? null : Change.DNSSEC_BOGUS;
    }
    // without an answer nothing is known, and another server of the same name may have other values
    if (!before.tlsaStatus().isAnswer() || !now.tlsaStatus().isAnswer()) {
      return null;
    }
    if (before.tlsaStatus() == DnssecStatus.SECURE && now.tlsaStatus() == DnssecStatus.INSECURE) {
      return Change.DNSSEC_LOST;
    }
    @Nullable String counted = counting(before);
    @Nullable String counting = counting(now);
    if (counted == null || counting == null || counted.equals(counting)) {
      return null;
    }
    return counting.isEmpty() ? Change.TLSA_REMOVED : Change.TLSA_CHANGED;
  }

  /**
   * Returns the records that count; null if they are not known. Records that are not Secure count
   * as none, because they may have been forged.
   */
  private static @Nullable String counting(Sighting seen) {
    return seen.tlsaStatus() == DnssecStatus.SECURE ? seen.tlsaRecords() : "";
  }

  private static boolean differ(@Nullable String before, @Nullable String now) {
    return before != null && now != null && !before.equals(now);
  }

  private static String answer(Sighting seen) {
    String records = seen.tlsaRecords() == null ? "unknown" : seen.tlsaRecords();
    return seen.tlsaStatus() + ": " + (records.isEmpty() ? "none" : records);
  }

  private static String shown(@Nullable String value) {
    return value == null ? "" : value;
  }
}
