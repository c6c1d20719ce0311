package io.github.mailclad;

import io.github.mailclad.internal.der.MlDsa;
import io.github.mailclad.internal.text.Escaped;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The facts by which a person recognises one certificate of a path. Everything that the peer
 * controls is escaped and bounded.
 *
 * @param position 0 for the server's own certificate, 1 for its issuer's, and so on
 * @param subject the subject
 * @param issuer the issuer
 * @param notBefore first instant of its validity
 * @param notAfter last instant of its validity
 * @param key the kind and size of its key, for example {@code RSA, 2048 bits}
 * @param serial the serial number in hexadecimal
 * @param sha256 the SHA-256 digest of the whole certificate in hexadecimal, as other tools show it
 */
public record CertificateSummary(
    int position,
    String subject,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    String key,
    String serial,
    String sha256)
    implements Serializable {

  private static final Duration LONGEST_WARNING = Duration.ofDays(30);

  public CertificateSummary {
    subject = Escaped.text(subject);
    issuer = Escaped.text(issuer);
    key = Escaped.text(key);
    serial = Escaped.text(serial);
    sha256 = Escaped.text(sha256);
  }

  /** Returns the summary of a server's own certificate. */
  public static CertificateSummary ofServer(X509Certificate certificate) {
    return of(certificate, 0);
  }

  /**
   * Returns the summary of a certificate of a path.
   *
   * @param position 0 for the server's own certificate, 1 for its issuer's, and so on
   */
  public static CertificateSummary of(X509Certificate certificate, int position) {
    return new CertificateSummary(
        position,
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        keyOf(certificate.getPublicKey()),
        certificate.getSerialNumber().toString(16),
        digest(certificate));
  }

  /**
   * Returns the subjects of certificates, for a person to recognise them: at most three, and the
   * number of the others.
   */
  public static String subjectsOf(Collection<X509Certificate> certificates) {
    Set<String> distinct = new LinkedHashSet<>();
    for (X509Certificate certificate : certificates) {
      distinct.add(Escaped.text(certificate.getSubjectX500Principal().getName()));
    }
    List<String> subjects = List.copyOf(distinct);
    return subjects.size() <= 3
        ? String.join("; ", subjects)
        : String.join("; ", subjects.subList(0, 3)) + "; and " + (subjects.size() - 3) + " more";
  }

  /**
   * Returns the time before the end of a certificate from which its end is reported: a sixth of its
   * lifetime, and at most 30 days. Certificates are usually renewed when a third is left, so a
   * renewal has failed for a while by then. For 398 days these are 30 days, for 47 days these are 7
   * days and 20 hours.
   *
   * @param from the first instant of its validity
   * @param until the last instant of its validity
   */
  public static Duration warningTime(Instant from, Instant until) {
    Duration sixth = Duration.ofSeconds(Duration.between(from, until).toSeconds() / 6);
    return sixth.compareTo(LONGEST_WARNING) < 0 ? sixth : LONGEST_WARNING;
  }

  /** Returns whether subject and issuer are the same. */
  public boolean isSelfIssued() {
    return subject.equals(issuer);
  }

  /**
   * Returns the place of the certificate in the path, for example {@code the server's certificate}.
   */
  public String place() {
    return switch (position) {
      case 0 -> "the server's certificate";
      case 1 -> "the certificate of the server's issuer";
      default -> "certificate " + (position + 1) + " of the path";
    };
  }

  /** Returns all of it on one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, subject %s, issuer %s, valid %s to %s, key %s, serial %s, SHA-256 %s",
        place(),
        subject.isEmpty() ? "(empty)" : subject,
        issuer.isEmpty() ? "(empty)" : issuer,
        notBefore,
        notAfter,
        key,
        serial,
        sha256);
  }

  private static String keyOf(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return "RSA, " + rsa.getModulus().bitLength() + " bits";
    }
    if (key instanceof ECPublicKey ec) {
      return "EC, " + ec.getParams().getOrder().bitLength() + " bits";
    }
    if (key instanceof DSAPublicKey dsa && dsa.getParams() != null) {
      return "DSA, " + dsa.getParams().getP().bitLength() + " bits";
    }
    return MlDsa.of(key).map(MlDsa::toString).orElseGet(key::getAlgorithm);
  }

  private static String digest(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (CertificateEncodingException e) {
      return "unknown";
    }
  }
}
