package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertPolicyId;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.junit.jupiter.api.Test;

/** Tests that the verdict comes soon for every presented chain, by counted work. */
class HostileChainTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private final Issued root = Lab.root("Root");

  @Test
  void aSetWithExponentiallyManyPathsEndsAtALimit() {
    // every authority of a level is vouched for by every one of the next, and the last by nobody
    List<X509Certificate> all = new ArrayList<>();
    List<Issued> level = List.of(Lab.root("Level 0"));
    for (int i = 1; i < 8; i++) {
      List<Issued> above = level;
      Issued first = Lab.authority("Level " + i).issuedBy(above.get(0));
      List<Issued> next = new ArrayList<>(List.of(first));
      for (int twin = 0; twin < 3; twin++) {
        next.add(Lab.authority("Level " + i).keyOf(first).issuedBy(above.get(twin % above.size())));
      }
      next.forEach(issued -> all.add(issued.certificate()));
      level = next;
    }
    List<X509Certificate> chain =
        new ArrayList<>(List.of(Lab.server().issuedBy(level.get(0)).certificate()));
    chain.addAll(all);
    WorkCounter work = new WorkCounter();

    Outcome<ValidPath> result =
        assertTimeoutPreemptively(LONG, () -> Lab.trusting(root).validate(chain, NOW, work));

    assertEquals("too-much-work", Lab.refusal(result).code());
    assertTrue(work.steps() <= WorkCounter.MOST_STEPS + 1, "steps " + work.steps());
    assertTrue(work.signatures() <= WorkCounter.MOST_SIGNATURES, "signatures " + work.signatures());
  }

  @Test
  void eachSignatureIsVerifiedOnce() {
    Issued between = Lab.authority("Between").issuedBy(root);
    WorkCounter work = new WorkCounter();

    Lab.valid(Lab.trusting(root).validate(Lab.server().issuedBy(between).chain(), NOW, work));

    assertEquals(2, work.signatures());
  }

  @Test
  void thousandsOfConstraintsAreRefusedBeforeTheyAreCompared() {
    GeneralSubtree[] subtrees =
        IntStream.range(0, WorkCounter.MOST_CONSTRAINTS + 1)
            .mapToObj(
                i -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, "x" + i + ".example")))
            .toArray(GeneralSubtree[]::new);
    Issued constrained =
        Lab.authority("Constrained")
            .nameConstraints(new NameConstraints(null, subtrees))
            .issuedBy(root);
    WorkCounter work = new WorkCounter();

    assertEquals("too-much-work", code(Lab.server().issuedBy(constrained), work));
    assertEquals(0, work.comparisons());
  }

  @Test
  void manyNamesUnderManyConstraintsEndAtALimit() {
    GeneralSubtree[] subtrees =
        IntStream.range(0, 1000)
            .mapToObj(
                i -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, "x" + i + ".example")))
            .toArray(GeneralSubtree[]::new);
    Issued constrained =
        Lab.authority("Constrained")
            .nameConstraints(new NameConstraints(null, subtrees))
            .issuedBy(root);

    assertEquals("too-much-work", code(manyNames(2000).issuedBy(constrained), new WorkCounter()));
    Lab.valid(Lab.trusting(root).validate(manyNames(900).issuedBy(constrained).chain(), NOW));
  }

  @Test
  void fiveThousandNamesAreFineAndACertificateOfHalfAMegabyteIsNot() {
    Lab.valid(Lab.trusting(root).validate(manyNames(5000).issuedBy(root).chain(), NOW));
    Issued giant =
        Lab.server()
            .extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), new byte[512 << 10])
            .issuedBy(root);

    assertEquals("too-much-work", code(giant, new WorkCounter()));
  }

  @Test
  void policiesThatMultiplyEndAtALimit() {
    CertPolicyId[] policies =
        IntStream.range(0, 17)
            .mapToObj(
                i -> CertPolicyId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999." + i)))
            .toArray(CertPolicyId[]::new);
    PolicyMappings mappings = new PolicyMappings(policies, policies);
    Issued issuer = root;
    for (int i = 0; i < 2; i++) {
      issuer =
          Lab.authority("Mapping " + i)
              .criticalExtension(new ASN1ObjectIdentifier("2.5.29.33"), der(mappings))
              .issuedBy(issuer);
    }
    assertEquals("too-much-work", code(Lab.server().issuedBy(issuer), new WorkCounter()));
  }

  private static CertificateBuilder manyNames(int count) {
    CertificateBuilder server = CertificateBuilder.server().validity(Lab.FROM, Lab.TO);
    IntStream.range(0, count).forEach(i -> server.dns("host" + i + ".example.net"));
    return server;
  }

  private static byte[] der(PolicyMappings mappings) {
    try {
      return mappings.getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String code(Issued server, WorkCounter work) {
    Refusal refusal =
        Lab.refusal(
            assertTimeoutPreemptively(
                LONG, () -> Lab.trusting(root).validate(server.chain(), NOW, work)));
    return refusal.code();
  }
}
