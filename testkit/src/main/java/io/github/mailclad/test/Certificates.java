package io.github.mailclad.test;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority that exists as long as a test, and the certificates of its server: a right one, and
 * one for each fault. All keys are in memory alone. Thread-safe.
 */
final class Certificates {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String AUTHORITY = "Test authority";

  private final KeyPair keys = newKeys();
  private final X509Certificate authority = authority();
  private final Map<Fault, SSLContext> contexts = new EnumMap<>(Fault.class);

  /** Returns the certificate of the authority as PEM. */
  String authorityPem() {
    try {
      return pem("CERTIFICATE", authority.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }

  /** Returns the TLS of a server with that fault; it is made once. */
  synchronized SSLContext context(Fault fault) {
    return contexts.computeIfAbsent(fault, this::newContext);
  }

  private SSLContext newContext(Fault fault) {
    Certificates issuer = fault == Fault.UNKNOWN_AUTHORITY ? new Certificates() : this;
    Instant now = Instant.now();
    Instant end = fault == Fault.EXPIRED ? now.minus(DAY) : now.plus(DAY.multipliedBy(30));
    String host = fault == Fault.WRONG_NAME ? "another-host.example" : "localhost";
    try {
      KeyStore store = issuer.serverKeys(host, end, new char[0]);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot create the certificate of the test server", e);
    }
  }

  /** Returns a new key of a server, with its certificate, until that time. */
  KeyStore serverKeys(String host, Instant end, char[] password) {
    Instant start = Instant.now().minus(DAY.multipliedBy(30));
    try {
      KeyPair own = newKeys();
      X509Certificate certificate =
          sign(
              builder(host, own, start, end)
                  .addExtension(Extension.subjectAlternativeName, false, names(host))
                  .addExtension(
                      Extension.extendedKeyUsage,
                      false,
                      new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                  .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", own.getPrivate(), password, new X509Certificate[] {certificate, authority});
      return store;
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot create the certificate of the test server", e);
    }
  }

  private static GeneralNames names(String host) {
    var name = new GeneralName(GeneralName.dNSName, host);
    return host.equals("localhost")
        ? new GeneralNames(
            new GeneralName[] {name, new GeneralName(GeneralName.iPAddress, "127.0.0.1")})
        : new GeneralNames(name);
  }

  private X509Certificate authority() {
    Instant now = Instant.now();
    try {
      return sign(
          builder(AUTHORITY, keys, now.minus(DAY), now.plus(DAY.multipliedBy(365)))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot create an authority", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      String subject, KeyPair of, Instant from, Instant to) {
    return new JcaX509v3CertificateBuilder(
        new X500Name("CN=" + AUTHORITY),
        new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
        Date.from(from),
        Date.from(to),
        new X500Name("CN=" + subject),
        of.getPublic());
  }

  private X509Certificate sign(X509v3CertificateBuilder builder)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
