package io.github.mailclad.internal.memory;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Pin;
import io.github.mailclad.SecurityEvent.Drift;
import io.github.mailclad.SecurityEvent.Drift.Change;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The observations of a server in a connection, and the differences between two of them. A value
 * that is unknown on either side is no difference. A change of the TLSA status from Secure to
 * Insecure is always one.
 */
public final class Observations {
  private static final int LONGEST = 2000;

  private Observations() {}

  /**
   * Returns the observations of a connection to remember; empty if it had no TLS that was examined.
   */
  public static Optional<Observation> of(
      ConnectionSecurity got, @Nullable TlsaAnswer tlsa, Instant now) {
    if (got instanceof ConnectionSecurity.Authenticated proved) {
      TrustEvidence evidence = proved.evidence();
      return evidence instanceof TrustEvidence.Dane dane
          ? Optional.of(observation(got, Evidence.DANE, first(dane.path()), tlsa, now))
          : evidence instanceof TrustEvidence.Pkix pkix
              ? Optional.of(observation(got, Evidence.PKIX, first(pkix.path()), tlsa, now))
              : Optional.empty();
    }
    if (got instanceof ConnectionSecurity.Pinned pinned) {
      return Optional.of(
          observation(got, Evidence.PIN, pinned.evidence().certificate(), tlsa, now));
    }
    return got instanceof ConnectionSecurity.Unauthenticated
        ? Optional.of(observation(got, Evidence.NONE, null, tlsa, now))
        : Optional.empty();
  }

  /** Returns whether {@link Observation#followedBy} would change only the time. */
  static boolean addsNothing(Observation before, Observation now) {
    return before.best().compareTo(now.best()) >= 0
        && before.start() == now.start()
        && before.evidence() == now.evidence()
        && (now.key() == null || now.key().equals(before.key()))
        && (now.issuer() == null || now.issuer().equals(before.issuer()))
        && (now.tlsaStatus() == null
            || (now.tlsaStatus() == before.tlsaStatus()
                && Objects.equals(now.tlsaRecords(), before.tlsaRecords())));
  }

  private static @Nullable X509Certificate first(List<X509Certificate> path) {
    return path.isEmpty() ? null : path.get(0);
  }

  private static Observation observation(
      ConnectionSecurity got,
      Evidence evidence,
      @Nullable X509Certificate certificate,
      @Nullable TlsaAnswer tlsa,
      Instant now) {
    return new Observation(
        now,
        got.level(),
        got.service().tlsStart(),
        evidence,
        certificate == null ? null : Pin.of(certificate).toString(),
        certificate == null ? null : cut(certificate.getIssuerX500Principal().getName()),
        tlsa == null ? null : tlsa.status(),
        tlsa == null ? null : records(tlsa.records()));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  /** Returns the differences of two observations, one event for each. */
  public static List<Drift> between(
      String account, MailService service, Observation before, Observation now) {
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
   * Returns TLSA records in the form that a {@link Observation} keeps: each as in a zone file,
   * sorted, with semicolons between them. Returns their number and digest if that would be too
   * long. Empty for none.
   */
  public static String records(List<TlsaRecord> records) {
    String text =
        records.stream()
            .map(TlsaRecord::toString)
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    if (text.length() <= LONGEST) {
      return text;
    }
    byte[] digest = TlsaMatching.SHA2_256.of(text.getBytes(StandardCharsets.US_ASCII));
    return records.size() + " records with the SHA-256 digest " + HexFormat.of().formatHex(digest);
  }

  private static @Nullable Change tlsa(Observation before, Observation now) {
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
  private static @Nullable String counting(Observation seen) {
    return seen.tlsaStatus() == DnssecStatus.SECURE ? seen.tlsaRecords() : "";
  }

  private static boolean differ(@Nullable String before, @Nullable String now) {
    return before != null && now != null && !before.equals(now);
  }

  private static String answer(Observation seen) {
    String records = seen.tlsaRecords() == null ? "unknown" : seen.tlsaRecords();
    return seen.tlsaStatus() + ": " + (records.isEmpty() ? "none" : records);
  }

  private static String shown(@Nullable String value) {
    return value == null ? "" : value;
  }
}
