package io.github.mailclad.internal.revocation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fuzz.Budget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets of an OCSP response that a server stapled, read and judged. */
class OcspResponseFuzzTest {
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(1));

  // RSA, because its signatures are the quickest to verify
  private static final Issued ISSUER =
      CertificateBuilder.authority("Fuzzed Issuer").key(KeyKind.RSA_2048).selfSigned();
  private static final Issued DELEGATE =
      CertificateBuilder.server()
          .subject("CN=Fuzzed Responder")
          .key(KeyKind.RSA_2048)
          .keyUsage(KeyUsage.digitalSignature)
          .extendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning)
          .issuedBy(ISSUER);
  private static final Issued SERVER = CertificateBuilder.server().issuedBy(ISSUER);
  private static final Instant NOW =
      SERVER.certificate().getNotBefore().toInstant().plus(Duration.ofDays(2));
  private static final PathCertificate SUBJECT =
      new PathCertificate(0, SERVER.certificate(), List.of(ISSUER.certificate()));

  private static final List<byte[]> ANSWERS =
      List.of(
          about().der(),
          about().naming(OcspAnswer.Naming.BY_NAME).digest("2.16.840.1.101.3.4.2.1").der(),
          about().delegatedTo(DELEGATE).der(),
          about().copies(3).der(),
          about().revoked(NOW.minus(Duration.ofDays(2)), 1).der(),
          about().revoked(NOW.minus(Duration.ofDays(2)), -1).delegatedTo(DELEGATE).der(),
          about().unknown().der(),
          about().criticalExtension().der(),
          about().times(NOW.minus(Duration.ofDays(20)), NOW.minus(Duration.ofDays(9))).der(),
          about().derWithBrokenSignature());

  /** The data that the issuer and its delegate signed, each as it is in a response. */
  private static final List<String> SIGNED =
      ANSWERS.stream().map(OcspResponseFuzzTest::signedPart).toList();

  static Stream<byte[]> seeds() {
    return Stream.concat(
        ANSWERS.stream(), Stream.of(OcspAnswer.status(1), OcspAnswer.status(3), new byte[0]));
  }

  @MethodSource("seeds")
  @FuzzTest
  void nothingIsBelievedThatWasNotSigned(byte[] octets) throws Exception {
    BUDGET.spend(() -> judge(octets));
  }

  private static void judge(byte[] octets) throws IOException {
    OcspResponse response;
    try {
      response = OcspResponse.read(octets, AnswerSource.STAPLED_OCSP);
    } catch (IOException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("a refusal tells why", refused);
      }
      return;
    }
    if (!Arrays.equals(ASN1Primitive.fromByteArray(octets).getEncoded(ASN1Encoding.DER), octets)) {
      throw new AssertionError("what was read is not DER");
    }
    response.end();
    Optional<StatusFinding> found = response.about(SUBJECT, NOW).filter(StatusFinding::isAnswer);
    if (found.isPresent() && !SIGNED.contains(signedPart(octets))) {
      throw new AssertionError("believed without a signature: " + found);
    }
  }

  private static OcspAnswer about() {
    return OcspAnswer.about(SERVER, ISSUER);
  }

  private static String signedPart(byte[] octets) {
    try {
      ASN1Sequence basic =
          ASN1Sequence.getInstance(
              OCSPResponse.getInstance(octets).getResponseBytes().getResponse().getOctets());
      return new String(
          basic.getObjectAt(0).toASN1Primitive().getEncoded(ASN1Encoding.DER),
          StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException("no response", e);
    }
  }
}
