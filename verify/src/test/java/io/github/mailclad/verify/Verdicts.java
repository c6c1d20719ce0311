package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The common part of the tests of the verifier: one instant, one name, one way to ask. */
final class Verdicts {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant FROM = NOW.minus(Duration.ofDays(10));
  static final Instant TO = NOW.plus(Duration.ofDays(10));
  static final Identifier NAME = Host.of("mail.example.net").identifier();

  private Verdicts() {}

  /** A good server certificate with the name, valid at the instant, to be spoiled at will. */
  static CertificateBuilder server() {
    return CertificateBuilder.server().dns("mail.example.net").validity(FROM, TO);
  }

  /** A good authority, valid at the instant, to be spoiled at will. */
  static CertificateBuilder authority(String name) {
    return CertificateBuilder.authority(name).validity(FROM, TO);
  }

  static PeerVerifier.Trusting trusting(Issued... anchors) {
    return PeerVerifier.trusting(
        List.of(anchors).stream().map(Issued::certificate).toList(), "the anchors of this test");
  }

  /** The verdict of a verifier that trusts this root and expects the name. */
  static Verification verify(Issued root, List<X509Certificate> chain) {
    return trusting(root).expecting(List.of(NAME)).verify(chain, NOW);
  }

  static Verification.Accepted accepted(Verification verdict) {
    return assertInstanceOf(Verification.Accepted.class, verdict);
  }

  static Refusal refusal(Verification verdict) {
    return assertInstanceOf(Verification.Refused.class, verdict).refusal();
  }
}
