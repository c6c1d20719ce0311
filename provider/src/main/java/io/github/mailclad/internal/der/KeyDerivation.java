package io.github.mailclad.internal.der;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * What it costs to derive the keys of a PKCS12 file (RFC 7292) from its password: a number of
 * rounds that the file itself names, once for its integrity and once for each encrypted part. The
 * platform takes up to five million for each of any number of parts, which is minutes; a file that
 * is broken, or from somewhere else, must not hang who reads it.
 */
public final class KeyDerivation {
  /** A second of work at most. The platform writes stores with ten thousand rounds for each key. */
  public static final int MOST_ROUNDS = 1_000_000;

  private static final byte SEQUENCE = 0x30;

  private KeyDerivation() {}

  /**
   * How many rounds a file asks for in all; 0 if it does not begin as a PKCS12 file does.
   *
   * @throws IOException if it is a malformed one
   */
  public static long rounds(byte[] content) throws IOException {
    if (content.length == 0 || content[0] != SEQUENCE) {
      return 0;
    }
    try {
      Pfx store = Pfx.getInstance(first(content));
      MacData mac = store.getMacData();
      long rounds = mac == null ? 0 : bounded(mac.getIterationCount());
      ASN1OctetString parts = ASN1OctetString.getInstance(store.getAuthSafe().getContent());
      for (ASN1Encodable each : ASN1Sequence.getInstance(first(parts.getOctets()))) {
        ContentInfo part = ContentInfo.getInstance(each);
        if (part.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
          rounds += rounds(EncryptedData.getInstance(part.getContent()).getEncryptionAlgorithm());
        }
      }
      return rounds;
    } catch (RuntimeException e) {
      // the reader of ASN.1 tells defects by runtime exceptions of several kinds
      throw new IOException("it is malformed", e);
    }
  }

  /**
   * How many rounds an encrypted private key asks for (PKCS #8, RFC 5958, section 3).
   *
   * @throws IOException if it is malformed, or derives its key by another function than PBKDF2 or
   *     those of PKCS #5 and PKCS #12; the message tells people so
   */
  public static long roundsOfKey(byte[] encryptedPrivateKeyInfo) throws IOException {
    try {
      AlgorithmIdentifier encryption =
          EncryptedPrivateKeyInfo.getInstance(first(encryptedPrivateKeyInfo))
              .getEncryptionAlgorithm();
      if (encryption.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)
          && !PBES2Parameters.getInstance(encryption.getParameters())
              .getKeyDerivationFunc()
              .getAlgorithm()
              .equals(PKCSObjectIdentifiers.id_PBKDF2)) {
        throw new IOException(
            "it is encrypted in a way that the Java platform does not have; convert it with openssl pkcs8 -topk8 -v2 aes-256-cbc");
      }
      return rounds(encryption);
    } catch (RuntimeException e) {
      throw new IOException("it is malformed", e);
    }
  }

  private static long rounds(AlgorithmIdentifier encryption) {
    if (!encryption.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return bounded(PKCS12PBEParams.getInstance(encryption.getParameters()).getIterations());
    }
    KeyDerivationFunc derivation =
        PBES2Parameters.getInstance(encryption.getParameters()).getKeyDerivationFunc();
    return bounded(PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount());
  }

  /** No number can make up for another, and no sum overflows. */
  private static long bounded(BigInteger count) {
    return count.signum() < 0 || count.bitLength() >= Integer.SIZE
        ? Integer.MAX_VALUE
        : count.longValue();
  }

  private static ASN1Primitive first(byte[] octets) throws IOException {
    ASN1Primitive value;
    try (ASN1InputStream in = new ASN1InputStream(octets)) {
      value = in.readObject();
    } catch (IOException e) {
      throw new IOException("it is malformed", e);
    }
    if (value == null) {
      throw new IOException("there is nothing");
    }
    return value;
  }
}
