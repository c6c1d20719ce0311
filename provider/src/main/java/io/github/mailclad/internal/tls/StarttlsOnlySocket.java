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
 * A socket that sends nothing in the clear but what leads to TLS, whoever writes to it. What else
 * is written closes it before an octet of that leaves. Thread-safe.
 */
public final class StarttlsOnlySocket extends DelegatingSocket {
  private final Dialect dialect;
  private final Preface preface;
  private final Refusal refusal;
  private final Consumer<Refusal> told;
  private @Nullable StarttlsOnlyOutput out;

  /** What comes before the mail protocol. */
  public enum Preface {
    /** Nothing. */
    NONE,
    /** A request to an HTTP proxy, with its fields (RFC 9110, section 9.3.6). */
    HTTP_CONNECT
  }

  /**
   * A socket like that one, connected or not.
   *
   * @param service which commands lead to TLS
   * @param refusal why there is nothing else in the clear
   * @param told is told that something else was written: the writer may lose the exception
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

  /** Why there is nothing but TLS. */
  public Refusal refusal() {
    return refusal;
  }

  /** Whether TLS has not begun yet. */
  public synchronized boolean isInTheClear() {
    return out == null || out.isInTheClear();
  }

  /** Whether the server was asked to begin TLS, and it has not begun. */
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

  /** A goodbye is no mail, and no reason either: it leads to nothing, so the connection ends. */
  private IOException refused(String line) throws IOException {
    close();
    if (dialect.clearCommand(line) == ClearCommand.LOGOUT) {
      return new SocketException("the connection was closed in the clear");
    }
    told.accept(refusal);
    return new RefusedException(refusal, null);
  }
}
