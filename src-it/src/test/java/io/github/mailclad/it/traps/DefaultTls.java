package io.github.mailclad.it.traps;

import io.github.mailclad.fixtures.Issued;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JVM's default TLS context, replaced until this is closed. */
public final class DefaultTls implements AutoCloseable {
  private final SSLContext before;

  private DefaultTls(SSLContext context) throws NoSuchAlgorithmException {
    before = SSLContext.getDefault();
    SSLContext.setDefault(context);
  }

  /** The JVM trusts this root, as if it were a public authority. */
  public static DefaultTls trusting(Issued root) throws GeneralSecurityException {
    return new DefaultTls(contextTrusting(root));
  }

  /** The application made the JVM trust everything. */
  public static DefaultTls trustingEverything() throws GeneralSecurityException {
    return new DefaultTls(context(new Everything()));
  }

  /** A context of an application that trusts this root. */
  public static SSLContext contextTrusting(Issued root) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(root.keyStoreTrusting());
    return context(factory.getTrustManagers());
  }

  /** A context of an application with these trust managers. */
  public static SSLContext context(TrustManager... trust) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return context;
  }

  @Override
  public void close() {
    SSLContext.setDefault(before);
  }

  /** Accepts every certificate; what accepts less overrides the one method that is called. */
  public static class Everything extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Accepts no certificate. */
  public static final class Nothing extends Everything {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("the application trusts nobody");
    }
  }
}
