package io.github.mailclad.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.Host;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.verify.PeerVerifier;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole verdicts: the first octet chooses a certificate of the path and one of its extensions, the
 * others are its value. Each input is signed, so there are few a second.
 */
class PeerVerifierFuzzTest {
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(2));
  private static final String HOST = "mail.example.net";

  private static final List<ASN1ObjectIdentifier> EXTENSIONS =
      List.of(
          Extension.subjectAlternativeName,
          Extension.nameConstraints,
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.certificatePolicies,
          Extension.policyMappings,
          Extension.policyConstraints,
          Extension.inhibitAnyPolicy,
          Extension.authorityInfoAccess,
          Extension.cRLDistributionPoints,
          Extension.authorityKeyIdentifier,
          Extension.subjectKeyIdentifier,
          new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24"),
          new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1"));

  private static final Issued ROOT = CertificateBuilder.root("Fuzzed Root");
  private static final Issued INTERMEDIATE =
      CertificateBuilder.authority("Fuzzed Intermediate").issuedBy(ROOT);
  private static final Issued SERVER = server().dns(HOST).issuedBy(INTERMEDIATE);
  private static final Instant NOW =
      SERVER.certificate().getNotBefore().toInstant().plus(Duration.ofDays(2));

  static Stream<byte[]> seeds() {
    return Stream.of(SERVER, INTERMEDIATE)
        .flatMap(
            issued ->
                EXTENSIONS.stream()
                    .filter(oid -> issued.certificate().getExtensionValue(oid.getId()) != null)
                    .map(oid -> seed(issued, oid)));
  }

  private static byte[] seed(Issued issued, ASN1ObjectIdentifier oid) {
    byte[] wrapped = issued.certificate().getExtensionValue(oid.getId());
    // all values of the seeds are shorter than 128 octets
    byte[] octets = Arrays.copyOfRange(wrapped, 1, wrapped.length);
    octets[0] = (byte) (EXTENSIONS.indexOf(oid) * 2 + (issued.equals(SERVER) ? 0 : 1));
    return octets;
  }

  @MethodSource("seeds")
  @FuzzTest
  void everyChainGetsAVerdict(byte[] octets) throws Exception {
    if (octets.length == 0) {
      return;
    }
    int choice = octets[0] & 0x7f;
    ASN1ObjectIdentifier oid = EXTENSIONS.get(choice / 2 % EXTENSIONS.size());
    byte[] value = Arrays.copyOfRange(octets, 1, octets.length);
    boolean critical = octets[0] < 0;
    List<X509Certificate> chain =
        choice % 2 == 0
            ? List.of(
                with(server(), oid, critical, value).issuedBy(INTERMEDIATE).certificate(),
                INTERMEDIATE.certificate())
            : List.of(
                SERVER.certificate(),
                with(authority(), oid, critical, value).issuedBy(ROOT).certificate());
    BUDGET.spend(() -> judge(chain));
  }

  private static CertificateBuilder with(
      CertificateBuilder builder, ASN1ObjectIdentifier oid, boolean critical, byte[] value) {
    CertificateBuilder named =
        oid.equals(Extension.subjectAlternativeName) ? builder : builder.dns(HOST);
    return critical ? named.criticalExtension(oid, value) : named.extension(oid, value);
  }

  private static void judge(List<X509Certificate> chain) {
    Verification verdict =
        PeerVerifier.trusting(List.of(ROOT.certificate()), "the anchor of the fuzzer")
            .expecting(List.of(Host.of(HOST).identifier()))
            .verify(chain, NOW);
    if (!(verdict instanceof Verification.Accepted accepted)) {
      return;
    }
    if (!(accepted.evidence() instanceof TrustEvidence.Pkix path)
        || !path.anchor().equals(ROOT.certificate())
        || !path.path().equals(chain)) {
      throw new AssertionError("accepted, and not for this path: " + accepted);
    }
    byte[] names = chain.get(0).getExtensionValue(Extension.subjectAlternativeName.getId());
    String text = new String(names, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (!text.contains(HOST) && !text.contains("*.example.net")) {
      throw new AssertionError("accepted, and the name is not there");
    }
  }

  private static CertificateBuilder server() {
    return CertificateBuilder.server().key(KeyKind.EC_P256);
  }

  private static CertificateBuilder authority() {
    return CertificateBuilder.authority("Fuzzed Intermediate").keyOf(INTERMEDIATE);
  }
}
