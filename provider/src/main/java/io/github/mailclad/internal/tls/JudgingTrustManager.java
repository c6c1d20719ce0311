package io.github.mailclad.internal.tls;

import io.github.mailclad.Verification;
import io.github.mailclad.internal.handshake.TlsLibrary;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PresentedChain;
import io.github.mailclad.verify.RefusedCertificateException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trust manager of a TLS context that many connections share. It passes each chain to the judge
 * of the connection that it came on. It is an extended one, so that the platform adds no name check
 * of its own. It refuses a handshake that was not announced, such as a renegotiation.
 */
final class JudgingTrustManager extends X509ExtendedTrustManager {
  private final TlsLibrary library;
  private final Map<Socket, HandshakeJudge> judges = new ConcurrentHashMap<>();

  /** Creates the trust manager of a context of that library. */
  JudgingTrustManager(TlsLibrary library) {
    this.library = library;
  }

  void announce(Socket handshaking, HandshakeJudge judge) {
    judges.put(handshaking, judge);
  }

  void dismiss(Socket handshaking) {
    judges.remove(handshaking);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    HandshakeJudge judge = socket == null ? null : judges.get(socket);
    if (judge == null) {
      throw exception(new HandshakeRefusal.Renegotiation());
    }
    SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
    PresentedChain presented =
        session == null
            ? PresentedChain.of(List.of(chain))
            : new PresentedChain(
                List.of(chain),
                library.staples(session),
                Instant.ofEpochMilli(session.getCreationTime()));
    if (judge.judge(presented) instanceof Verification.Refused refused) {
      throw exception(refused.refusal());
    }
  }

  /** Returns an exception with the code only; the one that the application gets has the text. */
  private static RefusedCertificateException exception(Refusal refusal) {
    return new RefusedCertificateException(refusal, refusal.code());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("a chain without its connection cannot be verified");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is not a server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
