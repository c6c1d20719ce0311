package io.github.mailclad.internal.starttls;

import io.github.mailclad.MailService;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Asks a server to start TLS (RFC 9051, section 6.2.1; RFC 2595, section 4; RFC 3207). Sends {@code
 * STARTTLS} or {@code STLS}, and to a submission server {@code EHLO} before it, and nothing else:
 * neither a question for capabilities, which nobody could believe, nor a farewell. Whatever is not
 * a plain yes is refused. What it learned is forgotten: the mail protocol begins anew inside TLS,
 * with a greeting that {@link #start} makes up.
 */
public final class StarttlsPreamble {
  private StarttlsPreamble() {}

  /**
   * Brings a connection to the point where TLS begins. Reads no octet beyond the reply that starts
   * TLS; the caller keeps the time and closes the connection if this throws.
   *
   * @return the greeting with which the protocol begins anew inside TLS
   * @throws IOException if the server does not start TLS; a {@link Refusal.Carrier} where there is
   *     a reason
   */
  public static byte[] start(MailService service, InputStream in, OutputStream out)
      throws IOException {
    ClearLines lines = new ClearLines(in, out);
    String greeting =
        switch (service.protocol()) {
          case IMAP -> new ImapStart(lines).run();
          case POP3 -> new Pop3Start(lines).run();
          case SUBMISSION -> new SubmissionStart(lines).run();
        };
    // the server must wait for the ClientHello; what comes later meets the TLS parser
    if (in.available() > 0) {
      throw new RefusedStartException(new TlsStartRefusal.StarttlsInjection());
    }
    return (greeting + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
