package io.github.mailclad.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Identifier;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.docs.RefusalSamples;
import io.github.mailclad.docs.RefusalSamples.Sample;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal.IdentityMismatch;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity.Suspect;
import io.github.mailclad.refusal.CertificateRefusal.WeakCertificate;
import io.github.mailclad.refusal.HandshakeRefusal.HandshakeFailed;
import io.github.mailclad.refusal.HandshakeRefusal.TlsAlert;
import io.github.mailclad.refusal.HandshakeRefusal.TlsVersionRefused;
import io.github.mailclad.refusal.LoginRefusal.MechanismUnavailable;
import io.github.mailclad.refusal.PathRefusal.UntrustedIssuer;
import io.github.mailclad.refusal.SettingsRefusal.InvalidHost;
import io.github.mailclad.refusal.TlsStartRefusal.PlaintextServer;
import io.github.mailclad.refusal.TlsStartRefusal.StarttlsPort;
import io.github.mailclad.refusal.TlsStartRefusal.StarttlsUnavailable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
  /** Frozen: a code never changes and never goes away; new ones are added. */
  private static final List<String> CODES =
      List.of(
          "unsafe-settings",
          "invalid-host",
          "cleartext-port",
          "plaintext-server",
          "starttls-port",
          "implicit-tls-port",
          "tls-alert",
          "handshake-timeout",
          "login-timeout",
          "login-postponed",
          "login-flood",
          "handshake-failed",
          "tls-version",
          "cipher-suite",
          "key-exchange-refused",
          "tls-safeguard-missing",
          "starttls-unavailable",
          "cleartext-forbidden",
          "starttls-injection",
          "preauth-before-tls",
          "turned-away",
          "ehlo-refused",
          "wrong-protocol",
          "malformed-reply",
          "identity-mismatch",
          "srv-name-unconstrained",
          "untrusted-issuer",
          "self-signed",
          "missing-intermediate",
          "inspected-connection",
          "broken-signature",
          "certificate-expired",
          "certificate-not-yet-valid",
          "weak-certificate",
          "unsupported-algorithm",
          "invalid-certificate",
          "key-usage",
          "path-length",
          "name-constraint",
          "too-much-work",
          "no-certificate",
          "pin-mismatch",
          "anchors-unavailable",
          "revoked",
          "must-staple",
          "revocation-unknown",
          "revocation-source-unavailable",
          "resolver-unavailable",
          "no-server-named",
          "no-service-records",
          "discovery-failed",
          "no-acceptable-service",
          "target-not-confirmed",
          "configuration-mismatch",
          "configuration-unavailable",
          "address-lookup-failed",
          "dane-mismatch",
          "dane-unusable",
          "dane-absent",
          "dane-lookup-failed",
          "tls-disappeared",
          "validation-regressed",
          "account-unreadable",
          "auth-not-offered",
          "mechanism-unavailable",
          "unsafe-credentials",
          "client-certificate-not-sent",
          "client-certificate-unusable",
          "client-certificate-withheld",
          "tls-provider-unusable",
          "token-unavailable",
          "oauth-invalid-grant",
          "oauth-invalid-client",
          "oauth-unauthorized-client",
          "oauth-invalid-scope",
          "oauth-interaction-required",
          "oauth-sign-in-declined",
          "oauth-sign-in-expired",
          "oauth-rejected",
          "oauth-unavailable",
          "oauth-server-unverified",
          "oauth-malformed-answer",
          "oauth-issuer-mismatch",
          "oauth-request-impossible",
          "sasl-violation",
          "channel-binding",
          "capabilities-unknown",
          "unexpected-preauth",
          "starttls-inside-tls",
          "foreign-socket",
          "unknown-protocol-name",
          "foreign-connection",
          "unsafe-command",
          "renegotiation");

  @Test
  void everyKindHasACodeThatNeverChanges() {
    assertEquals(CODES, RefusalSamples.all().stream().map(s -> s.refusal().code()).toList());
    assertEquals(CODES.size(), Set.copyOf(CODES).size());
    assertEquals(
        kindsOf(Refusal.class).collect(Collectors.toSet()),
        RefusalSamples.all().stream().map(s -> s.refusal().getClass()).collect(Collectors.toSet()),
        "every kind has a sample");
  }

  private static Stream<Class<?>> kindsOf(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RefusalTest::kindsOf)
        : Stream.of(type);
  }

  static Stream<Sample> samples() {
    return RefusalSamples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Requirement(
      value = {"R9525-6.6-1", "D-5.2-7"},
      heldBy = "Refusal")
  void anExplanationHasTheEventTheExpectationAndTheRemedy(Sample sample) {
    Refusal refusal = sample.refusal();
    Pattern shape =
        Pattern.compile(
            Pattern.quote(sample.subject() + " refused: " + refusal.summary())
                + "  \\[[a-z]+(?:-[a-z]+)*]"
                + "(?:\n  [^\n]+){"
                + refusal.details().size()
                + "}"
                + "\n  "
                + Pattern.quote(refusal.remedy()));
    String explained = refusal.explain(sample.subject());

    assertTrue(shape.matcher(explained).matches(), explained);
    assertTrue(explained.contains("[" + refusal.code() + "]"));
    assertFalse(explained.contains("!"), explained);
    assertFalse(explained.contains("end-to-end"), explained);
    for (String line : List.of(refusal.summary(), refusal.remedy())) {
      assertTrue(line.length() > 15, line);
      assertFalse(Character.isUpperCase(line.charAt(0)), line);
      assertFalse(line.endsWith("."), line);
    }
  }

  @Test
  void anExplanationReadsLikeThis() {
    Refusal refusal =
        new IdentityMismatch(
            List.of(
                new Identifier.DnsId("imap.example.org"),
                new Identifier.SrvId("imaps", "example.org")),
            PeerText.listOf(List.of("DNS-ID mail.hoster.example", "DNS-ID *.hoster.example")),
            IdentityMismatch.Cause.OTHER_NAME);

    assertEquals(
        """
        imap.example.org:993 refused: the certificate does not name this server  [identity-mismatch]
          expected any of: DNS-ID imap.example.org, SRV-ID _imaps.example.org
          presented:       DNS-ID mail.hoster.example, DNS-ID *.hoster.example
          set the host (mail.<protocol>.host) to a name in the certificate, or ask the operator to add one of the expected names""",
        refusal.explain("imap.example.org:993"));
  }

  static Stream<Refusal> controlledByThePeer() {
    String evil = "\u001b[2J\r\nA1 OK\t\u202e\u00e9\u0000\\" + "x".repeat(10_000);
    Instant now = Instant.EPOCH;
    CertificateSummary certificate =
        new CertificateSummary(0, evil, evil, now, now, evil, evil, evil);
    return Stream.of(
        new InvalidHost(evil, "not a host name"),
        new PlaintextServer(PeerText.of(evil)),
        new StarttlsPort(143, PeerText.of(evil), "imap"),
        new StarttlsUnavailable(PeerText.of(evil)),
        new TlsStartRefusal.CleartextForbidden(PeerText.of(evil)),
        new TlsStartRefusal.TurnedAway(PeerText.of(evil)),
        new TlsStartRefusal.EhloRefused(PeerText.of(evil)),
        new TlsStartRefusal.MalformedReply(PeerText.of(evil)),
        new TlsAlert(PeerText.of(evil)),
        new HandshakeFailed(PeerText.of(evil)),
        new TlsVersionRefused(PeerText.of(evil), Set.of(TlsVersion.TLS_1_3)),
        new HandshakeRefusal.CipherSuiteRefused(PeerText.of(evil)),
        new IdentityMismatch(
            List.of(new Identifier.DnsId("a.example")),
            PeerText.listOf(Collections.nCopies(20, evil)),
            IdentityMismatch.Cause.OTHER_NAME),
        new UntrustedIssuer(certificate, certificate, "the anchors"),
        new CertificateRefusal.SrvNameUnconstrained(
            certificate, new Identifier.SrvId("imaps", "example.org")),
        new PathRefusal.SelfSigned(certificate, "the anchors"),
        new PathRefusal.MissingIntermediate(certificate, PeerText.of(evil), "the anchors"),
        new PathRefusal.InspectedConnection(certificate, PeerText.of(evil), "a product"),
        new PathRefusal.BrokenSignature(certificate),
        new OutsideValidity(certificate, now.plusSeconds(1), Suspect.CERTIFICATE),
        new OutsideValidity(certificate, now.minusSeconds(1), Suspect.CLOCK),
        new WeakCertificate(certificate, PeerText.of(evil), "a good one"),
        new InvalidCertificate(certificate, PeerText.of(evil)),
        new CertificateRefusal.KeyUsage(certificate, "a rule"),
        new PathRefusal.PathLength(certificate, 1, "one of them"),
        new PathRefusal.NameConstraint(
            certificate, certificate, PeerText.of(evil), PeerText.of(evil)),
        new SettingsRefusal.AnchorsUnavailable("the anchors", PeerText.of(evil)),
        new RevocationRefusal.Revoked(certificate, now, "superseded", "the configured CRL"),
        new RevocationRefusal.MustStaple(
            certificate, PeerText.listOf(Collections.nCopies(20, evil))),
        new RevocationRefusal.RevocationUnknown(
            certificate, PeerText.listOf(Collections.nCopies(20, evil))),
        new SettingsRefusal.RevocationSourceUnavailable("the lists", PeerText.of(evil)),
        new LookupRefusal.ResolverUnavailable(PeerText.of(evil), PeerText.of(evil)),
        new LookupRefusal.NoServerNamed(PeerText.of(evil)),
        new LookupRefusal.NoServiceRecords(PeerText.of(evil), List.of("_imaps._tcp")),
        new LookupRefusal.DiscoveryFailed(PeerText.of(evil), DnssecStatus.BOGUS, PeerText.of(evil)),
        new LookupRefusal.NoAcceptableService(
            PeerText.of(evil), PeerText.listOf(Collections.nCopies(20, evil))),
        new LookupRefusal.TargetNotConfirmed(
            PeerText.of(evil), MailService.IMAPS, PeerText.listOf(Collections.nCopies(20, evil))),
        new LookupRefusal.NoServiceRecords(
            PeerText.of(evil), List.of("_imaps._tcp"), PeerText.listOf(List.of(evil, evil))),
        new LookupRefusal.ConfigurationMismatch(
            PeerText.of(evil), PeerText.of(evil), DnssecStatus.SECURE),
        new LookupRefusal.ConfigurationUnavailable(PeerText.of(evil), PeerText.of(evil)),
        new LookupRefusal.AddressLookupFailed(
            PeerText.of(evil), DnssecStatus.BOGUS, PeerText.of(evil)),
        new DaneRefusal.DaneMismatch(PeerText.of(evil), List.of(), List.of(), null),
        new DaneRefusal.DaneUnusable(
            PeerText.of(evil), PeerText.listOf(Collections.nCopies(20, evil))),
        new DaneRefusal.DaneAbsent(PeerText.of(evil), PeerText.of(evil)),
        new LookupRefusal.DaneLookupFailed(
            PeerText.of(evil), DnssecStatus.BOGUS, PeerText.of(evil)),
        new MechanismUnavailable(List.of("PLAIN"), PeerText.listOf(Collections.nCopies(20, evil))));
  }

  @ParameterizedTest
  @MethodSource("controlledByThePeer")
  void textOfAPeerIsEscapedAndBounded(Refusal refusal) {
    String explained = refusal.explain("imap.example.org:993");

    assertTrue(explained.length() < 5000, () -> explained.length() + " characters");
    assertTrue(
        explained.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f)),
        "only printable ASCII");
    assertEquals(
        2 + refusal.details().size(), explained.lines().count(), "no line is the peer's alone");
    assertTrue(explained.contains("\\x1b[2J\\r\\nA1 OK\\x09\\u202e\\xe9\\x00\\x5cxxx"), explained);
  }
}
