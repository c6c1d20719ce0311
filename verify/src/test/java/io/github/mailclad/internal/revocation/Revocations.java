package io.github.mailclad.internal.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.NoCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A path of a server, an intermediate and a root, and checkers of it. */
final class Revocations {
  static final Issued ROOT = CertificateBuilder.root("Revocation Root");
  static final Issued INTERMEDIATE =
      CertificateBuilder.authority("Revocation Intermediate").issuedBy(ROOT);
  static final Issued SERVER =
      CertificateBuilder.server().subject("CN=mail").issuedBy(INTERMEDIATE);

  /** About now: certificates are made valid from yesterday. */
  static final Instant NOW =
      SERVER.certificate().getNotBefore().toInstant().plus(Duration.ofDays(1));

  /** Of another kind of key: keys of one kind may be the same. */
  static final Issued STRANGER =
      CertificateBuilder.authority("Stranger").key(KeyKind.EC_P384).selfSigned();

  private static final Fetcher NOBODY =
      (question, limit) -> {
        throw new IOException("nobody was to be asked");
      };

  private Revocations() {}

  static TrustEvidence.Pkix pathOf(Issued subject, Issued anchor) {
    return new TrustEvidence.Pkix(subject.chain(), anchor.certificate());
  }

  static RevocationPolicy policy(Requirement requirement, Crls crls) {
    return new RevocationPolicy(requirement, crls, Fetch.NEVER, Duration.ofSeconds(5));
  }

  static RevocationChecker checker(RevocationPolicy policy) {
    return new RevocationChecker(policy, new CrlLoader(), new FetchedStatements(NOBODY));
  }

  /** With these responses, and nothing else. */
  static Outcome<RevocationEvidence> stapled(Issued subject, byte[]... responses) {
    return checker(policy(Requirement.SOFT, new NoCrls()))
        .check(pathOf(subject, ROOT), Arrays.asList(responses), NOW, NOW);
  }

  /** With these lists, and nothing else. */
  static Outcome<RevocationEvidence> listed(Requirement requirement, Crls crls) {
    return checker(policy(requirement, crls)).check(pathOf(SERVER, ROOT), List.of(), NOW, NOW);
  }

  static RevocationEvidence evidence(Outcome<RevocationEvidence> result) {
    assertTrue(result.refusal().isEmpty(), result::toString);
    return result.get();
  }

  static Refusal refusal(String code, Outcome<RevocationEvidence> result) {
    Refusal refusal = result.refusal().orElseThrow(() -> new AssertionError(result));
    assertEquals(code, refusal.code());
    return refusal;
  }
}
