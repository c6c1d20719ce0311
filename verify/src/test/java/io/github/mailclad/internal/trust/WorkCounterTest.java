package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.internal.trust.WorkCounter.WorkLimitException;
import io.github.mailclad.refusal.PathRefusal;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;

/** Tests of the limits of one validation, each reached exactly, and reported when it is passed. */
class WorkCounterTest {
  private final WorkCounter work = new WorkCounter();

  /** One unit of a kind of work. */
  private interface Unit {
    void count() throws WorkLimitException;
  }

  private static void most(int limit, Unit unit, String told) throws WorkLimitException {
    for (int i = 0; i < limit; i++) {
      unit.count();
    }
    assertEquals(told, assertThrows(WorkLimitException.class, unit::count).limit());
  }

  @Test
  void eachKindOfWorkHasItsOwnLimit() throws WorkLimitException {
    most(2_000, work::step, "more than 2000 candidates for an issuer");
    most(100, work::signature, "more than 100 signatures to verify");
    most(64, work::path, "more than 64 paths to a trust anchor");
    most(
        1 << 10,
        () -> work.comparisons(1 << 10),
        "more than 1048576 names to compare with name constraints");
    assertEquals(2_001, work.steps());
    assertEquals(101, work.signatures());
    assertEquals((1 << 20) + (1 << 10), work.comparisons());
  }

  @Test
  void aRefusalSaysWhatThereIsTooMuchOf() {
    Issued root = Lab.root("Root");
    ASN1ObjectIdentifier unheardOf = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    Issued server = Lab.server().issuedBy(root);
    Issued large = Lab.authority("Large").extension(unheardOf, new byte[350_000]).issuedBy(root);
    Issued giant = Lab.authority("Giant").extension(unheardOf, new byte[512 << 10]).issuedBy(root);

    Lab.valid(Lab.trusting(root).validate(Lab.with(server, large, large), NOW));
    assertEquals(
        "more than 1048576 octets of certificates", told(root, server, large, large, large));
    assertEquals("a certificate of more than 524288 octets", told(root, server, giant));
  }

  private static String told(Issued root, Issued server, Issued... others) {
    Refusal refusal = Lab.refusal(Lab.trusting(root).validate(Lab.with(server, others), NOW));
    return ((PathRefusal.TooMuchWork) refusal).what();
  }

  @Test
  void noMorePathsAreJudgedThanTheLimit() {
    Issued first = constrainedRoot().selfSigned();
    List<X509Certificate> renewals = new ArrayList<>();
    for (int i = 0; i < WorkCounter.MOST_PATHS + 6; i++) {
      renewals.add(constrainedRoot().keyOf(first).selfSigned().certificate());
    }
    PathValidator validator = new PathValidator(renewals, "the anchors of this test");

    Refusal refusal =
        Lab.refusal(validator.validate(Lab.server().issuedBy(first).chain(), NOW, work));

    assertEquals("name-constraint", refusal.code());
    // subject and dNSName with one subtree, for each path
    assertEquals(2L * WorkCounter.MOST_PATHS, work.comparisons());
    assertEquals(1, work.signatures());
  }

  private static CertificateBuilder constrainedRoot() {
    GeneralSubtree elsewhere =
        new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example.org"));
    return Lab.authority("Root")
        .nameConstraints(new NameConstraints(new GeneralSubtree[] {elsewhere}, null));
  }

  @Test
  void aCertificateThatIsPresentedManyTimesIsLookedAtOnce() {
    Issued between = Lab.authority("Between").issuedBy(Lab.root("Stranger"));
    List<X509Certificate> chain = new ArrayList<>(Lab.server().issuedBy(between).chain());
    while (chain.size() < WorkCounter.MOST_CERTIFICATES) {
      chain.add(between.certificate());
    }

    Refusal refusal = Lab.refusal(Lab.trusting(Lab.root("Root")).validate(chain, NOW, work));

    assertEquals("untrusted-issuer", refusal.code());
    // once for a sound path, and once to say what is wrong
    assertEquals(2, work.steps());
    assertEquals(1, work.signatures());
  }
}
