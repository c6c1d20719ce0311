package io.github.mailclad.audit.wire;

import io.github.mailclad.verify.PresentedChain;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the platform with a server whose certificate is only recorded. The verdict follows from
 * the recorded chain; no secret is ever sent over such a connection. For one connection.
 */
final class UnverifiedTls {
  private static final int CERTIFICATE = 11;
  private static final int NEW_SESSION_TICKET = 4;
  private static final int STEP_MILLIS = 100;

  private final PlatformTls platform;
  private final SSLSocket tls;
  private final RecordSocket records;

  /**
   * Handshakes.
   *
   * @param serverName the server name to send; null for none
   */
  UnverifiedTls(Socket socket, PlatformTls platform, @Nullable String serverName)
      throws IOException {
    this.platform = platform;
    records = new RecordSocket(socket);
    // with a host, JSSE resumes a session under it; it is no server name
    String host = platform.isResuming() ? "resumed.invalid" : null;
    tls =
        (SSLSocket)
            platform
                .context()
                .getSocketFactory()
                .createSocket(records, host, socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setServerNames(
        serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
    if (platform.isResuming()) {
      parameters.setProtocols(new String[] {"TLSv1.2"});
    }
    tls.setSSLParameters(parameters);
  }

  TlsSession handshake() throws IOException {
    long begin = System.nanoTime();
    tls.startHandshake();
    long nanos = System.nanoTime() - begin;
    SSLSession session = tls.getSession();
    Certificate[] chain = session.getPeerCertificates();
    boolean isTls12 = session.getProtocol().equals("TLSv1.2");
    return new TlsSession(
        session.getProtocol(),
        session.getCipherSuite(),
        PresentedChain.of(Arrays.copyOf(chain, chain.length, X509Certificate[].class), session),
        platform.isKeyRequested(),
        nanos,
        isTls12 && records.message(CERTIFICATE).isEmpty(),
        records
            .message(NEW_SESSION_TICKET)
            .filter(ticket -> ticket.remaining() >= 4)
            .map(ByteBuffer::getInt)
            .map(seconds -> Duration.ofSeconds(Integer.toUnsignedLong(seconds)))
            .orElse(null));
  }

  /**
   * Asks for another handshake, and reads until it is complete or refused.
   *
   * @return whether it is complete
   * @throws SocketTimeoutException if the server did neither in that time
   */
  boolean renegotiates(Duration limit) throws IOException {
    AtomicBoolean isComplete = new AtomicBoolean();
    tls.addHandshakeCompletedListener(event -> isComplete.set(true));
    tls.setSoTimeout(STEP_MILLIS);
    try {
      tls.startHandshake();
      for (long steps = limit.toMillis() / STEP_MILLIS; steps > 0; steps--) {
        try {
          if (tls.getInputStream().read() < 0) {
            return isComplete.get();
          }
        } catch (SocketTimeoutException silent) {
          if (isComplete.get()) {
            return true;
          }
        }
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException refused) {
      return isComplete.get();
    }
    throw new SocketTimeoutException("no answer to a renegotiation in time");
  }

  SSLSocket socket() {
    return tls;
  }

  /** Returns the number of TLS records that the server sent so far. */
  int records() {
    return records.count();
  }

  String lastRecord() {
    return records.lastRecord();
  }
}
