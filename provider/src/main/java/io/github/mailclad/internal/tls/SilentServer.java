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
 * A check of a server that sends no greeting where STARTTLS needs one. It may be waiting for TLS,
 * as on a port with implicit TLS. Then the connection is refused before the handshake timeout. A
 * second connection, on which only a ClientHello is sent, tests for that. A slow server is waited
 * for as before.
 */
final class SilentServer {
  /** The time that a server may be silent before it is tested. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /** The limit for opening the second connection, and again for the answer on it. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private SilentServer() {}

  /** Opens another connection to the server of a plan, over the same route. */
  @FunctionalInterface
  interface Redial {
    Socket dial(Duration limit) throws IOException;
  }

  /**
   * Returns once the server has sent something, or if it has to be waited for.
   *
   * @throws RefusedException if the server speaks TLS
   * @throws SocketTimeoutException if the read timeout of the application has passed
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
      // a failed test is no reason to refuse
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
