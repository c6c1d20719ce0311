package io.github.mailclad.bench;

import io.github.mailclad.Host;
import io.github.mailclad.Verification;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.EngineInHandshake;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.verify.PeerVerifier;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * One root, many servers below it, and the two who judge them: each server has a leaf and an
 * intermediate of its own, so that going through all of them defeats the platform's cache of
 * certificates (750 entries) and what a certificate object remembers of its last verification.
 */
final class Contest {
  /** More than the platform's cache of certificates has entries. */
  static final int MANY = 1000;

  private static final String HOST = "mail.example.net";

  private final List<byte[][]> encodings = new ArrayList<>();
  private final CertificateFactory x509;
  private final PeerVerifier mailclad;
  private final X509ExtendedTrustManager plain;
  private final EngineInHandshake engine = EngineInHandshake.identifying(HOST);
  private int next;

  Contest(KeyKind kind, int servers) throws GeneralSecurityException {
    x509 = CertificateFactory.getInstance("X.509");
    Issued root = CertificateBuilder.authority("Bench Root").key(kind).selfSigned();
    for (int i = 0; i < servers; i++) {
      Issued intermediate =
          CertificateBuilder.authority("Bench Intermediate " + i).key(kind).issuedBy(root);
      Issued leaf = CertificateBuilder.server().dns(HOST).key(kind).issuedBy(intermediate);
      encodings.add(
          new byte[][] {leaf.certificate().getEncoded(), intermediate.certificate().getEncoded()});
    }
    mailclad =
        PeerVerifier.trusting(List.of(root.certificate()), "the root of the benchmark")
            .expecting(List.of(Host.of(HOST).identifier()));
    plain = plainTrusting(root);
  }

  /** The next server's chain, in certificate objects that nobody has seen. */
  X509Certificate[] unseen() throws CertificateException {
    byte[][] chain = encodings.get(next);
    next = (next + 1) % encodings.size();
    X509Certificate[] certificates = new X509Certificate[chain.length];
    for (int i = 0; i < chain.length; i++) {
      certificates[i] =
          (X509Certificate) x509.generateCertificate(new ByteArrayInputStream(chain[i]));
    }
    return certificates;
  }

  /** Mailclad's verdict, which must be good. */
  Verification.Accepted askMailclad(X509Certificate[] chain) {
    Verification verdict = mailclad.verify(List.of(chain), Instant.now());
    if (verdict instanceof Verification.Accepted accepted) {
      return accepted;
    }
    throw new IllegalStateException("refused: " + verdict);
  }

  /** The verdict of the platform's trust manager, identity included, which must be good. */
  X509Certificate[] askPlain(X509Certificate[] chain) throws CertificateException {
    plain.checkServerTrusted(chain, EngineInHandshake.AUTH_TYPE, engine);
    return chain;
  }

  private static X509ExtendedTrustManager plainTrusting(Issued root)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(root.keyStoreTrusting());
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new IllegalStateException("this JVM has no PKIX trust manager");
  }
}
