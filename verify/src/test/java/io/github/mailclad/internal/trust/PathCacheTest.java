package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.fixtures.Issued;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tests that an accepted chain is remembered for exactly the time and the anchors that it is valid
 * for.
 */
class PathCacheTest {
  private final Issued root = Lab.root("Root");
  private final Issued between =
      Lab.authority("Between").validity(NOW.minusSeconds(60), NOW.plusSeconds(60)).issuedBy(root);
  private final Issued extra = Lab.root("Extra");
  private final Issued server = Lab.server().issuedBy(between);
  private final PathValidator validator = Lab.trusting(root);

  @Test
  void theSameChainIsValidatedOnce() {
    Outcome<ValidPath> first = validator.validate(server.chain(), NOW);
    WorkCounter again = new WorkCounter();

    assertSame(
        Lab.valid(first),
        Lab.valid(validator.validate(server.chain(), NOW.plusSeconds(60), again)));
    assertEquals(0, again.signatures());
  }

  @Test
  void outsideTheTimeOfAnyCertificateOfThePathItCountsForNothing() {
    Lab.valid(validator.validate(server.chain(), NOW));

    for (long seconds : List.of(-61L, 61L)) {
      assertTrue(
          validator.validate(server.chain(), NOW.plusSeconds(seconds)).refusal().isPresent());
    }
    Lab.valid(validator.validate(server.chain(), NOW));
  }

  @Test
  void anotherOrderOrAnotherCertificateIsAnotherChain() {
    Lab.valid(validator.validate(server.chain(), NOW));
    List<X509Certificate> longer = Lab.with(server, extra);
    WorkCounter work = new WorkCounter();

    Lab.valid(validator.validate(longer, NOW, work));
    assertTrue(work.signatures() > 0);
    assertTrue(
        validator
            .validate(List.of(between.certificate(), server.certificate()), NOW)
            .refusal()
            .isPresent());
    assertTrue(validator.validate(List.of(server.certificate()), NOW).refusal().isPresent());
  }

  @Test
  void aValidatorOfOtherAnchorsRemembersNothingOfIt() {
    Lab.valid(validator.validate(server.chain(), NOW));

    assertTrue(Lab.trusting(extra).validate(server.chain(), NOW).refusal().isPresent());
  }

  @Test
  void aRefusalIsNotRemembered() {
    PathCache cache = new PathCache();
    assertTrue(cache.find(server.chain(), NOW).isEmpty());
    assertEquals(0, cache.size());
  }

  @Test
  void itForgetsWhatWasNotAskedForLongest() {
    PathCache cache = new PathCache();
    ValidPath result =
        new ValidPath(new TrustEvidence.Pkix(server.chain(), root.certificate()), Set.of());
    for (int i = 0; i < PathCache.MOST; i++) {
      cache.keep(List.of(Lab.server().issuedBy(root).certificate()), result);
    }
    cache.keep(server.chain(), result);

    assertEquals(PathCache.MOST, cache.size());
    assertTrue(cache.find(server.chain(), NOW).isPresent());
  }
}
