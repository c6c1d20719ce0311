package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;

/** Row 122: an authority that is held to some domains must not write any SRV-ID it likes. */
class SrvNameConstraintTest {
  private static final SrvId SERVICE = new SrvId("imaps", "example.net");
  private static final GeneralName DOMAIN = new GeneralName(GeneralName.dNSName, "example.net");
  private static final GeneralName SRV_NAME =
      new GeneralName(
          GeneralName.otherName,
          new OtherName(
              new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7"), new DERIA5String("example.net")));
  private static final GeneralName MAIL = new GeneralName(GeneralName.rfc822Name, "example.net");

  private final Issued root = Verdicts.authority("Root").selfSigned();

  private Issued issuer(GeneralName... permitted) {
    GeneralSubtree[] subtrees = new GeneralSubtree[permitted.length];
    for (int i = 0; i < permitted.length; i++) {
      subtrees[i] = new GeneralSubtree(permitted[i]);
    }
    return Verdicts.authority("Constrained")
        .nameConstraints(new NameConstraints(subtrees, null))
        .issuedBy(root);
  }

  private PeerVerifier expecting(Identifier... references) {
    return Verdicts.trusting(root).expecting(List.of(references));
  }

  @Test
  @Requirement(
      value = "R9525-7.6-1",
      heldBy = {"NamedPath", "PathValidator"})
  void aSrvIdThatNoConstraintCoversIsRefusedWhereDnsIdsAreConstrained() {
    Issued server = Verdicts.server().srv("_imaps.example.net").issuedBy(issuer(DOMAIN));

    Refusal refusal = Verdicts.refusal(expecting(SERVICE).verify(server.chain(), Verdicts.NOW));
    assertEquals("srv-name-unconstrained", refusal.code());
    assertEquals(
        SERVICE,
        Verdicts.accepted(
                expecting(SERVICE)
                    .dangerouslyWithUnconstrainedSrvNames()
                    .verify(server.chain(), Verdicts.NOW))
            .matched());
  }

  @Test
  @Requirement(value = "R9525-7.6-1", heldBy = "NamedPath")
  void aDnsIdThatMatchesAsWellIsEnough() {
    Issued server = Verdicts.server().srv("_imaps.example.net").issuedBy(issuer(DOMAIN));

    assertEquals(
        Verdicts.NAME,
        Verdicts.accepted(expecting(SERVICE, Verdicts.NAME).verify(server.chain(), Verdicts.NOW))
            .matched());
  }

  @Test
  @Requirement(value = "R9525-7.6-1", heldBy = "NamedPath")
  void aSrvIdIsEnoughWhereItIsConstrainedOrNothingIs() {
    for (Issued issuer : List.of(issuer(DOMAIN, SRV_NAME), issuer(MAIL), root)) {
      Issued server = Verdicts.server().srv("_imaps.example.net").issuedBy(issuer);

      assertEquals(
          SERVICE,
          Verdicts.accepted(expecting(SERVICE).verify(server.chain(), Verdicts.NOW)).matched());
    }
  }
}
