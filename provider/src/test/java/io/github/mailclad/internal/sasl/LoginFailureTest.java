package io.github.mailclad.internal.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.internal.der.ClientPurpose;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** Tests of what a rejected login says about the purposes of the client certificate. */
class LoginFailureTest {

  private static X509Certificate withPurposes(KeyPurposeId... purposes) {
    return CertificateBuilder.server().extendedKeyUsage(purposes).selfSigned().certificate();
  }

  @Test
  void aCertificateThatNamesOtherPurposesOnlyIsNotForClients() {
    assertTrue(ClientPurpose.isMissingIn(withPurposes(KeyPurposeId.id_kp_serverAuth)));
    assertFalse(
        ClientPurpose.isMissingIn(
            withPurposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)));
    assertFalse(ClientPurpose.isMissingIn(withPurposes(KeyPurposeId.anyExtendedKeyUsage)));
    assertFalse(
        ClientPurpose.isMissingIn(
            CertificateBuilder.server().noExtendedKeyUsage().selfSigned().certificate()));
  }

  @Test
  void theRemedyNamesTheMissingPurpose() {
    FixedExchange external = FixedExchange.external("", "clientAuth");
    assertEquals("clientAuth", external.report());
    String remedy =
        new LoginFailure(AuthMechanism.EXTERNAL, "no", external.report()).remedy("u", "p");
    assertTrue(remedy.contains("does not have the purpose clientAuth"), remedy);

    String other =
        new LoginFailure(AuthMechanism.EXTERNAL, "no", FixedExchange.external("", "").report())
            .remedy("u", "p");
    assertFalse(other.contains("clientAuth"), other);
  }

  @Test
  void theRemedyNamesTheSameMechanismWithoutChannelBinding() {
    String remedy =
        new LoginFailure(AuthMechanism.SCRAM_SHA_512_PLUS, "no", "tls-exporter").remedy("u", "p");
    assertTrue(
        remedy.endsWith("set mail.<protocol>.security.auth-mechanisms=SCRAM-SHA-512"), remedy);
    assertFalse(
        new LoginFailure(AuthMechanism.SCRAM_SHA_512, "no", "").remedy("u", "p").contains("set"));
  }
}
