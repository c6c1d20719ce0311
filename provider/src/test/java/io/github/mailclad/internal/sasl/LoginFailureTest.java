package io.github.mailclad.internal.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.internal.der.ClientPurpose;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the remedies of a rejected login, and of the issuer that the server names. */
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

  private static Optional<String> advice(
      AuthMechanism mechanism, String metadata, @Nullable URI configured) {
    String report =
        "{\"status\":\"invalid_token\",\"openid-configuration\":\"%s\"}".formatted(metadata);
    return new LoginFailure(mechanism, "no", report).issuerAdvice(configured);
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.example.org/.well-known/openid-configuration, https://login.example.org",
    "https://login.example.org:8443/mail/.well-known/openid-configuration, https://login.example.org:8443/mail",
    "https://login.example.org/.well-known/oauth-authorization-server/mail, https://login.example.org/mail",
    "https:\\/\\/login.example.org\\/.well-known\\/openid-configuration, https://login.example.org"
  })
  void theServersIssuerIsNamedUnlessItIsConfigured(String metadata, String issuer) {
    String named = advice(AuthMechanism.OAUTHBEARER, metadata, null).orElseThrow();
    assertTrue(named.contains("the issuer " + issuer + ":"), named);
    String other =
        advice(AuthMechanism.XOAUTH2, metadata, URI.create("https://other.example")).orElseThrow();
    assertTrue(other.contains("issuer " + issuer + ", and"), other);
    assertTrue(other.contains("is https://other.example:"), other);
    assertEquals(
        Optional.empty(), advice(AuthMechanism.OAUTHBEARER, metadata, URI.create(issuer + "/")));
  }

  @ParameterizedTest
  @CsvSource({
    "OAUTHBEARER, http://login.example.org/.well-known/openid-configuration",
    "OAUTHBEARER, https://login.example.org/page",
    "OAUTHBEARER, https://user@login.example.org/.well-known/openid-configuration",
    "OAUTHBEARER, https://login.example.org/a b/.well-known/openid-configuration",
    "PLAIN, https://login.example.org/.well-known/openid-configuration"
  })
  void anythingElseInTheReportIsNoIssuer(AuthMechanism mechanism, String metadata) {
    assertEquals(Optional.empty(), advice(mechanism, metadata, null));
  }
}
