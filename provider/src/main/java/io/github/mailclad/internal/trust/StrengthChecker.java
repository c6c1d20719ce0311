package io.github.mailclad.internal.trust;

import io.github.mailclad.Refusal;
import io.github.mailclad.Refusal.WeakCertificate;
import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The strength of every certificate of a path but the anchor: RSA keys of at least 2048 bits, EC
 * keys of at least 256, no other kinds but EdDSA; no signature over SHA-1 or MD5 (RFC 9325, section
 * 4.5).
 */
final class StrengthChecker extends PKIXCertPathChecker {
  private static final String REQUIRED =
      "an RSA key of 2048 bits or more, or an EC key of 256 bits or more; a signature with SHA-256 or better";

  /** Carries the refusal out of the platform's path builder. */
  static final class WeakException extends CertPathValidatorException {
    private static final long serialVersionUID = 1L;
    private final Refusal refusal;

    WeakException(Refusal refusal) {
      super(refusal.summary());
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }

  /** What is too weak about a certificate; empty for nothing. */
  static Optional<Refusal> weakness(X509Certificate certificate) {
    return weakKey(certificate.getPublicKey())
        .or(() -> weakSignature(certificate.getSigAlgName()))
        .map(
            found ->
                new WeakCertificate(
                    certificate.getSubjectX500Principal().getName(), found, REQUIRED));
  }

  private static Optional<String> weakKey(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return bits >= 2048 && bits <= 16384
          ? Optional.empty()
          : Optional.of("an RSA key of " + bits + " bits");
    }
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      return bits >= 256 ? Optional.empty() : Optional.of("an EC key of " + bits + " bits");
    }
    return key instanceof EdECPublicKey
        ? Optional.empty()
        : Optional.of("a key of the kind " + key.getAlgorithm());
  }

  private static Optional<String> weakSignature(String algorithm) {
    String upper = algorithm.toUpperCase(Locale.ROOT);
    boolean weak =
        upper.startsWith("SHA1")
            || upper.startsWith("MD")
            || upper.contains("SHA-1")
            || upper.contains("WITHDSA");
    return weak ? Optional.of("a signature with " + algorithm) : Optional.empty();
  }

  @Override
  public void init(boolean forward) {}

  @Override
  public boolean isForwardCheckingSupported() {
    return true;
  }

  @Override
  public Set<String> getSupportedExtensions() {
    return Set.of();
  }

  @Override
  public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions)
      throws WeakException {
    Optional<Refusal> weakness = weakness((X509Certificate) certificate);
    if (weakness.isPresent()) {
      throw new WeakException(weakness.get());
    }
  }

  @Override
  public Object clone() {
    return this;
  }
}
