package io.github.mailclad.angus;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.util.CRLFOutputStream;
import org.jspecify.annotations.Nullable;

/** A message as Angus sends it: without {@code Bcc}, with CRLF at the end of each line. */
final class WireForm extends CRLFOutputStream {
  private WireForm(OutputStream to) {
    super(to);
  }

  /** Returns the octets of a message; null if there are more than {@code most}. */
  static byte @Nullable [] of(Message message, int most) throws MessagingException {
    Bounded octets = new Bounded(most);
    WireForm lines = new WireForm(octets);
    try {
      ((MimeMessage) message).writeTo(lines, new String[] {"Bcc", "Content-Length"});
      lines.endLastLine();
    } catch (TooLargeException e) {
      return null;
    } catch (IOException e) {
      throw new MessagingException("IOException while sending message", e);
    }
    return octets.kept.toByteArray();
  }

  private void endLastLine() throws IOException {
    if (!atBOL) {
      writeln();
    }
  }

  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      if (kept.size() + length > most) {
        throw new TooLargeException();
      }
      kept.write(octets, offset, length);
    }
  }
}
