package io.github.mailclad.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of the data that is kept of a connection to a verified server. */
class ObservationsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final Issued ROOT = CertificateBuilder.root("Example Root");
  private static final TlsaRecord RECORD = TlsaRecord.parse("3 1 1 " + "ab".repeat(32));

  private static Observation seen(TrustEvidence evidence, @Nullable TlsaAnswer tlsa) {
    return Observations.of(
            new ConnectionSecurity.Authenticated(
                MailService.IMAP,
                new Endpoint(Host.of("imap.example.org"), 143, Endpoint.Provenance.CONFIGURED),
                new NegotiatedTls(
                    TlsVersion.TLS_1_3,
                    "TLS_AES_128_GCM_SHA256",
                    /* group= */ null,
                    NegotiatedTls.Handshake.FULL,
                    Set.of(),
                    /* clientCertificate= */ null),
                /* matched= */ null,
                evidence),
            tlsa,
            NOW)
        .orElseThrow();
  }

  @Test
  void ofAPathItKeepsKeyAndIssuerAndTheAnswerBesideIt() {
    TrustEvidence.Pkix path =
        new TrustEvidence.Pkix(List.of(ROOT.certificate()), ROOT.certificate());
    assertEquals(
        new Observation(
            NOW,
            ConfidentialityLevel.AUTHENTICATED,
            TlsStart.STARTTLS,
            Evidence.PKIX,
            Pin.of(ROOT.certificate()).toString(),
            "CN=Example Root",
            DnssecStatus.INSECURE,
            ""),
        seen(path, TlsaAnswer.insecure("_143._tcp.imap.example.org", List.of(), "not signed")));
    assertNull(seen(path, null).tlsaStatus());
  }

  /** Returns observations that differ in every combination of two values of each part. */
  private static List<Observation> combinations() {
    List<Observation> all = new ArrayList<>();
    for (ConfidentialityLevel best :
        List.of(ConfidentialityLevel.ENCRYPTED, ConfidentialityLevel.AUTHENTICATED)) {
      for (TlsStart start : TlsStart.values()) {
        for (Evidence evidence : List.of(Evidence.PKIX, Evidence.PIN)) {
          for (@Nullable String key : Arrays.asList(null, "one", "other")) {
            all.add(new Observation(NOW, best, start, evidence, key, "x", null, null));
            all.add(new Observation(NOW, best, start, evidence, "one", key, null, null));
            for (DnssecStatus status : List.of(DnssecStatus.SECURE, DnssecStatus.INSECURE)) {
              all.add(new Observation(NOW, best, start, evidence, "one", "x", status, key));
            }
          }
        }
      }
    }
    return all;
  }

  @Test
  void itAddsNothingWhereTheMergedObservationIsTheSame() {
    List<Observation> all = combinations();
    for (Observation before : all) {
      for (Observation now : all) {
        assertEquals(
            before.followedBy(now).equals(before),
            Observations.addsNothing(before, now),
            () -> before + " followed by " + now);
      }
    }
  }

  @Test
  void ofATlsaRecordItKeepsTheWholeAnswer() {
    Observation seen =
        seen(
            new TrustEvidence.Dane(
                "_143._tcp.imap.example.org",
                RECORD,
                List.of(),
                /* anchor= */ null,
                new RevocationEvidence(List.of())),
            TlsaAnswer.secure("_143._tcp.imap.example.org", List.of(RECORD)));
    assertEquals(Evidence.DANE, seen.evidence());
    assertEquals(DnssecStatus.SECURE, seen.tlsaStatus());
    assertEquals(RECORD.toString(), seen.tlsaRecords());
    assertNull(seen.key());
  }
}
