package io.github.mailclad.angus;

import io.github.mailclad.internal.text.Ascii;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.util.CRLFOutputStream;
import org.eclipse.angus.mail.util.LineOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The message that Angus sends in place of the application's. It has the same sender, options and
 * octets, but its octets are made once. To make them takes most of the time of sending, because
 * Jakarta Mail searches the class path for its encoders each time.
 */
final class OutgoingMessage extends SMTPMessage {
  /** As Jakarta Mail reads it, which has no getter: all but "false" is true. */
  private static final boolean UTF8_HEADERS =
      !Ascii.equalsIgnoringCase("false", System.getProperty("mail.mime.allowutf8", ""));

  private final MimeMessage message;
  private byte @Nullable [] octets;
  private boolean tooLarge;

  /** Returns a message of the application as it is sent; null if it has not that format. */
  static @Nullable OutgoingMessage of(@Nullable Message message, MailConnector connector) {
    return message instanceof MimeMessage mime
        ? new OutgoingMessage(connector.session(), mime)
        : null;
  }

  /**
   * Returns the message for Angus. That is the application's if Angus may encode its parts anew,
   * for 8BITMIME, and without a minimum level.
   */
  MimeMessage forAngus(MailConnector connector) {
    boolean changes =
        (message instanceof SMTPMessage own && own.getAllow8bitMIME())
            || connector.isTrue("allow8bitmime");
    return changes || connector.isLowered() ? message : this;
  }

  /** Creates the message to send for that one, whose options are read now. */
  private OutgoingMessage(Session session, MimeMessage message) {
    super(session);
    this.message = message;
    if (message instanceof SMTPMessage options) {
      setEnvelopeFrom(options.getEnvelopeFrom());
      setNotifyOptions(options.getNotifyOptions());
      setReturnOption(options.getReturnOption());
      setSendPartial(options.getSendPartial());
      setSubmitter(options.getSubmitter());
      setMailExtension(options.getMailExtension());
    }
  }

  /** Returns the message of the application. */
  MimeMessage message() {
    return message;
  }

  @Override
  public Address[] getFrom() throws MessagingException {
    return message.getFrom();
  }

  @Override
  public String getSubject() throws MessagingException {
    return message.getSubject();
  }

  @Override
  public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
    if (octets != null) {
      out.write(octets);
    } else {
      message.writeTo(new Lines(out), ignored);
    }
  }

  /**
   * Returns the octets that are sent: without {@code Bcc}, with CRLF at the end of each line; null
   * if there are more than {@code most}.
   */
  byte @Nullable [] octets(int most) throws MessagingException {
    if (octets != null || tooLarge) {
      return octets;
    }
    Bounded bounded = new Bounded(most);
    Crlf crlf = new Crlf(bounded);
    try {
      message.writeTo(new Lines(crlf), new String[] {"Bcc", "Content-Length"});
      crlf.endLastLine();
      octets = bounded.kept.toByteArray();
    } catch (TooLargeException e) {
      tooLarge = true;
    } catch (IOException e) {
      throw new MessagingException("IOException while sending message", e);
    }
    return octets;
  }

  /** A stream that Jakarta Mail writes headers to without searching for its own. */
  private static final class Lines extends LineOutputStream {
    Lines(OutputStream to) {
      super(to, UTF8_HEADERS);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      out.write(octets, offset, length);
    }
  }

  private static final class Crlf extends CRLFOutputStream {
    Crlf(OutputStream to) {
      super(to);
    }

    void endLastLine() throws IOException {
      if (!atBOL) {
        writeln();
      }
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
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(1 << 11);
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
