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
 * The cost of deriving the keys of a PKCS12 file (RFC 7292) from its password, in rounds. The file
 * itself names the number of rounds, once for its integrity and once for each encrypted part. The
 * platform accepts up to five million rounds for each part and any number of parts, which takes
 * minutes. A broken or foreign file must not block the thread that reads it.
 */
public final class KeyDerivation {
  /**
   * The largest number of rounds, which take a second at most. The platform writes stores with ten
   * thousand rounds for each key.
   */
  public static final int MOST_ROUNDS = 1_000_000;

  private static final byte SEQUENCE = 0x30;

  private KeyDerivation() {}

  /**
   * Returns the total number of rounds of a file; 0 if it does not begin like a PKCS12 file.
   *
   * @throws IOException if the file is malformed
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
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("it is malformed", e);
    }
  }

  /**
   * Returns the number of rounds of an encrypted private key (PKCS #8, RFC 5958, section 3).
   *
   * @throws IOException if the key is malformed, or is derived by a function other than PBKDF2 or
   *     those of PKCS #5 and PKCS #12; the message says so
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
            "the Java platform does not support its encryption; convert it with openssl pkcs8 -topk8 -v2 aes-256-cbc");
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

  /**
   * Limits a number of rounds, so that a negative number cannot offset another one and no sum
   * overflows.
   */
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
      throw new IOException("it is empty");
    }
    return value;
  }
}
