package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertPolicyId;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The extensions about certificate policies: those of authorities count as in the platform's own
 * validation, and those of a trust anchor count too, which the platform alone does not read.
 */
class PolicyExtensionsTest {
  private static final String ANY = "2.5.29.32.0";
  private static final String ONE = "1.3.6.1.4.1.55555.1";
  private static final String TWO = "1.3.6.1.4.1.55555.2";

  /**
   * A path of a root, an intermediate and a server, and whether it is valid.
   *
   * @param platform what the platform says alone
   */
  record Row(
      String what,
      UnaryOperator<CertificateBuilder> root,
      UnaryOperator<CertificateBuilder> between,
      UnaryOperator<CertificateBuilder> server,
      String platform,
      String verdict) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnaryOperator<CertificateBuilder> critical(
      ASN1ObjectIdentifier oid, ASN1Encodable value) {
    return c -> c.criticalExtension(oid, der(value));
  }

  private static UnaryOperator<CertificateBuilder> plain(
      ASN1ObjectIdentifier oid, ASN1Encodable value) {
    return c -> c.extension(oid, der(value));
  }

  private static PolicyConstraints explicitAfter(int certificates) {
    return new PolicyConstraints(java.math.BigInteger.valueOf(certificates), null);
  }

  private static PolicyConstraints explicitAndUnmappedAfter(int certificates) {
    return new PolicyConstraints(
        java.math.BigInteger.ZERO, java.math.BigInteger.valueOf(certificates));
  }

  private static UnaryOperator<CertificateBuilder> policies(String... oids) {
    return plain(
        Extension.certificatePolicies,
        new CertificatePolicies(
            Arrays.stream(oids)
                .map(oid -> new PolicyInformation(new ASN1ObjectIdentifier(oid)))
                .toArray(PolicyInformation[]::new)));
  }

  private static UnaryOperator<CertificateBuilder> both(
      UnaryOperator<CertificateBuilder> a, UnaryOperator<CertificateBuilder> b) {
    return c -> b.apply(a.apply(c));
  }

  static Stream<Row> ofIntermediates() {
    var required = plain(Extension.policyConstraints, explicitAfter(0));
    var withoutAny = plain(Extension.inhibitAnyPolicy, new ASN1Integer(0));
    return Stream.of(
        new Row(
            "policyConstraints that are not critical, and kept",
            UnaryOperator.identity(),
            both(required, policies(ONE)),
            policies(ONE),
            "valid",
            "valid"),
        new Row(
            "policyConstraints that are not critical, and broken",
            UnaryOperator.identity(),
            both(required, policies(ONE)),
            UnaryOperator.identity(),
            "invalid",
            "invalid"),
        new Row(
            "inhibitAnyPolicy that is not critical, and kept",
            UnaryOperator.identity(),
            both(both(required, withoutAny), policies(ONE)),
            policies(ONE),
            "valid",
            "valid"),
        new Row(
            "inhibitAnyPolicy that is not critical, and broken",
            UnaryOperator.identity(),
            both(both(required, withoutAny), policies(ONE)),
            policies(ANY),
            "valid",
            "invalid"),
        new Row(
            "inhibitAnyPolicy that is critical, and broken",
            UnaryOperator.identity(),
            both(
                both(required, critical(Extension.inhibitAnyPolicy, new ASN1Integer(0))),
                policies(ONE)),
            policies(ANY),
            "invalid",
            "invalid"),
        new Row(
            "inhibitAnyPolicy that begins below the server",
            UnaryOperator.identity(),
            both(
                both(required, plain(Extension.inhibitAnyPolicy, new ASN1Integer(1))),
                policies(ONE)),
            policies(ANY),
            "valid",
            "valid"));
  }

  static Stream<Row> ofAnchors() {
    var required = critical(Extension.policyConstraints, explicitAfter(0));
    var mapped =
        both(
            policies(ONE),
            plain(
                Extension.policyMappings,
                new PolicyMappings(
                    CertPolicyId.getInstance(new ASN1ObjectIdentifier(ONE)),
                    CertPolicyId.getInstance(new ASN1ObjectIdentifier(TWO)))));
    var requiring = both(required, policies(ONE));
    return Stream.of(
        new Row("explicit policy, kept", required, policies(ONE), policies(ONE), "valid", "valid"),
        new Row(
            "explicit policy, broken",
            required,
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            "valid",
            "invalid"),
        new Row(
            "explicit policy, not critical, broken",
            plain(Extension.policyConstraints, explicitAfter(0)),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            "valid",
            "invalid"),
        new Row(
            "explicit policy after two certificates, broken",
            critical(Extension.policyConstraints, explicitAfter(2)),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            "valid",
            "invalid"),
        new Row(
            "explicit policy after three certificates of two",
            critical(Extension.policyConstraints, explicitAfter(3)),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            "valid",
            "valid"),
        new Row(
            "a policy of the anchor's", requiring, policies(ONE), policies(ONE), "valid", "valid"),
        new Row(
            "another policy than the anchor's",
            requiring,
            policies(TWO),
            policies(TWO),
            "valid",
            "invalid"),
        new Row(
            "any policy in the anchor",
            both(required, policies(ANY, ONE)),
            policies(TWO),
            policies(TWO),
            "valid",
            "valid"),
        new Row("a mapped policy", required, mapped, policies(TWO), "valid", "valid"),
        new Row(
            "a mapped policy where none may be mapped",
            critical(Extension.policyConstraints, explicitAndUnmappedAfter(0)),
            mapped,
            policies(TWO),
            "valid",
            "invalid"),
        new Row(
            "a mapped policy where one may be mapped",
            critical(Extension.policyConstraints, explicitAndUnmappedAfter(1)),
            mapped,
            policies(TWO),
            "valid",
            "valid"),
        new Row(
            "anyPolicy where it stands for none",
            both(required, critical(Extension.inhibitAnyPolicy, new ASN1Integer(0))),
            policies(ANY),
            policies(ONE),
            "valid",
            "invalid"),
        new Row(
            "anyPolicy where it stands for one certificate's",
            both(required, critical(Extension.inhibitAnyPolicy, new ASN1Integer(2))),
            policies(ANY),
            policies(ONE),
            "valid",
            "valid"),
        new Row(
            "an extension that cannot be read",
            c -> c.extension(Extension.policyConstraints, new byte[] {5, 0}),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            "valid",
            "invalid"));
  }

  @ParameterizedTest
  @MethodSource({"ofIntermediates", "ofAnchors"})
  void policiesOfAuthoritiesAndAnchorsAreKept(Row row) {
    Issued root = row.root().apply(Lab.authority("Root")).selfSigned();
    Issued between = row.between().apply(Lab.authority("Between")).issuedBy(root);
    Issued server = row.server().apply(Lab.server()).issuedBy(between);

    assertEquals(row.platform(), platform(server, root));
    Outcome<ValidPath> result = Lab.trusting(root).validate(server.chain(), NOW);
    assertEquals(row.verdict(), result.refusal().isEmpty() ? "valid" : "invalid");
    if (result.refusal().isPresent()) {
      Refusal refused = result.refusal().get();
      assertEquals("invalid-certificate", refused.code());
      assertTrue(refused.summary().contains("(RFC 5280, section 6.1)"), () -> refused.summary());
    }
  }

  private static String platform(Issued server, Issued root) {
    try {
      PKIXParameters parameters =
          new PKIXParameters(Set.of(new TrustAnchor(root.certificate(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(NOW));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(server.chain()), parameters);
      return "valid";
    } catch (CertPathValidatorException e) {
      return "invalid";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
