package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The common part of the tests of paths: one instant, good certificates, one way to ask. */
final class Lab {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant FROM = NOW.minus(Duration.ofDays(10));
  static final Instant TO = NOW.plus(Duration.ofDays(10));

  private Lab() {}

  static CertificateBuilder server() {
    return CertificateBuilder.server().dns("mail.example.net").validity(FROM, TO);
  }

  static CertificateBuilder authority(String name) {
    return CertificateBuilder.authority(name).validity(FROM, TO);
  }

  static Issued root(String name) {
    return authority(name).selfSigned();
  }

  static PathValidator trusting(Issued... anchors) {
    return new PathValidator(certificates(anchors), "the anchors of this test");
  }

  static List<X509Certificate> certificates(Issued... issued) {
    return Arrays.stream(issued).map(Issued::certificate).toList();
  }

  /** The chain of a server with further certificates behind it. */
  static List<X509Certificate> with(Issued server, Issued... others) {
    return new ArrayList<>(
        Stream.concat(server.chain().stream(), certificates(others).stream()).toList());
  }

  static ValidPath valid(Outcome<ValidPath> result) {
    assertTrue(result.refusal().isEmpty(), result::toString);
    return result.get();
  }

  static Refusal refusal(Outcome<ValidPath> result) {
    return result.refusal().orElseThrow(() -> new AssertionError("accepted"));
  }
}
