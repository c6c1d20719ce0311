package io.github.mailclad.internal.mailproto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * The lines of a login on a secured connection. They do not pass through Angus, so its debug output
 * has none of them. Lines are read octet by octet, so that octets after the login are left for
 * Angus. The connection bounds them until the login is complete.
 */
public final class LoginLines implements Lines {
  private final InputStream in;
  private final OutputStream out;

  /** Creates the lines of a connection. */
  public LoginLines(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Returns the next line without its end, a character for each octet. */
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
      // Angus takes this exception for the end of the login, and reports that as a wrong password
      throw new IOException("the server did not answer during the login", e);
    }
  }

  /**
   * Sends a line in one write, in UTF-8, so that a password has the same encoding for all
   * mechanisms.
   */
  @Override
  public void send(String line) throws IOException {
    out.write((line + "\r\n").getBytes(UTF_8));
    out.flush();
  }
}
