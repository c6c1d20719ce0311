package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.angus.SaslConversation.InitialResponse;
import io.github.mailclad.internal.probe.Interview;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The lines of a login on a secured connection, beside Angus: nothing of them reaches its debug
 * output. Lines are read octet by octet, so that nothing that follows the login is taken from
 * Angus; the connection bounds them until the login is complete.
 */
final class LoginLines implements Interview.Lines {
  private final InputStream in;
  private final OutputStream out;

  LoginLines(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** The next line without its end, a character for each octet. */
  @Override
  public String read() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = next(); octet != '\n'; octet = next()) {
      if (octet < 0) {
        throw new IOException("the server closed the connection during the login");
      }
      line.append((char) octet);
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }

  private int next() throws IOException {
    try {
      return in.read();
    } catch (InterruptedIOException e) {
      // Angus takes this one for the end of a login, and that for a wrong password
      throw new IOException("the server did not answer during the login", e);
    }
  }

  /**
   * Begins an exchange with the command AUTH, which POP3 and SMTP share.
   *
   * @param longest how many octets the command may have with its CRLF; an initial response that
   *     does not fit waits
   */
  InitialResponse auth(String mechanism, Optional<String> initial, int longest) throws IOException {
    String command = "AUTH " + mechanism;
    String whole = command + " " + initial.orElse("");
    boolean fits = initial.isPresent() && whole.length() + 2 <= longest;
    send(fits ? whole : command);
    return fits ? InitialResponse.SENT : InitialResponse.NOT_SENT;
  }

  /** Sends a line in one write, in UTF-8: a password has one spelling for all mechanisms. */
  @Override
  public void send(String line) throws IOException {
    out.write((line + "\r\n").getBytes(UTF_8));
    out.flush();
  }
}
