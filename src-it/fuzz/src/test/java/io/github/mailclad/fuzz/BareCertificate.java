package io.github.mailclad.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of which there is nothing but its subject and one extension with the fuzzer's
 * octets: the readers of extensions ask for no more, and to sign or parse a whole certificate for
 * each input would cost a hundred times what is under test.
 */
public final class BareCertificate extends X509Certificate {
  private static final long serialVersionUID = 1L;
  private static final X500Principal SUBJECT = new X500Principal("CN=Lab Server");

  private final String oid;
  private final byte[] value;

  /**
   * A certificate with one extension.
   *
   * @param oid its object identifier
   * @param octets its value, which need not be DER
   */
  public BareCertificate(String oid, byte[] octets) {
    this.oid = oid;
    try {
      this.value = new DEROctetString(octets).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte @Nullable [] getExtensionValue(String asked) {
    return asked.equals(oid) ? value.clone() : null;
  }

  @Override
  public X500Principal getSubjectX500Principal() {
    return SUBJECT;
  }

  @Override
  public String toString() {
    return "a certificate with the extension " + oid + " and no more";
  }

  private static UnsupportedOperationException nothing() {
    return new UnsupportedOperationException("a reader of extensions asks for something else");
  }

  @Override
  public void checkValidity() {
    throw nothing();
  }

  @Override
  public void checkValidity(Date date) {
    throw nothing();
  }

  @Override
  public int getVersion() {
    throw nothing();
  }

  @Override
  public BigInteger getSerialNumber() {
    throw nothing();
  }

  @Override
  @Deprecated
  public Principal getIssuerDN() {
    throw nothing();
  }

  @Override
  @Deprecated
  public Principal getSubjectDN() {
    throw nothing();
  }

  @Override
  public Date getNotBefore() {
    throw nothing();
  }

  @Override
  public Date getNotAfter() {
    throw nothing();
  }

  @Override
  public byte[] getTBSCertificate() {
    throw nothing();
  }

  @Override
  public byte[] getSignature() {
    throw nothing();
  }

  @Override
  public String getSigAlgName() {
    throw nothing();
  }

  @Override
  public String getSigAlgOID() {
    throw nothing();
  }

  @Override
  public byte[] getSigAlgParams() {
    throw nothing();
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    throw nothing();
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    throw nothing();
  }

  @Override
  public boolean[] getKeyUsage() {
    throw nothing();
  }

  @Override
  public int getBasicConstraints() {
    throw nothing();
  }

  @Override
  public byte[] getEncoded() {
    throw nothing();
  }

  @Override
  public void verify(PublicKey key) {
    throw nothing();
  }

  @Override
  public void verify(PublicKey key, String provider) {
    throw nothing();
  }

  @Override
  public PublicKey getPublicKey() {
    throw nothing();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    throw nothing();
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    return Set.of();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    return Set.of(oid);
  }
}
