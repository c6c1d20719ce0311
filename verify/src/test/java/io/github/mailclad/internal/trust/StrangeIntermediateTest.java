package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains through an authority whose key or signature no honest one would have. */
class StrangeIntermediateTest {
  private final Issued root = Lab.authority("Root").key(KeyKind.RSA_2048).selfSigned();

  /** Its name and its usual key. */
  private final Issued intermediate =
      Lab.authority("Intermediate").key(KeyKind.RSA_2048).selfSigned();

  private final X509Certificate server = Lab.server().issuedBy(intermediate).certificate();

  @ParameterizedTest
  @ValueSource(ints = {8200, 16384})
  @Requirement(value = "R9325-4.5-2", heldBy = "CertificateStrength")
  void nothingIsVerifiedWithAHugeKey(int bits) throws Exception {
    WorkCounter work = new WorkCounter();

    Refusal refusal =
        Lab.refusal(
            Lab.trusting(root)
                .validate(List.of(server, authority(huge(bits), byRoot())), Lab.NOW, work));

    assertEquals("untrusted-issuer", refusal.code());
    assertEquals(0, work.signatures());
  }

  @ParameterizedTest
  @ValueSource(ints = {8200, 16384})
  @Requirement(value = "R9325-4.5-2", heldBy = "CertificateStrength")
  void aServerWithAHugeKeyIsWeak(int bits) throws Exception {
    X509Certificate huge = read(unsigned(huge(bits)), byRoot());

    assertEquals(
        "weak-certificate",
        Lab.refusal(Lab.trusting(root).validate(List.of(huge), Lab.NOW)).code());
  }

  /** The handshake ends before any further question. */
  @Test
  void thePlatformReadsNoKeyOfMoreThan16384Bits() {
    assertThrows(CertificateException.class, () -> authority(huge(16_392), byRoot()));
  }

  @Test
  @Requirement(value = "R9325-4.5-2", heldBy = "CertificateStrength")
  void anIntermediateSignedWithPssOverSha1IsWeak() throws Exception {
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(intermediate.certificate().getPublicKey().getEncoded());

    Lab.valid(
        Lab.trusting(root).validate(List.of(server, authority(key, pssOver("SHA-256"))), Lab.NOW));
    assertEquals(
        "weak-certificate",
        Lab.refusal(
                Lab.trusting(root)
                    .validate(List.of(server, authority(key, pssOver("SHA-1"))), Lab.NOW))
            .code());
  }

  private static SubjectPublicKeyInfo huge(int bits) throws IOException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
        new RSAPublicKey(modulus, BigInteger.valueOf(65537)));
  }

  private X509Certificate authority(SubjectPublicKeyInfo key, ContentSigner signer)
      throws Exception {
    X509v3CertificateBuilder authority = unsigned(key);
    authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return read(authority, signer);
  }

  private X509v3CertificateBuilder unsigned(SubjectPublicKeyInfo key) {
    return new X509v3CertificateBuilder(
        subject(root),
        BigInteger.TEN,
        Date.from(Lab.FROM),
        Date.from(Lab.TO),
        subject(intermediate),
        key);
  }

  private static X500Name subject(Issued of) {
    return X500Name.getInstance(of.certificate().getSubjectX500Principal().getEncoded());
  }

  private static X509Certificate read(X509v3CertificateBuilder builder, ContentSigner signer)
      throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(builder.build(signer).getEncoded()));
  }

  private ContentSigner byRoot() throws Exception {
    return new JcaContentSignerBuilder("SHA256withRSA").build(root.key());
  }

  private ContentSigner pssOver(String digest) throws Exception {
    int salt = 20;
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
    signature.initSign(root.key());
    byte[] parameters = signature.getParameters().getEncoded();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    return new ContentSigner() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_RSASSA_PSS, RSASSAPSSparams.getInstance(parameters));
      }

      @Override
      public OutputStream getOutputStream() {
        return content;
      }

      @Override
      public byte[] getSignature() {
        try {
          signature.update(content.toByteArray());
          return signature.sign();
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
