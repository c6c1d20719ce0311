package io.github.mailclad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Refusal.HandshakeFailed;
import io.github.mailclad.Refusal.IdentityMismatch;
import io.github.mailclad.Refusal.InvalidCertificate;
import io.github.mailclad.Refusal.InvalidHost;
import io.github.mailclad.Refusal.MechanismUnavailable;
import io.github.mailclad.Refusal.OutsideValidity;
import io.github.mailclad.Refusal.PlaintextServer;
import io.github.mailclad.Refusal.StarttlsPort;
import io.github.mailclad.Refusal.StarttlsUnavailable;
import io.github.mailclad.Refusal.TlsAlert;
import io.github.mailclad.Refusal.TlsVersionRefused;
import io.github.mailclad.Refusal.UntrustedIssuer;
import io.github.mailclad.Refusal.WeakCertificate;
import io.github.mailclad.docs.RefusalSamples;
import io.github.mailclad.docs.RefusalSamples.Sample;
import io.github.mailclad.fixtures.Requirement;
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
          "tls-alert",
          "handshake-timeout",
          "handshake-failed",
          "tls-version",
          "cipher-suite",
          "tls-safeguard-missing",
          "starttls-unavailable",
          "starttls-injection",
          "preauth-before-tls",
          "turned-away",
          "ehlo-refused",
          "wrong-protocol",
          "malformed-reply",
          "identity-mismatch",
          "untrusted-issuer",
          "certificate-expired",
          "certificate-not-yet-valid",
          "weak-certificate",
          "invalid-certificate",
          "no-certificate",
          "pin-mismatch",
          "anchors-unavailable",
          "auth-not-offered",
          "mechanism-unavailable",
          "unexpected-preauth",
          "starttls-inside-tls",
          "foreign-socket");

  @Test
  void everyKindHasACodeThatNeverChanges() {
    assertEquals(CODES, RefusalSamples.all().stream().map(s -> s.refusal().code()).toList());
    assertEquals(CODES.size(), Set.copyOf(CODES).size());
    assertEquals(
        Arrays.stream(Refusal.class.getPermittedSubclasses()).collect(Collectors.toSet()),
        RefusalSamples.all().stream().map(s -> s.refusal().getClass()).collect(Collectors.toSet()),
        "every kind has a sample");
  }

  static Stream<Sample> samples() {
    return RefusalSamples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Requirement(
      value = {"R9525-6.6-1", "D-5.2-7"},
      heldBy = "Refusal")
  void anExplanationTellsWhatHappenedWhatWasExpectedAndWhatToDo(Sample sample) {
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
            List.of("DNS-ID mail.hoster.example", "DNS-ID *.hoster.example"),
            IdentityMismatch.Cause.OTHER_NAME);

    assertEquals(
        """
        imap.example.org:993 refused: the certificate does not name this server  [identity-mismatch]
          expected any of: DNS-ID imap.example.org, SRV-ID _imaps.example.org
          presented:       DNS-ID mail.hoster.example, DNS-ID *.hoster.example
          connect with a host name that the certificate carries, or ask the operator to add one of the expected names""",
        refusal.explain("imap.example.org:993"));
  }

  static Stream<Refusal> controlledByThePeer() {
    String evil = "\u001b[2J\r\nA1 OK\t\u202e\u00e9\u0000\\" + "x".repeat(10_000);
    Instant now = Instant.EPOCH;
    return Stream.of(
        new InvalidHost(evil, "not a host name"),
        new PlaintextServer(evil),
        new StarttlsPort(143, evil, "imap"),
        new StarttlsUnavailable(evil),
        new Refusal.TurnedAway(evil),
        new Refusal.EhloRefused(evil),
        new Refusal.MalformedReply(evil),
        new TlsAlert(evil),
        new HandshakeFailed(evil),
        new TlsVersionRefused(evil, Set.of(TlsVersion.TLS_1_3)),
        new Refusal.CipherSuiteRefused(evil),
        new IdentityMismatch(
            List.of(new Identifier.DnsId("a.example")),
            Collections.nCopies(20, evil),
            IdentityMismatch.Cause.OTHER_NAME),
        new UntrustedIssuer(evil, evil, "the anchors"),
        new OutsideValidity(evil, now, now, now.plusSeconds(1)),
        new OutsideValidity(evil, now, now, now.minusSeconds(1)),
        new WeakCertificate(evil, "an RSA key of 512 bits", "a good one"),
        new InvalidCertificate(evil, evil),
        new Refusal.AnchorsUnavailable("the anchors", evil),
        new MechanismUnavailable(List.of("PLAIN"), Collections.nCopies(20, evil)));
  }

  @ParameterizedTest
  @MethodSource("controlledByThePeer")
  void whatAPeerControlsIsEscapedAndBounded(Refusal refusal) {
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
