package io.github.mailclad.internal.der;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The purpose clientAuth of a certificate (RFC 5280, section 4.2.1.12). Public authorities no
 * longer give it.
 */
public final class ClientPurpose {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY = "2.5.29.37.0";

  private ClientPurpose() {}

  /** Returns whether a certificate names its purposes, and clientAuth is not among them. */
  public static boolean isMissingIn(Certificate certificate) {
    try {
      List<String> purposes =
          certificate instanceof X509Certificate x509 ? x509.getExtendedKeyUsage() : null;
      return purposes != null && !purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY);
    } catch (CertificateParsingException malformed) {
      return true;
    }
  }
}
