package io.github.mailclad.internal.tls;

import io.github.mailclad.MailService;
import io.github.mailclad.internal.mailproto.ClearCommand;
import io.github.mailclad.internal.mailproto.Dialect;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that sends in the clear only what leads to TLS, no matter which code writes to it.
 * Anything else that is written closes it before an octet of it is sent. Thread-safe.
 */
public final class StarttlsOnlySocket extends DelegatingSocket {
  private final Dialect dialect;
  private final Preface preface;
  private final Refusal refusal;
  private final Consumer<Refusal> told;
  private @Nullable StarttlsOnlyOutput out;

  /** The exchange that precedes the mail protocol. */
  public enum Preface {
    /** Nothing. */
    NONE,
    /** A request to an HTTP proxy, with its fields (RFC 9110, section 9.3.6). */
    HTTP_CONNECT
  }

  /**
   * Creates a socket over another one, connected or not.
   *
   * @param service the service, which determines the commands that lead to TLS
   * @param refusal the reason why nothing else may be sent in the clear
   * @param told the receiver of the refusal if something else was written, since the writer may
   *     lose the exception
   */
  public StarttlsOnlySocket(
      Socket plain, MailService service, Preface preface, Refusal refusal, Consumer<Refusal> told)
      throws SocketException {
    super(plain);
    this.dialect = Dialects.of(service.protocol());
    this.preface = preface;
    this.refusal = refusal;
    this.told = told;
  }

  /** Returns the reason why only TLS is allowed. */
  public Refusal refusal() {
    return refusal;
  }

  /** Returns whether TLS has not begun yet. */
  public synchronized boolean isInTheClear() {
    return out == null || out.isInTheClear();
  }

  /** Returns whether STARTTLS was sent and TLS has not begun. */
  public synchronized boolean waitsForTls() {
    return out != null && out.waitsForTls();
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = new StarttlsOnlyOutput(super.getOutputStream(), dialect, preface, this::refused);
    }
    return out;
  }

  /**
   * Closes the connection and returns the exception for a line. LOGOUT and QUIT close the
   * connection without a refusal.
   */
  private IOException refused(String line) throws IOException {
    close();
    if (dialect.clearCommand(line) == ClearCommand.LOGOUT) {
      return new SocketException("the connection was closed in the clear");
    }
    told.accept(refusal);
    return new RefusedException(refusal, null);
  }
}
