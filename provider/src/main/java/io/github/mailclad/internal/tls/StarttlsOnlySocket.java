package io.github.mailclad.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.internal.handshake.DelegatingSocket;
import io.github.mailclad.internal.mailproto.ClearCommand;
import io.github.mailclad.internal.mailproto.Dialect;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.refusal.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that sends in the clear only what leads to TLS, no matter which code writes to it.
 * Anything else that is written closes it before an octet of it is sent. Thread-safe.
 */
public final class StarttlsOnlySocket extends DelegatingSocket {
  /**
   * The length limit of a line, more than an EHLO line (RFC 5321, section 4.5.3.1.4) or a proxy's
   * password needs.
   */
  private static final int LONGEST_LINE = 4096;

  private static final int MOST_LINES_FOR_PROXY = 16;
  private static final byte HANDSHAKE = 0x16;
  private static final byte MAJOR_VERSION = 3;

  private final Dialect dialect;
  private final Refusal refusal;
  private final Consumer<Refusal> refused;
  private volatile Stage stage;
  private @Nullable OutputStream out;

  /** The progress of a connection towards TLS. */
  public enum Stage {
    /** A request to an HTTP proxy, with its fields (RFC 9110, section 9.3.6). */
    PROXY_REQUEST,
    /** Commands in the clear. */
    CLEAR,
    /** STARTTLS was sent. */
    STARTTLS_SENT,
    /** TLS has begun. */
    TLS,
    /** Closed in the clear. */
    CLOSED
  }

  /**
   * Creates a socket over another one, connected or not.
   *
   * @param protocol the protocol, which determines the commands that lead to TLS
   * @param first the stage of the first octet
   * @param refusal the reason why nothing else may be sent in the clear
   * @param refused the receiver of the refusal if something else was written, since the writer may
   *     lose the exception
   */
  public StarttlsOnlySocket(
      Socket plain, MailProtocol protocol, Stage first, Refusal refusal, Consumer<Refusal> refused)
      throws SocketException {
    super(plain);
    this.dialect = Dialects.of(protocol);
    this.stage = first;
    this.refusal = refusal;
    this.refused = refused;
  }

  /** Returns the reason why only TLS is allowed. */
  public Refusal refusal() {
    return refusal;
  }

  /** Returns the present stage. */
  public Stage stage() {
    return stage;
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = new LineGate(super.getOutputStream());
    }
    return out;
  }

  /**
   * A stream that sends a line when it is complete and permitted. It refuses a line that cannot be
   * permitted without waiting for its end.
   */
  private final class LineGate extends OutputStream {
    private final OutputStream below;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ReentrantLock lock = new ReentrantLock();
    private int linesForProxy;

    LineGate(OutputStream below) {
      this.below = below;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      lock.lock();
      try {
        gate(octets, offset, length);
      } finally {
        lock.unlock();
      }
    }

    private void gate(byte[] octets, int offset, int length) throws IOException {
      int next = offset;
      while (next < offset + length && stage != Stage.TLS) {
        take(octets[next++]);
      }
      if (stage != Stage.TLS) {
        return;
      }
      if (line.size() == 0) {
        below.write(octets, next, offset + length - next);
      } else {
        // the first record leaves in one piece, with its octets that came before
        line.write(octets, next, offset + length - next);
        send();
      }
    }

    private void take(byte octet) throws IOException {
      if (stage == Stage.CLOSED) {
        throw closed();
      }
      line.write(octet);
      if (stage != Stage.PROXY_REQUEST && beginsTls()) {
        stage = Stage.TLS;
      } else if (octet == '\n') {
        check(line.toString(ISO_8859_1));
        send();
      } else if (line.size() >= LONGEST_LINE) {
        throw refuse(line.toString(ISO_8859_1));
      }
    }

    /**
     * Returns whether the octets begin with the header of a TLS record (RFC 8446, section 5.1); no
     * command begins like this.
     */
    private boolean beginsTls() {
      byte[] first = line.size() == 2 ? line.toByteArray() : new byte[2];
      return first[0] == HANDSHAKE && first[1] == MAJOR_VERSION;
    }

    private void check(String ended) throws IOException {
      String text = ended.endsWith("\r\n") ? ended.substring(0, ended.length() - 2) : ended;
      if (stage == Stage.PROXY_REQUEST) {
        checkProxyRequest(text);
        return;
      }
      ClearCommand command = dialect.clearCommand(text);
      if (text.equals(ended)
          || (command != ClearCommand.STARTTLS && command != ClearCommand.CAPABILITIES)) {
        throw refuse(text);
      }
      if (command == ClearCommand.STARTTLS) {
        stage = Stage.STARTTLS_SENT;
      }
    }

    private void checkProxyRequest(String text) throws IOException {
      linesForProxy++;
      if ((linesForProxy == 1 && !text.startsWith("CONNECT "))
          || linesForProxy > MOST_LINES_FOR_PROXY) {
        throw refuse(text);
      }
      if (text.isEmpty()) {
        stage = Stage.CLEAR;
      }
    }

    private void send() throws IOException {
      byte[] whole = line.toByteArray();
      line.reset();
      below.write(whole);
    }

    /**
     * Closes the connection and returns the exception for a line. LOGOUT and QUIT close the
     * connection without a refusal.
     */
    private IOException refuse(String text) throws IOException {
      stage = Stage.CLOSED;
      line.reset();
      StarttlsOnlySocket.this.close();
      if (dialect.clearCommand(text) == ClearCommand.LOGOUT) {
        return closed();
      }
      refused.accept(refusal);
      return new RefusedException(refusal, null);
    }

    private SocketException closed() {
      return new SocketException("the connection was closed in the clear");
    }

    @Override
    public void flush() throws IOException {
      below.flush();
    }

    @Override
    public void close() throws IOException {
      below.close();
    }
  }
}
