package io.github.mailclad.internal.mailproto;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * The exchange in the clear that starts TLS (RFC 9051, section 6.2.1; RFC 2595, section 4; RFC
 * 3207). Sends {@code STARTTLS} or {@code STLS}, and to a submission server {@code EHLO} before it,
 * and nothing else. It does not ask for capabilities, because the answer could be forged, and says
 * no goodbye. Every answer except the plain positive one is refused. The server's replies in the
 * clear are discarded: the mail protocol begins anew inside TLS, with a greeting that {@link
 * #start} makes.
 */
public final class StarttlsPreamble {
  private StarttlsPreamble() {}

  /**
   * Brings a connection to the point where TLS begins. Reads no octet beyond the reply that starts
   * TLS; the caller bounds the time, and closes the connection unless TLS may begin.
   *
   * @return the greeting with which the protocol begins anew inside TLS
   * @throws IOException if the connection fails
   */
  public static Outcome<byte[]> start(MailProtocol protocol, InputStream in, OutputStream out)
      throws IOException {
    Outcome<String> greeting;
    try {
      greeting = Dialects.of(protocol).startTls(new ClearLines(in, out));
    } catch (ProtocolException e) {
      return Outcome.refused(
          new TlsStartRefusal.MalformedReply(PeerText.of(String.valueOf(e.getMessage()))));
    } catch (EOFException e) {
      return Outcome.refused(
          new TlsStartRefusal.TurnedAway(PeerText.of(String.valueOf(e.getMessage()))));
    }
    if (greeting.refusal().isPresent()) {
      return Outcome.refused(greeting.refusal().get());
    }
    // the server must wait for the ClientHello; octets that come later reach the TLS parser
    if (in.available() > 0) {
      return Outcome.refused(new TlsStartRefusal.StarttlsInjection());
    }
    return Outcome.of((greeting.get() + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
