package io.github.mailclad.internal.tls;

import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/**
 * A server that says nothing where STARTTLS begins with its greeting. Perhaps it waits for TLS, as
 * on a port where TLS starts at once: then the connection is refused without waiting for the end of
 * the handshake's time. A second connection shows it, on which nothing but a ClientHello is sent. A
 * server that is slow is waited for as before.
 */
final class SilentServer {
  /** How long a server may be silent before it is asked. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /** How long the second connection may take, to be opened and to be answered. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private SilentServer() {}

  /** Opens another connection to the server of a plan, on the same way. */
  @FunctionalInterface
  interface Redial {
    Socket dial(Duration limit) throws IOException;
  }

  /**
   * Returns once the server has said something, or is to be waited for.
   *
   * @throws RefusedException if it speaks TLS
   * @throws SocketTimeoutException if the application does not want to wait longer
   */
  static void refuseTls(
      FirstOctetsSocket raw, ConnectionPlan plan, Redial redial, Deadlines deadlines)
      throws IOException {
    int readTimeout = raw.getSoTimeout();
    boolean impatient = readTimeout > 0 && readTimeout <= SILENCE.toMillis();
    if (raw.speaksWithin(impatient ? readTimeout : (int) SILENCE.toMillis())) {
      return;
    }
    if (speaksTls(plan, redial, deadlines) && raw.getInputStream().available() == 0) {
      throw new RefusedException(
          new TlsStartRefusal.ImplicitTlsPort(
              plan.endpoint().port(), plan.protocol(), plan.service()),
          null);
    }
    if (impatient) {
      throw new SocketTimeoutException("no greeting within " + readTimeout + " ms");
    }
  }

  private static boolean speaksTls(ConnectionPlan plan, Redial redial, Deadlines deadlines) {
    try (Socket second = redial.dial(ANSWER)) {
      Deadlines.Deadline deadline = deadlines.close(second, ANSWER);
      try {
        second.getOutputStream().write(clientHello(plan));
        second.getOutputStream().flush();
        return HandshakeFailure.isTlsRecord(firstOctets(second.getInputStream()));
      } finally {
        deadline.met();
      }
    } catch (IOException | GeneralSecurityException e) {
      // what cannot be found out is no reason to refuse
      return false;
    }
  }

  private static byte[] firstOctets(InputStream in) throws IOException {
    byte[] octets = in.readNBytes(2);
    return octets.length == 2 ? octets : new byte[] {0, 0};
  }

  private static byte[] clientHello(ConnectionPlan plan)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], new TrustManager[0], null);
    SSLEngine engine =
        context.createSSLEngine(plan.endpoint().host().text(), plan.endpoint().port());
    engine.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), record);
    byte[] octets = new byte[record.flip().remaining()];
    record.get(octets);
    return octets;
  }
}
