package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many records, and many certificates for each. */
class DaneWorkTest {
  private static final Duration GENEROUS = Duration.ofSeconds(20);
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Issued SERVER = Verdicts.server().issuedBy(ROOT);

  /** Records that are all different and usable, and match nothing. */
  private static List<TlsaRecord> many(int count, String fields) {
    TlsaRecord first = Dane.wrong(fields);
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                new TlsaRecord(
                    first.usage(), first.selector(), first.matchingType(), "%064x".formatted(i)))
        .toList();
  }

  @Test
  @Requirement(value = "N-47", heldBy = "UsableRecords")
  void aHundredRecordsAreAsGoodAsOne() {
    for (String fields : List.of("3 1 1", "2 0 1")) {
      List<TlsaRecord> records = new ArrayList<>(many(99, fields));
      TlsaRecord right = Dane.record(fields, fields.startsWith("3") ? SERVER : ROOT);
      Issued server = SERVER.presenting(SERVER.certificate(), ROOT.certificate());
      Dane.mismatch(Dane.verify(ROOT, server, Dane.PREFER, TlsaAnswer.secure(Dane.NAME, records)));
      records.add(right);
      Dane.authenticated(
          Dane.verify(ROOT, server, Dane.PREFER, TlsaAnswer.secure(Dane.NAME, records)), right);
    }
  }

  @Test
  @Requirement(value = "N-47", heldBy = "NamedAuthorities")
  void thousandsOfRecordsAndManyCertificatesEndSoon() {
    List<X509Certificate> chain = new ArrayList<>(SERVER.chain());
    List<TlsaRecord> records = new ArrayList<>(many(2000, "3 1 1"));
    records.addAll(many(2000, "2 0 1"));
    for (int i = 0; i < 15; i++) {
      Issued authority = Verdicts.authority("A" + i).key(KeyKind.RSA_2048).selfSigned();
      chain.add(Verdicts.authority("B" + i).issuedBy(authority).certificate());
      records.add(Dane.record("2 0 0", authority));
      records.add(Dane.record("2 1 0", authority));
    }
    TlsaAnswer answer = TlsaAnswer.secure(Dane.NAME, records);
    Issued server = SERVER.presenting(chain.toArray(new X509Certificate[0]));

    assertTimeoutPreemptively(
        GENEROUS, () -> Dane.mismatch(Dane.verify(ROOT, server, Dane.PREFER, answer)));
  }
}
