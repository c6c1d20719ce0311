package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;

/** Tests of the accepted signatures and key purposes. */
class CertificateStrengthTest {
  @Test
  @Requirement(value = "R9325-4.5-2", heldBy = "CertificateStrength")
  void onlySignaturesWithSha256OrBetterDo() {
    Issued rsa = Lab.authority("RSA").key(KeyKind.RSA_2048).selfSigned();
    Issued ec = Lab.authority("EC").selfSigned();
    Map<String, Issued> strong =
        Map.of(
            "SHA256withRSA",
            rsa,
            "SHA384withRSA",
            rsa,
            "SHA512withRSA",
            rsa,
            "SHA256withECDSA",
            ec);
    Map<String, Issued> weak =
        Map.of("SHA1withRSA", rsa, "MD5withRSA", rsa, "SHA224withRSA", rsa, "SHA1withECDSA", ec);

    strong.forEach(
        (algorithm, issuer) ->
            Lab.valid(
                Lab.trusting(issuer)
                    .validate(
                        Lab.server().signature(algorithm).issuedBy(issuer).chain(), Lab.NOW)));
    weak.forEach(
        (algorithm, issuer) ->
            assertEquals(
                "weak-certificate",
                Lab.refusal(
                        Lab.trusting(issuer)
                            .validate(
                                Lab.server().signature(algorithm).issuedBy(issuer).chain(),
                                Lab.NOW))
                    .code(),
                algorithm));
  }

  @Test
  void anExtensionNestedWithoutEndIsADefect() {
    ASN1Encodable nested = new DERSequence();
    for (int i = 0; i < 2000; i++) {
      nested = new DERSequence(nested);
    }
    byte[] deep;
    try {
      deep = nested.toASN1Primitive().getEncoded("DER");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Issued root =
        Lab.authority("Root")
            .criticalExtension(new ASN1ObjectIdentifier("2.5.29.30"), deep)
            .selfSigned();

    assertEquals(
        "invalid-certificate",
        Lab.refusal(Lab.trusting(root).validate(Lab.server().issuedBy(root).chain(), Lab.NOW))
            .code());
  }
}
