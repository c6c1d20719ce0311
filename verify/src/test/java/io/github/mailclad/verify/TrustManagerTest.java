package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Host;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.refusal.Refusal;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** The verifier as a trust manager for other TLS clients. */
class TrustManagerTest {
  private final Issued root = CertificateBuilder.root("Root");
  private final Issued server = CertificateBuilder.server().dns("mail.example.net").issuedBy(root);

  private X509ExtendedTrustManager expecting(String host) {
    return PeerVerifier.trusting(List.of(root.certificate()), "the anchors of this test")
        .expecting(List.of(Host.of(host).identifier()))
        .asTrustManager(Clock.systemUTC());
  }

  private String handshake(X509ExtendedTrustManager trust) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    try (TlsFront front =
            TlsFront.builder().certificate(server).dialogue(new ImapDialogue()).start();
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(front.host(), front.port())) {
      socket.startHandshake();
      return "accepted";
    } catch (SSLException e) {
      return Refusal.in(e).orElseThrow().code();
    }
  }

  @Test
  void aTlsClientGetsTheVerdictAndTheRefusal() throws Exception {
    assertEquals("accepted", handshake(expecting("mail.example.net")));
    assertEquals("identity-mismatch", handshake(expecting("imap.example.net")));
  }

  @Test
  void anEngineOrNoConnectionAtAllGetsTheSameVerdict() throws Exception {
    X509Certificate[] chain = server.chain().toArray(new X509Certificate[0]);
    X509ExtendedTrustManager trust = expecting("mail.example.net");
    X509ExtendedTrustManager other = expecting("imap.example.net");

    trust.checkServerTrusted(chain, "UNKNOWN");
    trust.checkServerTrusted(chain, "UNKNOWN", SSLContext.getDefault().createSSLEngine());
    trust.checkServerTrusted(chain, "UNKNOWN", (SSLEngine) null);
    trust.checkServerTrusted(chain, "UNKNOWN", new Socket());
    assertThrows(
        RefusedCertificateException.class, () -> other.checkServerTrusted(chain, "UNKNOWN"));
    assertThrows(
        RefusedCertificateException.class,
        () ->
            other.checkServerTrusted(chain, "UNKNOWN", SSLContext.getDefault().createSSLEngine()));
  }

  @Test
  void clientsAreNotVerified() {
    X509Certificate[] chain = server.chain().toArray(new X509Certificate[0]);
    X509ExtendedTrustManager trust = expecting("mail.example.net");

    assertThrows(CertificateException.class, () -> trust.checkClientTrusted(chain, "UNKNOWN"));
    assertThrows(
        CertificateException.class, () -> trust.checkClientTrusted(chain, "UNKNOWN", new Socket()));
    assertThrows(
        CertificateException.class,
        () ->
            trust.checkClientTrusted(chain, "UNKNOWN", SSLContext.getDefault().createSSLEngine()));
    assertTrue(trust.getAcceptedIssuers().length == 0);
  }
}
