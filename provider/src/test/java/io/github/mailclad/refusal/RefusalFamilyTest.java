package io.github.mailclad.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.TlsStart;
import io.github.mailclad.docs.RefusalSamples;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Tests of the consequences of a refusal's family. A refusal that changes its family fails here.
 */
class RefusalFamilyTest {
  private static final Map<String, TlsStart> TLS_ABSENT =
      Map.of(
          "plaintext-server", TlsStart.IMPLICIT,
          "starttls-unavailable", TlsStart.STARTTLS,
          "preauth-before-tls", TlsStart.STARTTLS);

  private static final List<String> NOT_PROVED =
      List.of(
          "broken-signature",
          "certificate-expired",
          "certificate-not-yet-valid",
          "dane-absent",
          "dane-mismatch",
          "dane-unusable",
          "identity-mismatch",
          "inspected-connection",
          "invalid-certificate",
          "key-usage",
          "missing-intermediate",
          "must-staple",
          "name-constraint",
          "no-certificate",
          "path-length",
          "pin-mismatch",
          "revocation-unknown",
          "revoked",
          "self-signed",
          "srv-name-unconstrained",
          "too-much-work",
          "unsupported-algorithm",
          "untrusted-issuer",
          "weak-certificate");

  @Test
  @Requirement(
      value = {"D-5-5", "D-5.1-13"},
      heldBy = "TlsStartRefusal")
  void threeRefusalsMeanThatTlsIsAbsent() {
    assertEquals(
        TLS_ABSENT,
        RefusalSamples.all().stream()
            .map(RefusalSamples.Sample::refusal)
            .filter(TlsStartRefusal.TlsAbsent.class::isInstance)
            .map(TlsStartRefusal.TlsAbsent.class::cast)
            .collect(Collectors.toMap(Refusal::code, TlsStartRefusal.TlsAbsent::expectedStart)));
  }

  @Test
  @Requirement(
      value = {"D-5-5", "D-5.1-13"},
      heldBy = "CertificateRefusal")
  void refusalsOfCertificatesMeanThatTheServerIsNotProved() {
    assertEquals(NOT_PROVED, codesOf(CertificateRefusal.class::isInstance));
  }

  @Test
  void onlyACertificateThatIsTheServersMayBeAccepted() {
    assertEquals(
        List.of(
            "certificate-expired",
            "identity-mismatch",
            "missing-intermediate",
            "self-signed",
            "untrusted-issuer"),
        codesOf(r -> r instanceof CertificateRefusal c && c.mayBeAccepted()));
  }

  @Test
  void fourRefusalsMeanThatTheAuthorityIsUnknown() {
    assertEquals(
        List.of("inspected-connection", "missing-intermediate", "self-signed", "untrusted-issuer"),
        codesOf(PathRefusal.UnknownAuthority.class::isInstance));
  }

  @Test
  void anExpiredCertificateMayBeAcceptedOnlyIfItIsTheServersAndTheClockIsRight() {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Instant to = from.plus(Duration.ofDays(90));
    CertificateSummary server = new CertificateSummary(0, "CN=a", "CN=b", from, to, "", "", "");
    CertificateSummary authority = new CertificateSummary(1, "CN=b", "CN=c", from, to, "", "", "");
    Instant late = to.plusSeconds(1);

    assertEquals(true, new OutsideValidity(server, late, Suspect.CERTIFICATE).mayBeAccepted());
    assertEquals(false, new OutsideValidity(server, late, Suspect.CLOCK).mayBeAccepted());
    assertEquals(false, new OutsideValidity(authority, late, Suspect.CERTIFICATE).mayBeAccepted());
    assertEquals(
        false,
        new OutsideValidity(server, from.minusSeconds(1), Suspect.CERTIFICATE).mayBeAccepted());
  }

  /** A new component with text has to be {@link PeerText}, or of our own words and listed here. */
  @Test
  void textThatMayBeOfAPeerHasItsOwnType() {
    assertEquals(
        List.of(
            "AnchorsUnavailable.anchors",
            "ChannelBindingRefused.binding",
            "CleartextPort.protocol",
            "CleartextPort.source",
            "ImplicitTlsPort.protocol",
            "InspectedConnection.product",
            "InvalidHost.host",
            "InvalidHost.problem",
            "KeyExchangeRefused.negotiated",
            "KeyExchangeRefused.platform",
            "KeyUsage.rule",
            "MechanismUnavailable.configured",
            "MissingIntermediate.anchors",
            "NoServiceRecords.labels",
            "OtherProtocol.expected",
            "OtherProtocol.spoken",
            "PathLength.source",
            "RevocationSourceUnavailable.source",
            "Revoked.reason",
            "Revoked.source",
            "SaslViolation.problem",
            "SelfSigned.anchors",
            "StarttlsPort.protocol",
            "TokenRequestImpossible.setting",
            "TokenUnavailable.problem",
            "TooMuchWork.what",
            "UnknownProtocolName.usual",
            "UnsafeCredentials.what",
            "UnsupportedAlgorithm.algorithm",
            "UntrustedIssuer.anchors",
            "WeakCertificate.required"),
        RefusalSamples.all().stream()
            .map(sample -> sample.refusal().getClass())
            .distinct()
            .flatMap(kind -> Arrays.stream(kind.getRecordComponents()))
            .filter(c -> c.getGenericType().getTypeName().contains("java.lang.String"))
            .map(c -> c.getDeclaringRecord().getSimpleName() + "." + c.getName())
            .sorted()
            .toList());
  }

  private static List<String> codesOf(Predicate<Refusal> asked) {
    return RefusalSamples.all().stream()
        .map(RefusalSamples.Sample::refusal)
        .filter(asked)
        .map(Refusal::code)
        .distinct()
        .sorted()
        .toList();
  }
}
