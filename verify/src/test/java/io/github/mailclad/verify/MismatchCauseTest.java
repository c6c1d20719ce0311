package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.CertificateRefusal.IdentityMismatch;
import io.github.mailclad.refusal.CertificateRefusal.IdentityMismatch.Cause;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the remedy for a certificate with other names. */
class MismatchCauseTest {
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Identifier HOST = Host.of("mail.example.net").identifier();
  private static final Identifier ADDRESS = Host.of("192.0.2.1").identifier();
  private static final Identifier SERVICE = new SrvId("imaps", "example.net");

  record Case(List<Identifier> expected, UnaryOperator<CertificateBuilder> presents, Cause cause) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(List.of(HOST), c -> c.dns("mail.example.org"), Cause.OTHER_NAME),
        new Case(List.of(HOST), c -> c.dns("net"), Cause.OTHER_NAME),
        new Case(List.of(Host.of("net").identifier()), c -> c.dns("x.net"), Cause.OTHER_NAME),
        new Case(List.of(HOST), c -> c.ip("192.0.2.2"), Cause.OTHER_NAME),
        new Case(List.of(HOST), c -> c.dns("imap.example.net"), Cause.SIBLING),
        new Case(List.of(HOST), c -> c.dns("example.net"), Cause.SIBLING),
        new Case(List.of(ADDRESS, HOST), c -> c.dns("x.org", "*.mx.example.net"), Cause.SIBLING),
        new Case(List.of(ADDRESS), c -> c.dns("mail.example.net"), Cause.ADDRESS),
        new Case(List.of(ADDRESS), c -> c.dns("*.example.net"), Cause.ADDRESS),
        new Case(List.of(ADDRESS), c -> c.ip("192.0.2.2"), Cause.OTHER_NAME),
        new Case(List.of(SERVICE, HOST), c -> c.srv("_imap.example.net"), Cause.OTHER_SERVICE),
        new Case(List.of(SERVICE), c -> c.srv("_imaps.example.org"), Cause.OTHER_NAME),
        new Case(List.of(HOST), c -> c.srv("_imap.example.net"), Cause.OTHER_NAME),
        new Case(List.of(HOST), c -> c.subject("CN=mail.example.net"), Cause.NO_NAME),
        new Case(List.of(HOST), c -> c.email("mail@example.net"), Cause.NO_NAME));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMismatchTellsWhatIsProbablyBehindIt(Case mismatch) {
    Issued server =
        mismatch
            .presents()
            .apply(CertificateBuilder.server().validity(Verdicts.FROM, Verdicts.TO))
            .issuedBy(ROOT);

    IdentityMismatch refusal =
        (IdentityMismatch)
            Verdicts.refusal(
                Verdicts.trusting(ROOT)
                    .expecting(mismatch.expected())
                    .verify(server.chain(), Verdicts.NOW));

    assertEquals(mismatch.cause(), refusal.cause());
  }
}
